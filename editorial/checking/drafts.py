"""A text as the checks read it: its blocks, headings, links and pictures, each read once."""

import html
from dataclasses import dataclass, field
from functools import cached_property

from articles.models import Article, PolicyDocument
from publishing.placing import remit_of
from publishing.richtext import BLOCKS, TAG, RichTextField, clean_html, printable

LONGEST = 200_000  # characters of one field that are read: some forty times a long article
FIELDS = {
    Article: ("title", "subtitle", "summary", "body"),
    PolicyDocument: ("title", "summary", "audience", "conditions", "support", "body", "interpretation"),
}
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}


@dataclass(frozen=True)
class Block:
    field: str
    tag: str  # "p", "h2", "li", …; "" in a field that is plain text
    text: str


@dataclass(frozen=True)
class Link:
    field: str
    address: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A picture in the text."""

    field: str
    address: str
    alt: str


@dataclass
class Draft:
    """`content` of `item` (which may be unsaved), as `editorial.contents` makes it; `reader` is told what is found."""

    item: object
    content: dict
    reader: object = None  # None: anybody
    blocks: list = field(default_factory=list)
    links: list = field(default_factory=list)
    pictures: list = field(default_factory=list)

    def __post_init__(self):
        for name in FIELDS[type(self.item)]:
            source = str(self.content.get(name) or "")[:LONGEST]
            if isinstance(self.item._meta.get_field(name), RichTextField):
                _Reader(self, name).read(clean_html(source))
            else:
                lines = (" ".join(line.split()) for line in printable(source).splitlines())
                self.blocks += [Block(name, "", line) for line in lines if line]

    @property
    def is_policy(self):
        return isinstance(self.item, PolicyDocument)

    @cached_property
    def rich_fields(self):
        """The names of the fields that hold HTML."""
        names = FIELDS[type(self.item)]
        return [name for name in names if isinstance(self.item._meta.get_field(name), RichTextField)]

    @cached_property
    def text(self):
        """All of it, a block a line."""
        return "\n".join(block.text for block in self.blocks)

    def of(self, *names):
        return [block for block in self.blocks if block.field in names]

    def tellable(self, rows):
        """Of `rows` (articles, policies) those the reader may be told of: what is public, and what lies in his districts."""
        if self.reader is None:
            return rows.published()
        if remit_of(self.reader) is None:
            return rows
        return rows.published() | rows.visible_to(self.reader)

    def label(self, name):
        return str(self.item._meta.get_field(name).verbose_name)


class _Reader:
    """Walks through cleaned HTML, which is well formed."""

    def __init__(self, draft, name):
        self.draft, self.name = draft, name
        self.tag, self.written = "p", []
        self.link, self.link_text = None, []

    def read(self, source):
        position = 0
        for tag in TAG.finditer(source):
            self.say(source[position : tag.start()])
            self.meet(tag[2], closing=bool(tag[1]), attributes=tag[3])
            position = tag.end()
        self.say(source[position:])
        self.end_block()

    def say(self, source):
        text = html.unescape(source)
        self.written.append(text)
        if self.link is not None:
            self.link_text.append(text)

    def meet(self, name, closing, attributes):
        if name in BLOCKS:
            self.end_block(is_heading=closing and name in HEADINGS)
            self.tag = "p" if closing else name
        elif name == "a" and not closing:
            self.link, self.link_text = value_of(attributes, "href"), []
        elif name == "a" and self.link is not None:
            text = " ".join("".join(self.link_text).split())
            self.draft.links.append(Link(self.name, self.link, text))
            self.link = None
        elif name == "img":
            source, alt = value_of(attributes, "src"), value_of(attributes, "alt")
            self.draft.pictures.append(Shown(self.name, source or "", (alt or "").strip()))

    def end_block(self, is_heading=False):
        """A heading counts also where it says nothing."""
        text = " ".join("".join(self.written).split())
        if text or is_heading:
            self.draft.blocks.append(Block(self.name, self.tag, text))
        self.written = []


def value_of(attributes, name):
    """The value in ` href="/news/1/" rel="noopener"`; None where there is none."""
    _, found, rest = attributes.partition(f' {name}="')
    return html.unescape(rest.partition('"')[0]) if found else None
