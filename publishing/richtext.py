"""Text that is safe to print: cleaned HTML, HTML made of plain text, and plain text made of HTML."""

import html
import re
import unicodedata
from urllib.parse import unquote

import nh3
from django.conf import settings
from django.db import models

from .structure import structure_text

# The one allow-list. What a page of ours may contain, an editor may type and an importer may bring.
TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "sup", "sub"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "img", "figure", "figcaption"),
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
# What pasted pages say and what we say for it. Containers become paragraphs in `_in_paragraphs`.
SYNONYMS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
CONTAINERS = ("div", "section", "article", "main", "header", "address", "center", "dl", "dt", "dd", "pre")
BLOCKS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody"),
    *("tr", "th", "td", "figure", "figcaption", "hr", "br"),
}
VOID = {"br", "hr", "img"}
NO_TEXT = {"script", "style", "title", "template", "iframe", "object", "noscript"}
TOP_LEVEL = {"h2", "h3", "h4", "p", "ul", "ol", "blockquote", "table", "figure", "hr"}

# Controls, lone surrogates and non-characters (no database or file takes them all), and the marks
# that turn the reading direction round, with which a title can be made to read as another.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
EDGE = re.compile("<[^<>]*>")
WITHIN_A_LINE = re.compile(rf"</?(?!(?:{'|'.join(sorted(BLOCKS))})\b)[a-z0-9]+\b[^<>]*>")
PICTURE_WITHOUT_SOURCE = re.compile(r'<img(?: (?!src=)[a-z]+="[^"]*")*>')
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|</?(?:strong|em|sup|sub|br)>)*</p>")
NESTING_TAG = (
    r"<(/?)(?:div|section|article|main|header|footer|nav|aside|address|center|dl|pre|blockquote|ul|ol|dir|menu"
    r"|figure|figcaption|fieldset|form|details|summary|dialog|hgroup|listing|xmp|search)\b[^<>]*>"
)
NESTING, NESTED = re.compile(NESTING_TAG, re.I), re.compile(rf"(?:{NESTING_TAG}\s*)+", re.I)
NESTING_LIMIT = 100


def printable(text):
    """`text` without the characters no page shows and no database keeps."""
    return UNPRINTABLE.sub("", text)


def clean_html(source):
    """Any HTML → the same text in our tags only: no script, style, class or foreign picture. Idempotent."""
    cleaned = _cleaned_once(source)
    # A parser moves misnested tags about (a link in a link around a table), once or twice, then it rests.
    for _ in range(3):
        source, cleaned = cleaned, _cleaned_once(cleaned)
        if cleaned == source:
            break
    return cleaned


def _cleaned_once(source):
    source = flattened(printable(source))
    cleaned = _nh3(source, TAGS | SYNONYMS.keys() | set(CONTAINERS))
    tags = {match[2] for match in TAG.finditer(cleaned)}
    if tags & SYNONYMS.keys():
        cleaned = TAG.sub(lambda tag: f"<{tag[1]}{SYNONYMS.get(tag[2], tag[2])}{tag[3]}>", cleaned)
    if tags.intersection(CONTAINERS) or not tags & TOP_LEVEL:
        cleaned = _nh3(_in_paragraphs(cleaned), TAGS)
    return cleaned.strip()


