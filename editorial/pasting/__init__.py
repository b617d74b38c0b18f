"""What somebody pastes, as a text of ours: its headings, lists, tables and links stay, its pictures come into the
library, and everything the other program wrote for itself goes.
"""

import re

import nh3
from bs4 import BeautifulSoup

from publishing.richtext import clean_html, flattened, printable, structure_text

from .blocks import arrange
from .inline import speak_plainly
from .lists import make_lists
from .pictures import Pictures

__all__ = ["Pasting", "pasted"]

# What is looked at before the allow-list of `publishing.richtext` has the last word.
READ = {
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "center",
        "pre",
    ),
    *("address", "dl", "dt", "dd", "ul", "ol", "li", "blockquote", "figure", "figcaption", "hr", "br", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    *("a", "b", "strong", "i", "em", "span", "font", "sup", "sub"),
}
UNREAD = {
    *("script", "style", "title", "template", "iframe", "object", "noscript", "xml", "svg", "math", "head"),
    *("select", "button", "textarea", "video", "audio", "canvas", "mpvoice", "qqmusic", "mp-common-profile"),
}
ATTRIBUTES = {
    "*": {"style", "class"},
    "a": {"href"},
    "img": {"src", "data-src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel", "data", "file", "cid", "blob"}
TAG = re.compile(r"<(/?)(?!(?:br|hr|img)\b)[a-z]")
DEEPEST = 200


class Pasting:
    """One paste by one person. After `clean`, `messages` are what that person has to know, `said` how it went."""

    def __init__(self, person=None, may_add=True):
        self.pictures = Pictures(person, may_add)

    def clean(self, html="", text="", rtf="", files=None):
        html = read(html)
        if not html:
            return structure_text(printable(text)) if text.strip() else ""
        if _depth(html) > DEEPEST:
            return clean_html(html)
        soup = BeautifulSoup(html, "html.parser")
        speak_plainly(soup)
        self.pictures.bring(soup, rtf, files or {})
        make_lists(soup)
        arrange(soup)
        # Within a container, so that words standing bare between the blocks become paragraphs.
        return clean_html(f"<div>{soup}</div>")

    @property
    def messages(self):
        return self.pictures.messages

    @property
    def said(self):
        brought = len(self.pictures.brought)
        return f"已整理，带入 {brought} 张图片，请补上替代文字。" if brought else "已整理粘贴的内容。"


def pasted(html, rtf="", files=None, person=None):
    """Clean HTML of what was pasted. `files` are uploads by the address under which the HTML shows them."""
    return Pasting(person).clean(html, rtf=rtf, files=files)


def read(html):
    """Well-formed HTML of known tags, whatever came."""
    return nh3.clean(
        flattened(printable(html)),
        tags=READ,
        clean_content_tags=UNREAD,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    ).strip()


def _depth(html):
    depth = deepest = 0
    for tag in TAG.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest
