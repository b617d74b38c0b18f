// The proof of work of the public forms, worked out unseen while somebody types. A form is sent with or without it.
const place = document.querySelector("[data-proof]");

if (place && window.isSecureContext && window.$altcha) {
  window.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(place.dataset.worker));
  const widget = document.createElement("altcha-widget");
  const settings = {
    challenge: place.dataset.proof,
    auto: "onfocus",
    display: "invisible",
    configuration: JSON.stringify({ humanInteractionSignature: false, minDuration: 0 }),
  };
  for (const [name, value] of Object.entries(settings)) widget.setAttribute(name, value);
  place.append(widget);
}
