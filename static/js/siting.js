// When the results are changed in place, the needs beside them say in words what is now asked.
const results = document.getElementById("results");
const rows = document.querySelectorAll(".need [data-words]");

function say() {
  for (const row of rows) {
    const need = results.querySelector(`[data-need="${row.dataset.words}"]`);
    row.textContent = need ? need.dataset.words : "不限";
  }
}

if (results) new MutationObserver(say).observe(results, { childList: true, subtree: true });
