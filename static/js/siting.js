// When directory.js has changed the results in place, the needs beside them say in words what is now asked.
document.addEventListener("results", () => {
  for (const row of document.querySelectorAll(".need [data-words]")) {
    const need = document.querySelector(`#results [data-need="${row.dataset.words}"]`);
    row.textContent = need ? need.dataset.words : "不限";
  }
});
