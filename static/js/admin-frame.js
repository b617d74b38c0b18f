// The frame of the staff's pages. All of it works without this script; with it the menu remembers which groups are
// folded, Escape closes what lies over the page, and a form's links leave out the parts that are hidden.
"use strict";
const FOLDED = "staff-menu-folded";
const groups = [...document.querySelectorAll("#staff-menu details[data-group]")];
const folded = () => {
  try {
    return JSON.parse(localStorage.getItem(FOLDED)) ?? [];
  } catch {
    return [];
  }
};
for (const group of groups) {
  if (folded().includes(group.dataset.group) && !group.querySelector("[aria-current]")) group.open = false;
  group.addEventListener("toggle", () => {
    const closed = groups.filter((one) => !one.open).map((one) => one.dataset.group);
    localStorage.setItem(FOLDED, JSON.stringify(closed));
  });
}

const filters = document.getElementById("filter-drawer");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (location.hash === "#staff-menu") location.hash = "#content-start";
  if (filters?.open) {
    filters.open = false;
    filters.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (filters?.open && !filters.contains(event.target)) filters.open = false;
  const menu = document.getElementById("staff-menu");
  if (location.hash === "#staff-menu" && !menu?.contains(event.target) && !event.target.closest(".menu-button"))
    location.hash = "#content-start";
});

const links = [...document.querySelectorAll(".form-parts a")];
const parts = links.map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]);
const showParts = () => {
  for (const [link, part] of parts) link.parentElement.hidden = Boolean(part?.closest("[hidden]"));
};
if (parts.length) {
  showParts();
  const watch = new MutationObserver(showParts);
  for (const fieldset of document.querySelectorAll("fieldset")) watch.observe(fieldset, { attributeFilter: ["hidden"] });
}