def _nh3(source, tags):
    cleaned = nh3.clean(
        source,
        tags=tags,
        clean_content_tags=NO_TEXT,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed_value,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return PICTURE_WITHOUT_SOURCE.sub("", cleaned)


def flattened(source):
    """Without its containers where they are nested absurdly deep: a parser's time grows with the square."""
    depth = deepest = 0
    for tag in NESTING.finditer(source):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return source if deepest <= NESTING_LIMIT else NESTED.sub("<p>", source)


def _allowed_value(tag, attribute, value):
    if attribute == "href":
        # "//host" and "/\host" look like our own addresses and are not.
        return None if re.match(r"\s*[/\\]\s*[/\\]", value) else value.strip()
    if attribute == "src":
        return value if _is_own_picture(value) else None
    if attribute in ("width", "height", "colspan", "rowspan", "start"):
        return value if re.fullmatch("[0-9]{1,4}", value) else None
    return value


def _is_own_picture(address):
    return address.startswith(settings.MEDIA_URL) and ".." not in unquote(address) and "\\" not in address


def _in_paragraphs(cleaned):
    """Containers gone, and text that stood bare at the top or in one of them now in a <p>."""
    writer, position = _ParagraphWriter(), 0
    for tag in TAG.finditer(cleaned):
        writer.text(cleaned[position : tag.start()])
        writer.tag(tag[0], tag[2], closing=bool(tag[1]))
        position = tag.end()
    writer.text(cleaned[position:])
    writer.end_paragraph()
    return EMPTY_PARAGRAPH.sub("", "".join(writer.written))


class _ParagraphWriter:
    """One pass over well-formed HTML: a parser's tree would take a page of ten thousand containers ill."""

    def __init__(self):
        self.written, self.depth, self.in_paragraph = [], 0, False

    def text(self, text):
        if self.depth == 0 and text.strip():
            self.begin_paragraph()
        if self.depth or self.in_paragraph:
            self.written.append(text)

    def tag(self, tag, name, closing):
        if name in CONTAINERS:
            self.boundary()
        elif closing:
            self.depth -= 1
            self.written.append(tag)
        elif self.depth == 0 and name in BLOCKS - {"br"}:
            self.end_paragraph()
            self.open(tag, name)
        elif self.depth or self.in_paragraph or name != "br":
            self.begin_paragraph()
            self.open(tag, name)

    def open(self, tag, name):
        self.depth += name not in VOID
        self.written.append(tag)

    def boundary(self):
        """A container's edge ends a paragraph; within a block or a link it ends a line."""
        if self.depth == 0:
            self.end_paragraph()
        elif not self.written[-1].endswith(">"):
            self.written.append("<br>")

    def begin_paragraph(self):
        if self.depth == 0 and not self.in_paragraph:
            self.written.append("<p>")
            self.in_paragraph = True

    def end_paragraph(self):
        if self.in_paragraph:
            self.written.append("</p>")
            self.in_paragraph = False


def plain_text(source):
    """Any HTML → its words on one line; what stood in two blocks is kept apart by a space."""
    return " ".join(_texts(_only_blocks(source)))


def plain_text_of_clean(source):
    """What plain_text says of HTML that `clean_html` made, without a parser."""
    return " ".join(_texts(WITHIN_A_LINE.sub("", source)))


def _only_blocks(source):
    return nh3.clean(
        flattened(printable(source)),
        tags=BLOCKS | SYNONYMS.keys() - {"b", "i"} | set(CONTAINERS),
        clean_content_tags=NO_TEXT,
        attributes={},
    )


def _texts(blocks):
    """The text of each block in reading order, the empty ones left out."""
    texts = (" ".join(html.unescape(one).split()) for one in EDGE.split(blocks))
    return [text for text in texts if text]


# --- Summaries

LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|h[1-6]|[uo]l|li|div|section|table|t[rdh]|blockquote|figure|br|strong|em|b|i|a|img)\b[^<>]*>",
    re.I,
)
HEADING = re.compile("<h[1-6]>.*?</h[1-6]>", re.DOTALL)
ASIDE = re.compile("<(table|figure)>.*?</\\1>", re.DOTALL)
SENTENCE = re.compile(r".+?(?:[。！？!?]+[”’」』）)\"]*|\.(?=\s+[A-Z])|$)", re.DOTALL)
ENDED = re.compile(r"[。！？!?.…][”’」』）)\"]*$")
CLAUSE_END = re.compile(r"[，,；;：:、](?![0-9])")
CLOSE_PUNCTUATION = "，,；;：:、（(“‘《【 "
# What is not cut through: a number with its unit, Chinese numerals, a Latin word.
WHOLE = re.compile(
    r"[0-9０-９][0-9０-９.,，:：/-]*\s*[%％‰]?\s*[十百千万亿]*[\u4e00-\u9fffA-Za-z㎡]?"
    r"|[一二三四五六七八九十百千万亿两零〇]{2,}[\u4e00-\u9fff]?|[A-Za-z][A-Za-z0-9.&'-]*"
)


def summarise(text, limit=120, title=""):
    """The lead of a text or HTML in at most `limit` characters: whole sentences, or a cut marked by …"""
    source = text if LOOKS_LIKE_HTML.search(text) else structure_text(printable(text))
    return _shortened(_lead(source, title), limit)


def _lead(source, title):
    """What stands before the first heading; a text that opens with one is read without its headings."""
    blocks = ASIDE.sub("", _only_blocks(source))
    before, *after = HEADING.split(blocks)
    texts = _texts(before) or _texts("".join(after)) or _texts(blocks)
    while len(texts) > 1 and (_folded(texts[0]) == _folded(title) or _is_caption(texts[0])):
        texts.pop(0)
    lead = re.sub(r"(?<=[。！？”]) ", "", " ".join(texts))
    repeated = lead.startswith(title + " ") and title
    return lead.removeprefix(title).strip() if repeated else lead


def _is_caption(text):
    """A short line that ends without a full stop: a heading nobody marked as one, a byline."""
    return len(text) <= 40 and not ENDED.search(text) and not text.endswith(("：", ":", "，", ",", "；", ";"))


def _folded(text):
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text)).casefold()


def _shortened(text, limit):
    if len(text) <= limit:
        return text
    summary = ""
    for sentence in SENTENCE.findall(text[: limit + 1]):
        if len(summary + sentence) > limit or not ENDED.search(sentence):
            break
        summary += sentence
    return summary.strip() if len(summary) * 3 >= limit else _cut(text, limit)


def _cut(text, limit):
    cut = limit - 1
    clauses = [match.start() for match in CLAUSE_END.finditer(text, limit // 2, cut)]
    if clauses:
        cut = clauses[-1]
    for whole in WHOLE.finditer(text, 0, limit * 2):
        if whole.start() < cut < whole.end():
            cut = whole.start() or cut
    return text[:cut].rstrip(CLOSE_PUNCTUATION) + "…"


class RichTextField(models.TextField):
    """HTML that is clean in the database, whichever way it got there."""

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_html(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        """`update()` and `bulk_update()` ask no `pre_save`."""
        return super().get_db_prep_save(clean_html(value) if isinstance(value, str) else value, connection)
