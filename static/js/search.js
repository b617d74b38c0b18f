// Completion while typing, in every field with data-suggest. Without it the field searches as ever.
const PAUSE = 150; // ms without a key before asking

for (const field of document.querySelectorAll("[data-suggest]")) {
  const list = document.createElement("ul");
  let chosen = -1, asked = "", timer, request;
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "建议");
  field.parentElement.classList.add("suggests");
  field.after(list);
  field.autocomplete = "off";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  show([]);

  function show(suggestions) {
    chosen = -1;
    list.replaceChildren(...suggestions.map(({ text, kind, url }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.dataset.url = url;
      const name = document.createElement("span"), label = document.createElement("small");
      name.textContent = text;
      label.textContent = kind;
      option.append(name, label);
      return option;
    }));
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  }

  function mark() {
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", list.children[chosen].id);
    else field.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    request?.abort();
    if (!words) return show([]);
    request = new AbortController();
    try {
      const response = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: request.signal });
      if (response.ok && document.activeElement === field) show((await response.json()).suggestions);
    } catch { /* another key was pressed, or the line is down: no suggestions */ }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") chosen = (chosen + 2) % (count + 1) - 1;
    else if (event.key === "ArrowUp") chosen = (chosen + count + 1) % (count + 1) - 1;
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
    mark();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault(); // the field keeps the focus
    if (option) location.assign(option.dataset.url);
  });
  field.addEventListener("blur", () => { asked = ""; show([]); });
}
