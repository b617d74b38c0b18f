"""What somebody pastes, as a text of ours: its headings, lists, tables and links stay, its pictures come into the
library, and everything the other program wrote for itself goes.
"""

import re

import nh3
from bs4 import BeautifulSoup, NavigableString

from publishing.richtext import clean_html, flattened, printable, structure_text

from .blocks import arrange
from .inline import on_one_line, speak_plainly
from .lists import make_lists
from .pictures import Pictures, without_data

__all__ = ["Pasting", "TooLong", "pasted"]

LONGEST = (
    2_000_000  # characters of HTML without its pictures: of WeChat's, most of them styles, a long article
)
MOST_TAGS = 20_000  # arranging them takes two seconds

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
SCHEMES = {"http", "https", "mailto", "tel", "file", "cid", "blob"}
TAG = re.compile(r"<(/?)(?!(?:br|hr|img)\b)[a-z]")
DEEPEST = 200


class TooLong(ValueError):
    """More than one paste may take of the server's time."""


class Pasting:
    """One paste by one person. After `clean`, `messages` are what that person has to know, `said` how it went."""

    def __init__(self, person=None, may_add=True):
        self.pictures = Pictures(person, may_add)

    def clean(self, html="", text="", rtf=""):
        """Raises TooLong."""
        html, data = without_data(html)
        if len(html) > LONGEST:
            raise TooLong
        html = read(html)
        if html.count("<") - html.count("</") > MOST_TAGS:
            raise TooLong
        if not html:
            return structure_text(printable(text)) if text.strip() else ""
        if _depth(html) > DEEPEST:
            return clean_html(html)
        soup = BeautifulSoup(html, "html.parser", element_classes={NavigableString: on_one_line})
        speak_plainly(soup)
        self.pictures.bring(soup, rtf, data)
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


def pasted(html, rtf="", person=None):
    """Clean HTML of what was pasted."""
    return Pasting(person).clean(html, rtf=rtf)


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
