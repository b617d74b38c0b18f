// The checker's panel follows the typing, applies a replacement, takes a proposal and notes a reason without leaving
// the page. Without this script the panel tells of the saved text, and reasons are kept when the form is saved.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const checks = document.querySelector("#checks[data-address]");
  const form = checks?.closest("form");
  if (!form) return;
  const [panel, button, said, brief] = [
    document.getElementById("checks-panel"), document.getElementById("check-now"),
    document.getElementById("check-said"), checks.querySelector(".checks-brief"),
  ];
  const PAUSE = 2000; // milliseconds after the last key
  let waiting, asking;

  const show = () => {
    for (const one of panel.querySelectorAll("button[hidden]")) one.hidden = false;
    for (const one of panel.querySelectorAll("[data-without-script]")) one.hidden = true;
  };

  const values = (more = {}) => {
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") sent.append(name, value); // files stay here
    }
    // A list that was emptied sends nothing, which would mean "as saved".
    for (const list of form.querySelectorAll("select[multiple]")) if (!list.selectedOptions.length) sent.append(list.name, "");
    for (const [name, value] of Object.entries(more)) sent.set(name, value);
    return sent;
  };

  // Reasons half written, and what was opened, outlive a new panel.
  const kept = () => [...panel.querySelectorAll("input[name^='dismiss-']")].map((one) => [one.name, one.value, one.closest("details").open, one === document.activeElement]);
  const putBack = (all) => {
    for (const [name, value, open, focused] of all) {
      const input = panel.querySelector(`input[name="${name}"]`);
      if (!input) continue;
      input.value = value;
      input.closest("details").open = open;
      if (focused) input.focus();
    }
  };

  const ask = async (address, more) => {
    clearTimeout(waiting);
    asking?.abort();
    const mine = asking = new AbortController();
    said.textContent = "正在检查…";
    try {
      const answer = await fetch(address, { method: "POST", body: values(more), signal: mine.signal, headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const half = kept();
      panel.innerHTML = await answer.text();
      putBack(half);
      show();
      brief.replaceChildren(...panel.querySelector(".checks-counts")?.cloneNode(true).childNodes ?? []);
      said.textContent = "这是现在的文字的检查结果，还没有保存。";
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = "没有检查成，请稍后再试。";
    }
  };
  const checkNow = () => ask(checks.dataset.address);
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(checkNow, PAUSE);
  };

  const field = (name) => form.querySelector(`[name="${CSS.escape(name)}"]`);
  const tell = (area) => {
    for (const kind of ["input", "change"]) area.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  // Where the passage stands in the field, or the words alone if they stand there once; [-1, 0] where neither is sure.
  const placeOf = (source, words, passage) => {
    const at = source.indexOf(passage);
    if (passage && at >= 0) return at + passage.indexOf(words);
    const first = source.indexOf(words);
    return first >= 0 && source.indexOf(words, first + 1) < 0 ? first : -1;
  };

  const replaceIn = (area, all) => {
    const [words, better, passage] = area.matches("textarea.rich-text") ? all.map(escaped) : all;
    const at = placeOf(area.value, words, passage);
    if (at < 0) return false;
    area.value = area.value.slice(0, at) + better + area.value.slice(at + words.length);
    tell(area);
    return true;
  };

  const replace = ({ replace: words, by, passage, in: names }) => {
    const done = names.split(" ").map(field).filter(Boolean).map((area) => replaceIn(area, [words, by, passage]));
    if (done.every(Boolean)) checkNow();
    else said.textContent = `“${words}”中间有格式，或不止一处，请在原文里改。`;
  };

  const FULL = { ",": "，", ";": "；", ":": "：", "?": "？", "!": "！" };
  const sweep = ({ in: names }) => {
    for (const area of names.split(" ").map(field).filter(Boolean)) {
      area.value = area.value
        .replace(/(?<=[\u4e00-\u9fff])\(([^()（）<>\n]{0,40}[\u4e00-\u9fff][^()（）<>\n]{0,40})\)/g, "（$1）")
        .replace(/(?<=[\u4e00-\u9fff”’》）])[,;:?!](?=[\u4e00-\u9fff“‘《（])/g, (mark) => FULL[mark]);
      tell(area);
    }
    checkNow();
  };

  const showIn = ({ show: words, in: names }) => {
    const area = field(names.split(" ")[0]);
    const rich = area?.previousElementSibling?.matches(".rich") ? area.previousElementSibling : null;
    (rich ?? area)?.scrollIntoView({ block: "center" });
    if (rich) {
      const block = [...rich.querySelectorAll("[contenteditable] :is(p, h2, h3, h4, li, td, th, figcaption)")].find((one) => one.textContent.includes(words));
      block?.scrollIntoView({ block: "center" });
      block?.classList.add("found-here");
      setTimeout(() => block?.classList.remove("found-here"), 2500);
      return;
    }
    area?.focus({ preventScroll: true });
    const at = area?.value.indexOf(words) ?? -1;
    if (at >= 0) area.setSelectionRange?.(at, at + words.length);
  };

  const take = ({ take: value, label, in: name, joins }) => {
    const area = field(name);
    if (!area) return;
    if (area.tagName === "SELECT") {
      let option = [...area.options].find((one) => one.value === value);
      if (!option) area.add(option = new Option(label, value));
      if (area.multiple) option.selected = true;
      else area.value = value;
    } else if (joins !== undefined) {
      area.value = [area.value.trim().replace(/[,，、]$/, ""), value].filter(Boolean).join("、");
    } else {
      area.value = value;
    }
    tell(area);
    checkNow();
  };

  panel.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    const { dataset } = pressed;
    if ("replace" in dataset) replace(dataset);
    else if ("sweep" in dataset) sweep(dataset);
    else if ("show" in dataset) showIn(dataset);
    else if ("take" in dataset) take(dataset);
    else if ("dismiss" in dataset) ask(dataset.address, { fingerprint: dataset.dismiss });
  });
  // Enter in a reason notes it; it doesn't save the whole form.
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input[name^='dismiss-']")) return;
    event.preventDefault();
    event.target.closest("details").querySelector("button[data-dismiss]")?.click();
  });
  form.addEventListener("input", (event) => { if (!panel.contains(event.target)) soon(); });
  form.addEventListener("change", (event) => { if (!panel.contains(event.target)) soon(); });
  button.addEventListener("click", checkNow);
  // Where there is no room beside the text, the counts are enough until somebody asks.
  if (!matchMedia("(min-width: 80rem)").matches) checks.querySelector("details").open = false;
  button.hidden = false;
  show();
});
