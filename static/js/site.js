// What a page can do beyond reading: larger type, light or dark, printing. Everything works without it.
const root = document.documentElement;

function keep(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch { /* the choice then lasts for this page */ }
}

const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

const acts = {
  type: { press: () => keep("type", root.dataset.type ? "" : "large"), pressed: () => root.dataset.type === "large" },
  theme: { press: () => keep("theme", isDark() ? "light" : "dark"), pressed: isDark },
  print: { press: () => window.print() },
};

function show() {
  for (const button of document.querySelectorAll("[data-act]")) {
    const { pressed } = acts[button.dataset.act];
    if (pressed) button.setAttribute("aria-pressed", String(pressed()));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  acts[button.dataset.act].press();
  show();
});

// On a wide screen the filters stand open beside the list; on a phone they wait behind their button.
const wide = matchMedia("(min-width: 60rem)");
const openFilters = () => document.querySelectorAll(".filters").forEach((one) => { if (wide.matches) one.open = true; });
wide.addEventListener("change", openFilters);
openFilters();

// Empty fields make no address.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => document.querySelectorAll("form[method=get] :disabled").forEach((one) => { one.disabled = false; }));

show();
