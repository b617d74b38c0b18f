// The text field with headings, lists, tables and pictures. Without this script it is a plain field, and so it stays
// for every other script: it always holds the text, and says `input` when it changes.
"use strict";
{
  const ICONS = {
    bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zm0 7h7a3.5 3.5 0 0 1 0 7H7z",
    italic: "M10 5h8M6 19h8M14.5 5l-5 14",
    sup: "M4 8l8 10M12 8L4 18M16 10h5l-5-5.5c1-2 5-2 5 .8 0 1-1 2-1.8 2.7",
    sub: "M4 6l8 10M12 6L4 16M16 20h5M16 20c3-2.500 5-3.500 5-5 0-2.600-4.500-2.600-5 0",
    bullets: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
    numbers: "M10 6h10M10 12h10M10 18h10M4 5l1.500-1v5M4 15.500c0-2 3-2 3 0S4 18 4 20h3",
    quote: "M5 7v6h4V7zm0 6c0 2 1 3.500 3 4M14 7v6h4V7zm0 6c0 2 1 3.500 3 4",
    link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1.500 1.500M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1.500-1.500",
    picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01",
    table: "M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14M15 5v14",
    rule: "M4 12h16",
    clear: "M6 5h12M12 5l-2 9M4 20h6M15 15l5 5M20 15l-5 5",
    undo: "M9 7L5 11l4 4M5 11h9a5 5 0 0 1 0 10h-2",
    redo: "M15 7l4 4-4 4M19 11h-9a5 5 0 0 0 0 10h2",
  };
  const TOOLS = [
    ["undo", "撤销（Ctrl+Z）", (chain) => chain.undo()],
    ["redo", "重做（Ctrl+Shift+Z）", (chain) => chain.redo()],
    ["bold", "粗体（Ctrl+B）", (chain) => chain.toggleBold(), "bold"],
    ["italic", "斜体（Ctrl+I）", (chain) => chain.toggleItalic(), "italic"],
    ["bullets", "项目列表", (chain) => chain.toggleBulletList(), "bulletList"],
    ["numbers", "编号列表", (chain) => chain.toggleOrderedList(), "orderedList"],
    ["quote", "引用", (chain) => chain.toggleBlockquote(), "blockquote"],
    ["link", "链接（Ctrl+K）", null, "link"],
    ["picture", "图片", null, "figure"],
    ["table", "表格", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), "table"],
    ["rule", "分隔线", (chain) => chain.setHorizontalRule()],
    ["sup", "上标", (chain) => chain.toggle_sup(), "sup"],
    ["sub", "下标", (chain) => chain.toggle_sub(), "sub"],
    ["clear", "清除格式", (chain) => chain.unsetAllMarks().clearNodes()],
  ];
  const TABLE_TOOLS = [
    ["上加行", "addRowBefore"], ["下加行", "addRowAfter"], ["左加列", "addColumnBefore"], ["右加列", "addColumnAfter"],
    ["删行", "deleteRow"], ["删列", "deleteColumn"], ["合并或拆分", "mergeOrSplit"], ["首行为表头", "toggleHeaderRow"], ["删除表格", "deleteTable"],
  ];
  const STYLES = [["0", "正文"], ["2", "大标题"], ["3", "中标题"], ["4", "小标题"]];

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("textarea[data-rich-text]").forEach((area) => {
      if (!area.id.includes("__prefix__")) openEditor(area);
    });
  });

  function openEditor(area) {
    const { make } = pictureLibrary;
    const label = document.querySelector(`label[for="${area.id}"]`);
    const frame = make("div", { className: "rich" });
    const bar = make("div", { className: "rich-bar" });
    const tools = make("div", { className: "rich-tools" });
    const context = make("div", { className: "rich-context", hidden: true });
    const said = make("p", { className: "rich-said" });
    const refused = make("ul", { className: "errorlist rich-refused", hidden: true });
    const place = make("div", { className: "rich-place" });
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", `${label?.textContent.replace(/[:：]\s*$/, "") || "正文"}的格式`);
    said.setAttribute("role", "status");
    refused.setAttribute("role", "alert");
    bar.append(tools, context);
    frame.append(bar, said, refused, place);
    area.before(frame);

    let own = false; // the field's `input` is ours
    let waiting;
    const editor = new Tiptap.Editor({
      element: place,
      extensions: richText.extensions(),
      content: shownText(area.value),
      injectCSS: false,
      editorProps: {
        attributes: { class: "rich-text-body", role: "textbox", "aria-multiline": "true", "aria-label": label?.textContent.trim() || "正文", lang: "zh-CN" },
      },
    });
    const store = () => {
      clearTimeout(waiting);
      waiting = null;
      const text = editor.isEmpty ? "" : richText.storable(editor.getHTML());
      if (text === area.value) return;
      area.value = text;
      own = true;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      own = false;
    };
    editor.on("update", () => {
      clearTimeout(waiting);
      waiting = setTimeout(store, 150);
    });
    editor.on("blur", () => { if (waiting) store(); });
    area.form?.addEventListener("submit", () => { if (waiting) store(); }, true);
    // Another script put a text there: what was saved by itself, an older version.
    for (const kind of ["input", "change"]) {
      area.addEventListener(kind, () => { if (!own) editor.commands.setContent(shownText(area.value), { emitUpdate: false }); });
    }
    label?.addEventListener("click", (event) => { event.preventDefault(); editor.commands.focus(); });
    area.required = false; // nobody can be led to a field that isn't shown; the server asks for it
    area.hidden = true;
    area.richEditor = editor;

    const desk = {
      area,
      editor,
      say: (words) => { said.textContent = words; },
      refuse: (sentences) => {
        refused.replaceChildren(...sentences.map((words) => make("li", { textContent: words })));
        refused.hidden = !sentences.length;
      },
      askForAlt: () => context.querySelector("[data-alt]")?.focus(),
    };
    const settle = toolbar(desk, tools, context);
    editor.on("transaction", settle);
    settle();
    richPictures.take(desk, place);
  }

  // Text without tags, as an import or a plain field left it: a line a paragraph.
  function shownText(text) {
    if (/<[a-z][^<>]*>/i.test(text)) return richText.readable(text);
    const lines = text.split("\n").filter((line) => line.trim());
    const { make } = pictureLibrary;
    return make("div", {}, ...lines.map((line) => make("p", { textContent: line.trim() }))).innerHTML;
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  // Fills the toolbar; returns what brings it into step with where the cursor stands.
  function toolbar(desk, tools, context) {
    const { make } = pictureLibrary;
    const { editor } = desk;
    const style = make("select", {}, ...STYLES.map(([value, words]) => make("option", { value, textContent: words })));
    style.setAttribute("aria-label", "段落样式");
    style.addEventListener("change", () => {
      const chain = editor.chain().focus();
      (style.value === "0" ? chain.setParagraph() : chain.setHeading({ level: Number(style.value) })).run();
    });
    tools.append(style);
    const forms = contextForms(desk, context);
    const buttons = TOOLS.map(([name, words, act, active]) => {
      const button = make("button", { type: "button", title: words }, icon(name));
      button.setAttribute("aria-label", words);
      button.addEventListener("click", () => {
        if (name === "link") forms.askForLink();
        else if (name === "picture") richPictures.pick(desk);
        else if (name === "table" && editor.isActive("table")) editor.commands.focus();
        else act(editor.chain().focus()).run();
      });
      tools.append(button);
      return { button, name, active };
    });
    walkByArrows(tools);
    editor.view.dom.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "F10") style.focus();
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") forms.askForLink();
      else return;
      event.preventDefault();
    });
    return () => {
      for (const { button, name, active } of buttons) {
        if (active) button.setAttribute("aria-pressed", String(editor.isActive(active)));
        if (name === "undo") button.disabled = !editor.can().undo();
        if (name === "redo") button.disabled = !editor.can().redo();
      }
      const level = [2, 3, 4].find((one) => editor.isActive("heading", { level: one }));
      style.value = String(level || 0);
      forms.settle();
    };
  }

  // One stop for the tab key; the arrows walk on.
  function walkByArrows(tools) {
    const stops = () => [...tools.children].filter((one) => !one.disabled);
    const only = (stop) => { for (const one of tools.children) one.tabIndex = one === stop ? 0 : -1; };
    only(tools.firstElementChild);
    tools.addEventListener("focusin", (event) => only(event.target));
    tools.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = stops();
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    });
  }

  // The second line of the toolbar: what can be said of the link, the picture or the table the cursor is in.
  function contextForms(desk, context) {
    const { make } = pictureLibrary;
    const { editor } = desk;
    let shown = "";
    let asksForLink = false;

    const button = (words, act) => {
      const made = make("button", { type: "button", textContent: words });
      made.addEventListener("click", act);
      return made;
    };
    const field = (words, properties) => {
      const input = make("input", properties);
      return [make("label", {}, make("span", { textContent: words }), input), input];
    };
    const onEnter = (input, act) => input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      if (event.key === "Enter") act();
      else { asksForLink = false; editor.commands.focus(); settle(); }
    });

    const link = () => {
      const [label, input] = field("网址", { type: "text", inputMode: "url", placeholder: "https:// 或 /news/12/", value: editor.getAttributes("link").href || "" });
      const warn = make("span", { className: "rich-warning" });
      warn.setAttribute("role", "alert");
      const set = () => {
        const typed = input.value.trim();
        const address = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(typed) ? `https://${typed}` : typed;
        if (!richText.ADDRESS.test(address)) {
          warn.textContent = "请写完整的网址（https:// 开头），或本站地址（/ 开头）。";
          return;
        }
        asksForLink = false;
        const chain = editor.chain().focus().extendMarkRange("link");
        if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run();
        else chain.setLink({ href: address }).run();
        settle();
      };
      onEnter(input, set);
      const remove = button("去掉链接", () => { asksForLink = false; editor.chain().focus().extendMarkRange("link").unsetLink().run(); settle(); });
      return [label, button("确定", set), remove, warn];
    };
    const picture = (kind) => {
      const [label, input] = field("替代文字", { type: "text", maxLength: 100, placeholder: "说清图上是什么", value: editor.getAttributes(kind).alt || "" });
      input.dataset.alt = "";
      input.addEventListener("input", () => editor.commands.updateAttributes(kind, { alt: input.value }));
      onEnter(input, () => editor.commands.focus());
      return [label, button("换图", () => richPictures.pick(desk, kind)), button("删除图片", () => {
        const chain = editor.chain().focus();
        (kind === "figure" ? chain.deleteNode("figure") : chain.deleteSelection()).run();
      })];
    };
    const table = () => TABLE_TOOLS.map(([words, name]) => button(words, () => editor.chain().focus()[name]().run()));

    function settle() {
      const kind = ["figure", "picture"].find((one) => editor.isActive(one));
      const wanted = asksForLink || (editor.isActive("link") && !kind) ? "link" : kind || (editor.isActive("table") ? "table" : "");
      const at = kind ? editor.state.selection.$from.start() : wanted === "link" ? editor.getAttributes("link").href : "";
      const key = `${wanted} ${at}`;
      if (key === shown) return;
      shown = key;
      const parts = { link, figure: () => picture("figure"), picture: () => picture("picture"), table, "": () => [] }[wanted]();
      context.replaceChildren(...parts);
      context.hidden = !wanted;
    }
    const askForLink = () => {
      asksForLink = true;
      settle();
      context.querySelector("input")?.focus();
    };
    editor.on("focus", () => { if (asksForLink) { asksForLink = false; settle(); } });
    return { askForLink, settle };
  }
}
