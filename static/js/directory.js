// A filter form marked data-live brings its results without a new page: the answer of the same address, whose #results
// take the place of these. Without this script, and whenever something goes wrong, the form and the links do the same.
const form = document.querySelector("form[data-live]");
const results = document.getElementById("results");
const PAUSE_MS = 400; // in typing
const SOON_MS = 150; // an answer that takes longer is announced, and the old one no longer stands for it
const TYPED = "input:not([type=checkbox], [type=radio], [type=hidden])";
const ERRORS = ".error, .errorlist";
const status = Object.assign(document.createElement("p"), { className: "unseen", role: "status" });
let asking = null; // the request under way
let ahead = {}; // the page under the hand
let [typing, last] = [0, null]; // the pause that is waited for, and the field whose words are being typed

// A list and a map need scripts of their own: going from one to the other is a new page.
function isOurs(address) {
  const [there, here] = [new URL(address, location.href), new URL(location.href)];
  return there.origin + there.pathname === here.origin + here.pathname && there.searchParams.get("view") === here.searchParams.get("view");
}

function addressOfForm() {
  const address = new URL(form.action || location.pathname, location.href);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  return address.href;
}

async function read(address, signal) {
  const response = await fetch(address, { signal });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok || !page.getElementById("results")) throw new Error(`${response.status} without results`);
  return page;
}

// `step` is history's verb for it; `whole`: the form, too, becomes the one of the address, and the reader goes to the results.
// The address says what is asked from the moment it is asked: whoever copies it while the answer is under way has it all.
async function go(address, { step = "pushState", whole = false } = {}) {
  clearTimeout(typing);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const before = whole && typed();
  if (step) history[step](null, "", address);
  results.setAttribute("aria-busy", "true");
  const waiting = setTimeout(() => results.querySelector(".result-count")?.replaceChildren("正在查找…"), SOON_MS);
  signal.addEventListener("abort", () => clearTimeout(waiting));
  try {
    const page = await (ahead.address === address ? ahead.page : read(address, signal));
    if (signal.aborted) return;
    clearTimeout(waiting);
    show(page, before);
  } catch {
    if (!signal.aborted) location.assign(address);
  }
}

const typed = () => Object.fromEntries([...form.querySelectorAll(TYPED)].map((field) => [field.name, field.value]));

// The form of another address, with what was typed since that was asked for (`before`: what had been until then).
function replace(fresh, before) {
  const [after, held] = [typed(), document.activeElement];
  form.replaceChildren(...fresh.childNodes);
  for (const [name, value] of Object.entries(after)) {
    const field = form.elements[name];
    if (!field || value === before[name]) continue;
    field.value = value;
    const around = field.closest("details.need");
    if (around) around.open = true;
    if (held?.name === name) field.focus();
  }
}

function show(page, before) {
  const fresh = page.querySelector("form[data-live]");
  document.title = page.title;
  results.replaceChildren(...page.getElementById("results").childNodes);
  results.removeAttribute("aria-busy");
  form.closest("details")?.querySelector("summary").replaceChildren(...fresh.closest("details").querySelector("summary").childNodes);
  if (before) replace(fresh, before); else renew(fresh);
  const count = results.querySelector(".result-count");
  const number = count?.querySelector("b")?.textContent;
  status.textContent = count?.textContent.replace(/\s+/g, " ") ?? "";
  if (number && form.dataset.live) form.querySelector("[type=submit]").textContent = `显示 ${number} ${form.dataset.live}`;
  document.dispatchEvent(new Event("results"));
}

// The numbers beside the choices and what is wrong with a field; what was typed, and where the cursor stands, stays.
function renew(fresh) {
  for (const select of form.querySelectorAll("select")) {
    const { value } = select;
    select.innerHTML = fresh.elements[select.name].innerHTML;
    select.value = value;
  }
  for (const label of form.querySelectorAll("[data-count]")) label.textContent = fresh.querySelector(`[data-count=${label.dataset.count}]`).textContent;
  for (const input of form.querySelectorAll(TYPED)) {
    input.ariaInvalid = fresh.elements[input.name].ariaInvalid;
  }
  form.querySelectorAll(ERRORS).forEach((one) => one.remove());
  const fields = form.querySelectorAll(".field");
  fresh.querySelectorAll(".field").forEach((twin, place) => fields[place]?.append(...twin.querySelectorAll(ERRORS)));
}

// Going on typing in a field is one step of the way back, not many.
function ask(field) {
  if (addressOfForm() !== location.href) go(addressOfForm(), { step: field === last ? "replaceState" : "pushState" });
  last = field.matches(TYPED) ? field : null;
}

function goToResults() {
  const details = form.closest("details");
  if (details && !matchMedia("(min-width: 60rem)").matches) details.open = false;
  results.scrollIntoView();
  results.focus({ preventScroll: true });
}

if (form && results) {
  results.tabIndex = -1;
  const linkOf = (event) => event.target.closest?.("#results a[href^='?'], form[data-live] a[href]");
  const foresee = (event) => {
    const address = linkOf(event)?.closest(".pages a")?.href;
    if (!address || ahead.address === address) return;
    ahead = { address, page: read(address) };
    ahead.page.catch(() => { ahead = {}; });
  };
  form.after(status);
  form.addEventListener("change", (event) => ask(event.target));
  form.addEventListener("input", ({ target }) => {
    clearTimeout(typing);
    if (target.matches(TYPED)) typing = setTimeout(ask, PAUSE_MS, target);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // or page.js switches empty fields off
    ask(form.querySelector("[type=submit]"));
    goToResults();
  });
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !isOurs(link.href)) return;
    event.preventDefault();
    go(link.href, { whole: true }).then(goToResults);
  });
  for (const kind of ["pointerover", "touchstart"]) document.addEventListener(kind, foresee, { passive: true });
  addEventListener("popstate", () => go(location.href, { step: "", whole: true }));
}
