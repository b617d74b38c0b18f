// What the editor can write: exactly what publishing/richtext.py keeps, no more. The two change together.
"use strict";
const richText = (() => {
  const { Mark, Node, StarterKit, Table, TableCell, TableHeader, TableRow } = Tiptap;
  const KEPT = {
    a: ["href"],
    img: ["src", "alt", "width", "height"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan"],
    ol: ["start"],
  };
  const PICTURE = ["src", "alt", "width", "height"];
  const ADDRESS = /^(https?:|mailto:|tel:|#|\/(?![/\\])|\?)/i;

  const pictureAttributes = () => Object.fromEntries(PICTURE.map((name) => [name, { default: null, rendered: false }]));
  const readPicture = (image) => Object.fromEntries(PICTURE.map((name) => [name, image.getAttribute(name)]));
  const written = (attributes) => Object.fromEntries(
    PICTURE.map((name) => [name, name === "alt" ? attributes.alt || "" : attributes[name]]).filter(([, value]) => value !== null),
  );

  // A picture with the words below it. Its text is the caption.
  const Figure = Node.create({
    name: "figure",
    group: "block",
    content: "inline*",
    draggable: true,
    isolating: true,
    defining: true,
    addAttributes: pictureAttributes,
    parseHTML: () => [{
      tag: "figure",
      getAttrs: (figure) => {
        const image = figure.querySelector("img");
        return image ? readPicture(image) : false;
      },
      contentElement: (figure) => figure.querySelector("figcaption") || document.createElement("figcaption"),
    }],
    renderHTML: ({ node }) => ["figure", ["img", written(node.attrs)], ["figcaption", 0]],
    addKeyboardShortcuts() {
      const leave = ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== "figure") return false;
        const after = $from.after();
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      };
      return { Enter: leave };
    },
  });

  // A picture within a line, as older texts have it.
  const Picture = Node.create({
    name: "picture",
    group: "inline",
    inline: true,
    draggable: true,
    addAttributes: pictureAttributes,
    parseHTML: () => [{ tag: "img[src]", getAttrs: readPicture }],
    renderHTML: ({ node }) => ["img", written(node.attrs)],
  });

  const raised = (name, other) => Mark.create({
    name,
    excludes: other,
    parseHTML: () => [{ tag: name }],
    renderHTML: () => [name, 0],
    addCommands: () => ({ [`toggle_${name}`]: () => ({ commands }) => commands.toggleMark(name) }),
  });

  const extensions = () => [
    StarterKit.configure({
      code: false,
      codeBlock: false,
      strike: false,
      underline: false,
      heading: { levels: [2, 3, 4] },
      link: {
        openOnClick: false,
        autolink: false,
        linkOnPaste: false,
        HTMLAttributes: { target: null, rel: null },
        isAllowedUri: (address) => ADDRESS.test(address || ""),
      },
      dropcursor: { color: false, class: "rich-drop", width: 3 },
    }),
    raised("sup", "sub"),
    raised("sub", "sup"),
    Figure,
    Picture,
    Table.configure({ resizable: false, View: null }).extend({ renderHTML: () => ["table", ["tbody", 0]] }),
    TableRow,
    TableHeader,
    TableCell,
  ];

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

  // Stored HTML as the schema knows it: what it has no place for stands beside it, nothing is lost.
  function readable(html) {
    const body = parsed(html);
    const paragraph = (from) => {
      const made = document.createElement("p");
      made.append(...from.childNodes);
      return made;
    };
    for (const caption of body.querySelectorAll("table > caption")) {
      caption.parentNode.before(paragraph(caption));
      caption.remove();
    }
    for (const figure of body.querySelectorAll("figure")) {
      const images = figure.querySelectorAll("img");
      if (images.length === 1 && !figure.querySelector("table")) continue;
      const caption = figure.querySelector("figcaption");
      for (const image of [...images].slice(0, -1)) {
        const own = document.createElement("figure");
        own.append(image);
        figure.before(own);
      }
      if (figure.querySelector("table") || !images.length) {
        if (caption) caption.replaceWith(paragraph(caption));
        figure.replaceWith(...figure.childNodes);
      }
    }
    for (const image of body.querySelectorAll("p > img:only-child")) {
      if (image.parentNode.textContent.trim() || image.parentNode.parentNode !== body) continue;
      const figure = document.createElement("figure");
      image.parentNode.replaceWith(figure);
      figure.append(image);
    }
    return body.innerHTML;
  }

  // The editor's HTML as the site keeps it: no wrapping the server would only take off again.
  function storable(html) {
    const body = parsed(html);
    for (const element of body.querySelectorAll("*")) {
      const kept = KEPT[element.localName] || [];
      for (const { name, value } of [...element.attributes]) {
        const isDefault = (name === "colspan" || name === "rowspan" || name === "start") && value === "1";
        if (!kept.includes(name) || isDefault) element.removeAttribute(name);
      }
    }
    body.querySelectorAll("figcaption").forEach((caption) => {
      if (!caption.textContent.trim()) caption.remove();
    });
    body.querySelectorAll("li > p:first-child, td > p:only-child, th > p:only-child").forEach((one) => {
      const next = one.nextElementSibling;
      if (!next || ["UL", "OL"].includes(next.tagName)) one.replaceWith(...one.childNodes);
    });
    body.querySelectorAll("table").forEach(headed);
    [...body.children].forEach((block) => {
      if (block.matches("p, h2, h3, h4") && !block.textContent.trim() && !block.querySelector("img")) block.remove();
    });
    return body.innerHTML;
  }

  // Rows of headings at the top are the table's head.
  function headed(table) {
    const rows = [...table.rows];
    const end = rows.findIndex((row) => [...row.cells].some((cell) => cell.localName !== "th"));
    const heads = rows.slice(0, end === -1 ? 0 : end);
    if (!heads.length) return;
    const head = document.createElement("thead");
    head.append(...heads);
    table.prepend(head);
  }

  return { extensions, readable, storable, ADDRESS };
})();
