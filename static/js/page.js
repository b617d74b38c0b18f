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

async function copyAddress(button) {
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "已复制";
  } catch { // a page without https, or a browser that was told not to
    window.prompt("请复制这个地址", location.href);
  }
}

const acts = {
  type: { press: () => keep("type", root.dataset.type ? "" : "large"), pressed: () => root.dataset.type === "large" },
  theme: { press: () => keep("theme", isDark() ? "light" : "dark"), pressed: isDark },
  print: { press: () => window.print() },
  copy: { press: copyAddress },
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
  acts[button.dataset.act].press(button);
  show();
});

// On a wide screen the filters stand open beside the list; on a phone they wait behind their button.
const wide = matchMedia("(min-width: 60rem)");
const openFilters = () => document.querySelectorAll(".filters").forEach((one) => { if (wide.matches) one.open = true; });
wide.addEventListener("change", openFilters);
openFilters();

// A long text gets a table of contents from its own headings.
for (const contents of document.querySelectorAll("[data-contents]")) {
  const headings = document.querySelectorAll(`${contents.dataset.contents} h2`);
  if (headings.length < 3) continue;
  headings.forEach((heading, index) => {
    heading.id ||= `part-${index + 1}`;
    const link = document.createElement("a");
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    contents.append(link);
  });
  contents.hidden = false;
}

// Empty fields make no address.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => document.querySelectorAll("form[method=get] :disabled").forEach((one) => { one.disabled = false; }));

show();
