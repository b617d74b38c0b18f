// 显示联系方式 fills the masked places of this page, so that nothing typed is lost. Without this script the page comes
// anew with the values in it.
"use strict";
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
    for (const [name, value] of Object.entries(await answer.json()))
      for (const place of document.querySelectorAll(`[data-contact="${name}"]`)) place.textContent = value;
    button.remove();
    document.getElementById("contact-told").textContent = "联系方式已显示，这次查看已记录。";
  } catch {
    asked.submit(); // what went wrong is said there in words
  }
});
