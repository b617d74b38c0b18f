// A list on a phone begins with its rows, the filter folded above them; a table wider than its place says so.
"use strict";
const drawer = document.getElementById("filter-drawer");
const narrow = matchMedia("(max-width: 767px)");
const fold = () => {
  if (drawer) drawer.open = !narrow.matches;
};
narrow.addEventListener("change", fold);
fold();

const results = document.querySelector("#changelist .results");
if (results) {
  const hint = document.createElement("p");
  hint.className = "scroll-hint";
  hint.textContent = "表格较宽，可以左右滑动。";
  results.before(hint);
  const tell = () => {
    hint.hidden = results.scrollWidth <= results.clientWidth;
  };
  new ResizeObserver(tell).observe(results);
  tell();
}
