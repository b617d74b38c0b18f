"""A rich text as the lines a reader sees: headings, paragraphs, items, rows, each with its words."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from publishing.richtext import clean_html

WORD = re.compile(r"[A-Za-z]+|[0-9]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)
INLINE = {"strong", "em", "sup", "sub", "a"}
SPEAKING = {
    **{tag: tag for tag in ("h2", "h3", "h4", "li", "caption")},
    "figcaption": "caption",
    "blockquote": "quote",
}


class Word(NamedTuple):
    """`styles` are pairs like ("strong", "") and ("a", address); of a picture ("img", address), `text` what it shows."""

    text: str
    styles: tuple = ()


class Line(NamedTuple):
    kind: str  # p, h2, h3, h4, li, caption, quote, hr; tr and th are rows of a table
    cells: tuple  # of tuples of words; only a row has more than one

    @property
    def text(self):
        return "\t".join("".join(word.text for word in cell) for cell in self.cells)


def lines_of_html(source):
    reader = _Reader()
    reader.feed(clean_html(source))
    reader.close()
    reader.end_line()
    return reader.lines


def lines_of_text(text):
    return [Line("p", (tuple(words(line)),)) for line in text.splitlines() if line.strip()]


def words(text, styles=()):
    return [Word(found, styles) for found in WORD.findall(text)]


class _Reader(HTMLParser):
    """Reads cleaned HTML, which is well formed, without a tree: depth costs nothing."""

    def __init__(self):
        super().__init__()
        self.lines, self.open, self.styles = [], [], []
        self.cells, self.rows = [[]], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in INLINE:
            self.styles.append((tag, attrs.get("href") or ""))
        elif tag == "img":
            self.add([Word(attrs.get("alt") or "", (("img", attrs.get("src") or ""),))])
        elif tag == "br":
            self.add([Word("\n")])
        elif tag == "hr":
            self.end_line()
            self.lines.append(Line("hr", ((Word("———"),),)))
        else:
            self.begin(tag)

    def begin(self, tag):
        self.boundary()
        self.open.append(tag)
        if tag == "tr":
            self.rows += 1
        if tag == "tr" and self.rows == 1:
            self.cells = []
        elif tag in ("td", "th") and self.rows == 1:
            self.cells.append([])

    def handle_endtag(self, tag):
        if tag in INLINE:
            self.styles.pop()
            return
        if tag == "tr" and self.rows == 1:
            self.end_line()
        else:
            self.boundary()
        self.rows -= tag == "tr"
        self.open.pop()

    def handle_data(self, data):
        data = re.sub(r"\s+", " ", data)
        at_start = not self.cells or not self.cells[-1] or self.cells[-1][-1].text in (" ", "\n")
        self.add(words(data.lstrip() if at_start else data, tuple(dict.fromkeys(self.styles))))

    def add(self, found):
        if found and self.cells:
            self.cells[-1] += found

    def boundary(self):
        """A block begins or ends: a new line, but for within a table's cell."""
        if not self.rows:
            self.end_line()
        elif self.cells and self.cells[-1] and self.cells[-1][-1].text != "\n":
            self.add([Word("\n")])

    def end_line(self):
        cells = tuple(tuple(_trimmed(cell)) for cell in self.cells)
        if any(cells):
            self.lines.append(Line(self.kind(), cells))
        self.cells = [[]]

    def kind(self):
        if self.rows:
            return "th" if "thead" in self.open else "tr"
        return next((SPEAKING[tag] for tag in reversed(self.open) if tag in SPEAKING), "p")


def _trimmed(cell):
    while cell and not cell[-1].text.strip() and not cell[-1].styles:
        cell.pop()
    return cell
