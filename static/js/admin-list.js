// A table wider than its place says so.
"use strict";
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
