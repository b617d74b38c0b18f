// What was refused opens at its first error. A follow-up that was typed and not saved is not lost to a button beside
// the form without a question.
"use strict";
(() => {
  const form = document.getElementById("inquiry_form");
  form?.querySelector(".errors :is(input, select, textarea)")?.focus();
  const summary = form?.querySelector("textarea[name$=-summary]");
  if (!summary) return;
  const before = summary.value;
  let isSent = false;
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && summary.value.trim() && summary.value !== before) event.preventDefault();
  });
})();
