// An album: pictures dropped, chosen or pasted become cards, which are moved by dragging or by their arrows.
// Without this script there is one field for several files, and a number on each photo for its place.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-album]").forEach(openAlbum);
});

function openAlbum(album) {
  const rules = JSON.parse(album.dataset.album);
  const field = album.querySelector("input[type=file]");
  const list = album.querySelector(".album-photos");
  const blank = album.querySelector("template");
  const refused = album.querySelector(".album-refused");
  const cards = () => [...list.children];
  const fresh = () => cards().filter((card) => card.file);
  const place = (card) => card.querySelector("input[name$=-position]");
  let reading = 0;
  let dragged = null;

  const say = (words) => { album.querySelector(".album-said").textContent = words; };
  const refuse = (file, sentence) => {
    const row = document.createElement("li");
    row.textContent = `“${file.name}”没有加入：${sentence}`;
    refused.append(row);
    refused.hidden = false;
  };

  // The files are sent in the order of their cards; places are written anew only where they are out of order.
  const settle = () => {
    const sent = new DataTransfer();
    for (const card of fresh()) sent.items.add(card.file);
    if (field) field.files = sent.files;
    const places = cards().map(place);
    const isAfter = (one, other) => one.value !== "" && (!other || Number(one.value) > Number(other.value));
    if (!places.every((one, number) => isAfter(one, places[number - 1]))) {
      places.forEach((one, number) => { one.value = number + 1; });
    }
    label();
  };

  const label = () => cards().forEach((card, number) => {
    const caption = card.querySelector(".album-caption input").value || "图片";
    for (const button of card.querySelectorAll("[data-move]")) {
      const forward = button.dataset.move === "-1";
      button.disabled = forward ? number === 0 : number === list.children.length - 1;
      button.setAttribute("aria-label", `把“${caption}”${forward ? "前" : "后"}移一位`);
    }
  });

  const moved = (card) => {
    settle();
    say(`现在是第 ${cards().indexOf(card) + 1} 张，共 ${list.children.length} 张。`);
  };

  const add = (file, canvas) => {
    const card = blank.content.firstElementChild.cloneNode(true);
    const [caption, position] = card.querySelectorAll("input");
    caption.name = `${rules.name}-caption`;
    caption.value = captionFrom(file.name, rules) || (rules.owner && `${rules.owner} ${list.children.length + 1}`);
    position.name = `${rules.name}-position`;
    if (canvas) card.querySelector("canvas").replaceWith(canvas);
    card.file = file;
    list.append(card);
    prepare(card);
  };

  const take = async (files) => {
    refused.replaceChildren();
    refused.hidden = true;
    reading += 1;
    say("正在读取图片……");
    for (const file of files) {
      try {
        if (fresh().length >= rules.most) throw rules.tooMany;
        const { picture, canvas } = await read(file, rules);
        if (fresh().reduce((sum, card) => sum + card.file.size, picture.size) > rules.together) throw rules.tooMuch;
        add(picture, canvas);
      } catch (sentence) {
        refuse(file, sentence);
      }
    }
    reading -= 1;
    settle();
    say(`共 ${list.children.length} 张，其中 ${fresh().length} 张保存后上传。`);
  };

  const prepare = (card) => {
    const thumb = card.querySelector(".album-thumb");
    card.querySelectorAll(".album-moves").forEach((moves) => { moves.hidden = false; });
    thumb.draggable = true;
    thumb.querySelectorAll("img").forEach((image) => { image.draggable = false; });
    thumb.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    thumb.addEventListener("dragend", () => { dragged = null; });
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const card = button?.closest(".album-photo");
    if (!card) return;
    if ("remove" in button.dataset) {
      card.remove();
      settle();
      field.focus();
      return;
    }
    if (button.dataset.move === "-1") card.previousElementSibling?.before(card);
    else card.nextElementSibling?.after(card);
    moved(card);
    (button.disabled ? card.querySelector("[data-move]:enabled") : button)?.focus();
  });

  list.addEventListener("dragover", (event) => {
    const card = event.target.closest(".album-photo");
    if (!dragged || !card) return;
    event.preventDefault();
    if (card === dragged) return;
    const isAhead = cards().indexOf(card) < cards().indexOf(dragged);
    card[isAhead ? "before" : "after"](dragged);
  });

  album.addEventListener("dragover", (event) => {
    if (dragged || !field || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    album.classList.add("album-over");
  });
  album.addEventListener("dragleave", (event) => {
    if (!album.contains(event.relatedTarget)) album.classList.remove("album-over");
  });
  album.addEventListener("drop", (event) => {
    album.classList.remove("album-over");
    if (!dragged && !event.dataTransfer.files.length) return;
    event.preventDefault();
    if (dragged) moved(dragged);
    else if (field) take([...event.dataTransfer.files]);
  });

  field?.addEventListener("change", () => take([...field.files]));
  if (field) document.addEventListener("paste", (event) => {
    if (event.target.closest("input, textarea, [contenteditable]")) return; // Word's text comes with a picture of itself
    const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    take(pictures);
  });
  album.closest("form").addEventListener("submit", (event) => {
    if (!reading && !fresh().length) return;
    if (reading) {
      event.preventDefault();
      say("图片还在读取，请稍候再保存。");
    } else if (!event.target.reportValidity()) { // a form that comes back has lost its files
      event.preventDefault();
    } else say(`正在上传 ${fresh().length} 张图片，请稍候……`);
  });

  if (!cards().every(place)) return; // somebody who only looks
  cards().sort((a, b) => place(a).value - place(b).value).forEach((card) => {
    list.append(card);
    prepare(card);
  });
  album.classList.add("album-open");
  label();
}

// As caption_from of parks/admin/photos.py.
function captionFrom(name, rules) {
  const words = name.replace(/\.[^.]*$/, "").replace(/[\s_]+/g, " ").trim();
  const said = words.replace(new RegExp(rules.deviceWords, "g"), " ");
  return new RegExp(rules.chineseWord).test(said) ? words.slice(0, 100) : "";
}

// A picture as it will be sent, with a small drawing of it. Throws the sentence that says why not.
// What this browser cannot open is left to the server to judge, except what is certainly no picture.
async function read(file, rules) {
  if (file.size > rules.bytes) throw rules.tooHeavy.replace(/\{.*?\}/, (file.size / 1048576).toFixed(1));
  const isHeic = /\.hei[cf]$/i.test(file.name) || /^image\/hei[cf]/.test(file.type);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    if (isHeic) throw rules.heic;
    if (!file.size || !file.type.startsWith("image/")) throw rules.unknown;
    return { picture: file };
  }
  const { width, height } = bitmap;
  if (width * height > rules.pixels) {
    bitmap.close();
    throw rules.tooLarge.replace("{width}", width).replace("{height}", height);
  }
  const shrink = isHeic || (file.type === "image/jpeg" && Math.max(width, height) > rules.edge);
  const picture = shrink ? await asJpeg(bitmap, file.name, rules.edge) : file;
  const canvas = drawn(bitmap, 480);
  bitmap.close();
  return { picture, canvas };
}

function drawn(bitmap, edge) {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// No larger than the server keeps it: a dozen photos of a telephone then fit into one request.
function asJpeg(bitmap, name, edge) {
  return new Promise((resolve) => {
    drawn(bitmap, edge).toBlob(
      (blob) => resolve(new File([blob], name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" })),
      "image/jpeg",
      0.92,
    );
  });
}
