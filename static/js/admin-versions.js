// While somebody writes: who else has this screen open, and every ten seconds what is typed and not saved goes to the
// server. Without this script one saves by the button, and the server still sets two texts side by side.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const desk = document.querySelector("[data-desk]");
  const form = desk?.closest("form");
  if (!form) return;

  const HEARTBEAT = 20_000;
  const AUTOSAVE = 10_000;
  const { presence, autosave, item, base } = desk.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const said = desk.querySelector("[data-said]");
  let typed = null; // as it stood when last sent, or when the page was opened
  let sending = null;
  let left = false;

  const values = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") (found[name] ??= []).push(value);
    }
    return found;
  };

  const post = async (address, body, options = {}) => {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
      redirect: "error", // somebody who is logged out would be sent the login page
      ...options,
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.refused);
    return answer;
  };

  // --- Who else is here

  const show = ({ others, newer }) => {
    desk.querySelector("[data-others]").replaceChildren(...others.map((sentence) => {
      const row = document.createElement("li");
      row.textContent = sentence;
      return row;
    }));
    const place = desk.querySelector("[data-newer]");
    place.textContent = newer;
    place.hidden = !newer;
  };
  const beat = async () => {
    if (left || document.hidden) return;
    try {
      show(await post(presence, { item, base }));
    } catch {
      // The next beat asks again; what is typed has its own message.
    }
  };

  // --- What is not saved yet

  // The editor of the text may write it anew while it starts: the first touch is where changes begin.
  const begin = () => { typed ??= JSON.stringify(values()); };
  for (const kind of ["pointerdown", "keydown", "focusin", "paste", "dragover"]) {
    document.addEventListener(kind, begin, { capture: true });
  }
  const hasChanged = () => typed !== null && JSON.stringify(values()) !== typed;

  const keep = (options) => {
    if (left || sending || !hasChanged()) return sending;
    const now = values();
    const before = typed;
    typed = JSON.stringify(now);
    sending = post(autosave, { item, values: now }, options).then(
      ({ saved }) => { said.textContent = saved; return true; },
      (error) => {
        typed = before;
        const why = error instanceof TypeError || error instanceof SyntaxError
          ? "没有连上服务器，或者登录已过期；文字还在这一页上，请勿关闭。" : error.message;
        said.textContent = `自动保存没有成功：${why}`;
        return false;
      },
    ).finally(() => { sending = null; });
    return sending;
  };

  form.addEventListener("submit", () => { left = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) left = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep(JSON.stringify(values()).length < 20_000 ? { keepalive: true } : {});
    else beat();
  });
  setInterval(keep, AUTOSAVE);
  setInterval(beat, HEARTBEAT);
  beat();

  // --- A preview of what is typed: kept first, then shown

  for (const link of document.querySelectorAll("[data-preview]")) {
    link.hidden = false;
    const isRestored = new URLSearchParams(location.search).has("autosaved");
    link.addEventListener("click", async (event) => {
      begin();
      const isNew = !item;
      if (!isNew && !isRestored && !hasChanged() && !said.textContent) return; // the saved one is what is seen
      event.preventDefault();
      const page = window.open("", "_blank");
      if (isNew && !hasChanged()) typed = "";
      await sending;
      const isKept = hasChanged() ? await keep() : true;
      if (isKept) page.location = `${link.href}?autosaved=1`;
      else page.close();
    });
  }
});
