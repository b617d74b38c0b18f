// 记为带看 puts the listing into the new follow-up, where something may be written already. Without this script
// the link opens the page anew with the listing filled in.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-shown]");
  const group = document.getElementById("follow_ups-group");
  const listings = group?.querySelector("select[name$=-listings]");
  if (!link || !listings || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { shown, title } = link.dataset;
  let option = [...listings.options].find((one) => one.value === shown);
  if (!option) listings.add(option = new Option(title, shown));
  option.selected = true;
  listings.dispatchEvent(new Event("change", { bubbles: true }));
  const method = group.querySelector("select[name$=-method]");
  if (!method.value) method.value = "tour";
  const box = listings.parentElement;
  box.scrollIntoView({ block: "center" });
  (box.querySelector(".select2-search__field") ?? listings).focus({ preventScroll: true });
});
