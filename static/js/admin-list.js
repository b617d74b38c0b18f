// Where rows are cards, each figure says which column it stands in; a table wider than its place says so.
"use strict";
const headers = [...document.querySelectorAll("#result_list thead th")].map((one) => one.querySelector(".text")?.textContent.trim());
for (const row of document.querySelectorAll("#result_list tbody tr"))
  [...row.cells].forEach((cell, place) => {
    if (cell.tagName === "TD" && headers[place] && cell.textContent.trim()) cell.dataset.label = headers[place];
  });

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
