// What comes into the text from outside: pictures dropped, chosen or pasted, and text out of Word, WPS, WeChat or a page.
"use strict";
const richPictures = (() => {
  const figureOf = (picture) => ({
    type: "figure",
    attrs: { src: picture.src, alt: picture.alt, width: picture.width, height: picture.height },
  });

  // A place in the text that moves along while others write before it.
  function heldPlace(editor, position) {
    const place = { position };
    const follow = ({ transaction }) => { place.position = transaction.mapping.map(place.position); };
    editor.on("transaction", follow);
    place.release = () => editor.off("transaction", follow);
    return place;
  }

  async function pickPicture(desk, replacing = "") {
    const { editor, area } = desk;
    const place = heldPlace(editor, editor.state.selection.to);
    const picture = await pictureLibrary.choose({ list: area.dataset.list, send: area.dataset.send });
    place.release();
    if (!picture) {
      editor.commands.focus();
    } else if (replacing) {
      const attrs = figureOf(picture).attrs;
      editor.chain().focus().updateAttributes(replacing, attrs.alt ? attrs : { ...attrs, alt: editor.getAttributes(replacing).alt }).run();
    } else {
      placePictures(desk, [picture], place.position);
    }
  }

  // Figures after the block that `position` is in; an empty paragraph makes way for them.
  function placePictures(desk, pictures, position) {
    const { editor } = desk;
    const $at = editor.state.doc.resolve(Math.min(position, editor.state.doc.content.size));
    const isIn = $at.depth > 0;
    const isEmpty = isIn && $at.parent.type.name === "paragraph" && !$at.parent.content.size;
    const from = isEmpty ? $at.before() : isIn ? $at.after() : $at.pos;
    const to = isEmpty ? $at.after() : from;
    const asks = pictures.length === 1 && !pictures[0].alt;
    const chain = asks ? editor.chain() : editor.chain().focus(); // which would take the focus back a moment later
    chain.insertContentAt({ from, to }, pictures.map(figureOf)).setTextSelection(from + 1).run();
    if (asks) desk.askForAlt();
  }

  async function sendPictures(desk, files, position) {
    const { editor, area } = desk;
    const place = heldPlace(editor, position);
    desk.refuse([]);
    const tooMany = files.length > 20 ? ["一次最多放 20 张图片，只上传了前 20 张。"] : [];
    const { pictures, refused } = await pictureLibrary.upload(area.dataset.send, files.slice(0, 20), desk.say);
    place.release();
    if (pictures.length) placePictures(desk, pictures, place.position);
    if (pictures.some((picture) => !picture.alt)) desk.say(`已放入 ${pictures.length} 张图片，请填写替代文字。`);
    desk.refuse([...refused, ...tooMany]);
  }

  // The server tidies up; should it not answer, the words come in without their pictures.
  async function sendPasted(desk, { html, text, rtf }) {
    const { editor, area } = desk;
    const { from, to } = editor.state.selection;
    const start = heldPlace(editor, from);
    const end = heldPlace(editor, to);
    const data = new FormData();
    data.append("html", new Blob([html], { type: "text/html" }), "pasted.html");
    data.append("text", new Blob([text], { type: "text/plain" }), "pasted.txt");
    if (rtf) data.append("rtf", new Blob([rtf], { type: "text/rtf" }), "pasted.rtf");
    desk.refuse([]);
    desk.say("正在整理粘贴的内容……");
    let clean = "";
    try {
      const said = await pictureLibrary.post(area.dataset.paste, data);
      clean = richText.readable(said.html);
      desk.say(said.said);
      desk.refuse(said.messages);
    } catch (sentence) {
      clean = text.split("\n").filter((line) => line.trim()).map((line) => pictureLibrary.make("p", { textContent: line.trim() }).outerHTML).join("");
      desk.say("");
      desk.refuse([`粘贴的内容没有整理成功，只放入了文字。${sentence}`]);
    }
    start.release();
    end.release();
    const only = clean.match(/^<p>((?:(?!<\/?(?:p|h[2-4]|ul|ol|table|figure|blockquote)\b).)*)<\/p>$/s);
    editor.chain().focus().insertContentAt({ from: start.position, to: end.position }, only ? only[1] : clean).run();
  }

  function takePictures(desk, place) {
    const { editor, area } = desk;
    const pictures = (transfer) => [...transfer.files].filter(pictureLibrary.isPicture);

    // These come before the editor reads the HTML itself: it would parse foreign styles in this page.
    const isOurs = (html) => html.includes("data-pm-slice");
    const paste = (view, event) => {
      const transfer = event.clipboardData;
      const html = transfer.getData("text/html");
      const text = transfer.getData("text/plain");
      if (isOurs(html)) return false;
      if (pictures(transfer).length && !text.trim()) {
        sendPictures(desk, pictures(transfer), view.state.selection.to);
      } else if (html || text.trim().includes("\n")) {
        const rtf = html.includes("file:///") ? transfer.getData("text/rtf") : "";
        sendPasted(desk, { html, text, rtf: rtf.length < 20_000_000 ? rtf : "" });
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    };
    const drop = (view, event) => {
      const transfer = event.dataTransfer;
      const html = transfer.getData("text/html");
      if (view.dragging || isOurs(html) || (!html && !transfer.files.length)) return false;
      event.preventDefault();
      const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
      const at = found ? found.pos : view.state.selection.to;
      const files = pictures(transfer);
      if (files.length) {
        sendPictures(desk, files, at);
      } else if (transfer.files.length) {
        desk.refuse(["这里只能放图片；Word 文件请用文章列表上的“从 Word 新建”。"]);
      } else {
        editor.commands.setTextSelection(at);
        sendPasted(desk, { html, text: transfer.getData("text/plain"), rtf: "" });
      }
      return true;
    };
    const click = (view, position, node, nodePosition, event) => {
      if (node.type.name !== "figure" || event.target.localName !== "img") return false;
      editor.commands.setNodeSelection(nodePosition);
      return true;
    };
    editor.setOptions({ editorProps: { ...editor.options.editorProps, handleClickOn: click, handleDOMEvents: { paste, drop } } });
    place.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
  }

  return { pick: pickPicture, take: takePictures };
})();
