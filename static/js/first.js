// Before the first paint: what this reader chose earlier. Kept in the browser, so that pages stay the same for everybody.
const chosen = document.documentElement;
chosen.dataset.script = "on";
try {
  for (const name of ["type", "theme"]) {
    const value = localStorage.getItem(name);
    if (value) chosen.dataset[name] = value;
  }
} catch { /* a browser that keeps nothing */ }
