// Pictures of the library: sent there, chosen from there. Used by the editor, by covers and by the library's own list.
"use strict";
const pictureLibrary = (() => {
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const OFFLINE = "没有连上服务器，请检查网络后再试。";

  // Posts `data`; resolves to what the server answers as JSON, throws a sentence otherwise.
  async function post(address, data) {
    let response;
    try {
      response = await fetch(address, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
      });
    } catch {
      throw OFFLINE;
    }
    return answer(response);
  }

  async function answer(response) {
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    const said = isJson ? await response.json() : {};
    if (response.status === 413) throw "内容太大，请分几次来。";
    if (response.redirected || response.status === 403) throw said.error || "登录已失效，或您没有这项权限，请重新登录后再试。";
    if (!response.ok || !isJson) throw said.error || "服务器没有处理成功，请稍后再试。";
    return said;
  }

  // One file a request, so that one that is refused stops no other. `tell` is given a sentence for each step.
  async function upload(address, files, tell = () => {}) {
    const pictures = [];
    const refused = [];
    for (const [number, file] of files.entries()) {
      tell(`正在上传第 ${number + 1} 张，共 ${files.length} 张：${file.name || "粘贴的图片"}`);
      const data = new FormData();
      data.append("pictures", file, file.name || "picture.png");
      try {
        const said = await post(address, data);
        pictures.push(...said.pictures);
        refused.push(...said.refused);
      } catch (sentence) {
        refused.push(`“${file.name || "粘贴的图片"}”没有上传：${sentence}`);
      }
    }
    tell(pictures.length ? `已上传 ${pictures.length} 张图片。` : "");
    return { pictures, refused };
  }

  const isPicture = (file) => file.type.startsWith("image/");

  // Opens the library; resolves to the picture chosen, or null.
  function choose({ list, send }) {
    return new Promise((resolve) => {
      const dialog = make("dialog", { className: "picture-picker" });
      dialog.setAttribute("aria-label", "从图库选择图片");
      const search = make("input", { type: "search", placeholder: "按说明或来源查找" });
      search.setAttribute("aria-label", "查找图片");
      const file = make("input", { type: "file", multiple: true, accept: "image/*" });
      const sender = make("label", { className: "button picture-send" }, "上传新图片", file);
      const close = make("button", { type: "button", className: "picture-close", textContent: "关闭" });
      const said = make("p", { className: "picture-said" });
      said.setAttribute("role", "status");
      const grid = make("ul", { className: "picture-grid" });
      const more = make("button", { type: "button", className: "button", textContent: "更多图片", hidden: true });
      dialog.append(make("div", { className: "picture-head" }, search, send ? sender : "", close), said, grid, more);
      let page = 1;
      let chosen = null;

      const offer = (picture, first = false) => {
        const image = make("img", { src: picture.thumb, alt: "", loading: "lazy" });
        const button = make("button", { type: "button" }, image, make("span", { textContent: picture.alt || `图片 ${picture.number}（还没有说明）` }));
        button.addEventListener("click", () => { chosen = picture; dialog.close(); });
        grid[first ? "prepend" : "append"](make("li", {}, button));
      };
      const load = async () => {
        try {
          const response = await fetch(`${list}?${new URLSearchParams({ q: search.value, page })}`, { headers: { Accept: "application/json" } });
          const found = await answer(response);
          if (page === 1) grid.replaceChildren();
          found.pictures.forEach((picture) => offer(picture));
          more.hidden = !found.more;
          said.textContent = grid.children.length ? "" : "没有符合的图片，可以换个词，或上传新图片。";
        } catch (sentence) {
          said.textContent = typeof sentence === "string" ? sentence : OFFLINE;
        }
      };
      let waiting;
      search.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => { page = 1; load(); }, 250);
      });
      search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
      more.addEventListener("click", () => { page += 1; load(); });
      close.addEventListener("click", () => dialog.close());
      file.addEventListener("change", async () => {
        const { pictures, refused } = await upload(send, [...file.files], (words) => { said.textContent = words; });
        file.value = "";
        pictures.forEach((picture) => offer(picture, true));
        if (refused.length) said.textContent = refused.join(" ");
        else if (pictures.length === 1) { [chosen] = pictures; dialog.close(); }
      });
      dialog.addEventListener("close", () => { dialog.remove(); resolve(chosen); });
      document.body.append(dialog);
      dialog.showModal();
      search.focus();
      load();
    });
  }

  return { choose, isPicture, make, post, upload };
})();

// The cover's field: a number and a file without this script, a picture and its buttons with it.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-picture-choice]").forEach((box) => {
  const { make, choose, upload } = pictureLibrary;
  const number = box.querySelector("input:not([type=file])");
  const file = box.querySelector("input[type=file]");
  const shown = box.querySelector(".picture-shown");
  const said = make("p", { className: "picture-said" });
  said.setAttribute("role", "status");
  const show = (picture) => {
    number.value = picture ? picture.number : "";
    shown.replaceChildren(...(picture ? [make("img", { src: picture.thumb, alt: picture.alt || "已选的封面" })] : []));
    drop.hidden = !picture;
    number.dispatchEvent(new Event("input", { bubbles: true }));
    number.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const button = (words, act) => {
    const made = make("button", { type: "button", textContent: words });
    made.addEventListener("click", act);
    return made;
  };
  const drop = button("去掉", () => show(null));
  drop.hidden = !number.value;
  const pick = button("从图库选择", async () => {
    const picture = await choose({ list: box.dataset.list, send: box.dataset.send });
    if (picture) show(picture);
    pick.focus();
  });
  box.classList.add("picture-choice-open");
  box.querySelector(".picture-doing").prepend(pick, drop);
  box.append(said);
  const take = async (files) => {
    const { pictures, refused } = await upload(box.dataset.send, files.slice(0, 1), (words) => { said.textContent = words; });
    if (pictures.length) show(pictures[0]);
    if (refused.length) said.textContent = refused.join(" ");
    file.value = "";
  };
  file.addEventListener("change", () => take([...file.files]));
  box.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}));
