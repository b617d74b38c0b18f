// The proof of work of the public forms, worked out unseen while somebody types. A form is sent with or without it.
// The widget is thirty kilobytes: it comes when the first field is touched, not with the page.
const place = document.querySelector("[data-proof]");

async function begin() {
  await import(place.dataset.widget);
  window.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(place.dataset.worker));
  const widget = document.createElement("altcha-widget");
  const settings = {
    challenge: place.dataset.proof,
    auto: "onload",
    display: "invisible",
    configuration: JSON.stringify({ humanInteractionSignature: false, minDuration: 0 }),
  };
  for (const [name, value] of Object.entries(settings)) widget.setAttribute(name, value);
  place.append(widget);
}

if (place && window.isSecureContext) {
  place.closest("form").addEventListener("focusin", begin, { once: true });
}
