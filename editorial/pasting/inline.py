"""Runs of text: what styles say of them is said by tags, or not at all."""

import re

from bs4 import NavigableString

CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—"
BROKEN_LINE = re.compile(rf"(?<=[{CJK}])[ \t]*\r?\n\s*(?=[{CJK}])")
BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
NOT_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)", re.I)
NOT_ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*normal", re.I)
RAISED = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*super", re.I)
LOWERED = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*sub\b", re.I)
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.I)
SAYS = [(BOLD, "strong"), (ITALIC, "em"), (RAISED, "sup"), (LOWERED, "sub")]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
BLOCKS = [*HEADINGS, "p", "div", "section", "ul", "ol", "li", "blockquote", "table", "figure", "hr"]
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)", re.I)


def style_of(tag):
    return tag.get("style") or ""


def speak_plainly(soup):
    for tag in soup.find_all(style=HIDDEN):
        if not tag.decomposed:
            tag.decompose()
    for tag in soup.find_all(["b", "strong", "i", "em", "span", "font"]):
        rename(tag)
    for tag in soup.find_all(["p", "section", "div", "td", "th", "li"], style=BOLD):
        if tag.get_text(strip=True) and not tag.find(BLOCKS):
            wrap_inside(soup, tag, "strong")
    for link in soup.find_all("a"):
        if not ADDRESS.match((link.get("href") or "").strip()) or not (
            link.get_text(strip=True) or link.find("img")
        ):
            link.unwrap()
    soup.smooth()


def on_one_line(text):
    """A run as the tree holds it from the beginning: to replace each would look for it among all its neighbours."""
    return NavigableString(BLANKS.sub(" ", BROKEN_LINE.sub("", text)))


def rename(tag):
    """Google writes <b style="font-weight:normal"> around everything; Word <span style="font-weight:bold">."""
    style = style_of(tag)
    if tag.name in ("b", "strong"):
        tag.name = "span" if NOT_BOLD.search(style) else "strong"
    elif tag.name in ("i", "em"):
        tag.name = "span" if NOT_ITALIC.search(style) else "em"
    elif "mso-list" in style.lower():
        return  # the mark of a list's item, read later
    else:
        found = [name for pattern, name in SAYS if pattern.search(style)]
        if not found:
            return
        tag.name = found[0]
        for name in found[1:]:
            tag.wrap(_new_tag(tag, name))
    if tag.name in ("strong", "em") and tag.find(BLOCKS):
        tag.name = "span"


def _new_tag(near, name):
    return near.find_parents()[-1].new_tag(name)


def wrap_inside(soup, tag, name):
    made = soup.new_tag(name)
    for child in list(tag.contents):
        made.append(child.extract())
    tag.append(made)
