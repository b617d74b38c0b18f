// 显示联系方式 fills the masked places of this page, so that nothing typed is lost. Without this script the page comes
// anew with the values in it.
"use strict";
const link = (address, number) => {
  const one = Object.assign(document.createElement(address ? "a" : "span"), { textContent: number });
  if (address) one.href = address;
  one.dataset.number = "";
  return one;
};
const offerCopies = () => {
  if (!navigator.clipboard) return;
  for (const number of document.querySelectorAll("[data-number]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "复制", className: "button small" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(number.textContent.replaceAll(" ", ""));
      button.textContent = "已复制";
    });
    number.after(" ", button);
  }
};
offerCopies(); // where the page came with the values in it
const asked = document.getElementById("show-contact");
asked?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter ?? document.querySelector("button[form=show-contact]");
  button.disabled = true;
  try {
    const answer = await fetch(asked.action, {
      method: "POST",
      body: new FormData(asked),
      headers: { Accept: "application/json" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(answer.status);
    const { dial, ...told } = await answer.json();
    for (const [name, value] of Object.entries(told))
      for (const place of document.querySelectorAll(`[data-contact="${name}"]`)) place.textContent = value;
    button.remove();
    for (const place of document.querySelectorAll('[data-contact="phone"]')) place.replaceChildren(link(dial, told.phone));
    offerCopies();
    document.getElementById("contact-told").textContent = "联系方式已显示，这次查看已记录。";
  } catch {
    asked.submit(); // what went wrong is said there in words
  }
});
