// When directory.js has changed the results in place, the needs beside them say in words what is now asked.
document.addEventListener("results", () => {
  for (const row of document.querySelectorAll(".need [data-words]")) {
    const need = document.querySelector(`#results [data-need="${row.dataset.words}"]`);
    row.textContent = need ? need.dataset.words : "不限";
  }
});

// Nothing filled in: the page that says so, at its sentence.
const SAYS_HOW = ["must", "area_unit", "price_unit"];
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".needs-form")) return;
  if ([...new FormData(event.target)].some(([name, value]) => value !== "" && !SAYS_HOW.includes(name))) return;
  event.preventDefault();
  event.stopPropagation();
  location.assign("?kind=#results");
}, true);
