// What was ticked to be compared stays ticked from page to page, until the tab is closed. Kept in
// the tab alone (sessionStorage); without this script a form sends the boxes of its own page.
const MOST = 4;
let picks = new Map(); // value → what it is called
let key = "";

function load(form, name) {
  key = `picks:${name}`;
  try {
    picks = new Map(JSON.parse(sessionStorage.getItem(key) ?? "[]"));
  } catch {
    picks = new Map();
  }
}

function keep() {
  try {
    sessionStorage.setItem(key, JSON.stringify([...picks]));
  } catch { /* then they last for this page */ }
}

const boxes = () => [...document.querySelectorAll("input[form=compare]")];
// Of a card its title; a box outside is of what the page is about.
const nameOf = (box) => (box.closest(".card")?.querySelector("h3") ?? document.querySelector("h1")).textContent.trim();

function show(form) {
  const full = picks.size >= MOST;
  for (const box of boxes()) {
    box.checked = picks.has(box.value);
    box.disabled = full && !box.checked;
  }
  const here = new Set(boxes().map((box) => box.value));
  const name = form.dataset.picks;
  form.querySelector("ul").replaceChildren(...[...picks].map(([value, words]) => tag(name, value, words, here.has(value))));
  form.querySelector(".hint").textContent = picks.size ? `已选 ${picks.size} ${form.dataset.unit}，最多 ${MOST} ${form.dataset.unit}` : form.dataset.hint;
  form.toggleAttribute("data-empty", !picks.size);
  form.querySelector("[type=submit]").disabled = picks.size === 1;
}

// A pick that stands on another page brings its own field along.
function tag(name, value, words, isHere) {
  const item = document.createElement("li");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "tag tag-strong";
  drop.dataset.drop = value;
  const called = document.createElement("span");
  called.textContent = words;
  drop.append(called, " ×");
  drop.setAttribute("aria-label", `不再比较${words}`);
  item.append(drop);
  if (!isHere) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    item.append(field);
  }
  return item;
}

function start() {
  const form = document.querySelector("form[data-picks]");
  if (!form) return;
  load(form, form.dataset.picks);
  show(form);
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[form=compare]")) return;
  if (target.checked) picks.set(target.value, nameOf(target));
  else picks.delete(target.value);
  keep();
  show(target.form);
});
document.addEventListener("click", ({ target }) => {
  const drop = target.closest?.("[data-drop]");
  if (!drop) return;
  const form = drop.closest("form");
  picks.delete(drop.dataset.drop);
  keep();
  show(form);
  form.querySelector("[type=submit]").focus();
});
document.addEventListener("results", start);
addEventListener("pageshow", start);
start();
