// A plot of land has no floors: show the fieldsets of the chosen kind. Without this script all are there.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const kind = document.getElementById("id_kind");
  if (!kind) return;
  const fieldsets = document.querySelectorAll("fieldset[class*='kind-']");
  const show = () => {
    for (const fieldset of fieldsets) {
      const wanted = fieldset.classList.contains(`kind-${kind.value}`);
      const faulty = fieldset.querySelector(".errorlist") !== null;
      fieldset.hidden = !wanted && !faulty;
    }
  };
  kind.addEventListener("change", show);
  show();
});
