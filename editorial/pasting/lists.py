"""Word's and WPS's lists: paragraphs that carry their level in a style and their mark in the text."""

import re

from bs4.element import Tag

from .inline import HEADINGS, style_of

LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel([1-9])\b", re.I)
MARK = re.compile(r"mso-list\s*:\s*ignore", re.I)
COUNTED = re.compile(r"\(?([0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)．、）]?")
SIGNS = re.compile(r"font-family\s*:[^;]*(?:wingdings|symbol|webdings)", re.I)
WORDS = re.compile(r"[（(第]?[一二三四五六七八九十百]+[）)、章节条款]?|[（(][0-9]{1,3}[）)]")


def make_lists(soup):
    for item in soup.find_all(["p", *HEADINGS], style=LEVEL):
        if item.parent is not None and not item.find_parent("li"):
            _read_list(soup, item)
    for mark in soup.find_all("span", style=MARK):
        mark.unwrap()


def _read_list(soup, first):
    """The list that begins with `first`, built in its place; nothing where its marks are words to keep."""
    items = []
    for one in [first, *first.next_siblings]:
        if isinstance(one, Tag):
            level, mark = _level_and_mark(one)
            if not level:
                break
            items.append((one, level, mark))
        elif one.strip():
            break
    if items:
        _build(soup, items)


def _level_and_mark(paragraph):
    level = LEVEL.search(style_of(paragraph))
    mark = paragraph.find("span", style=MARK)
    words = mark.get_text().replace("\xa0", " ").strip() if mark else ""
    if not level or paragraph.name in HEADINGS or WORDS.fullmatch(words):
        return 0, ""
    return int(level[1]), words


def _is_drawn(paragraph):
    """A letter of a font of signs: l is a dot, Ø an arrow."""
    mark = paragraph.find("span", style=MARK)
    around = [mark, *mark.parents, *mark.find_all(True)] if mark else []
    return any(SIGNS.search(style_of(one)) for one in around if one is not paragraph.parent)


def _build(soup, items):
    stack = []  # (level, list)
    for paragraph, level, words in items:
        counted = None if _is_drawn(paragraph) else COUNTED.fullmatch(words)
        while stack and stack[-1][0] > level:
            stack.pop()
        if not stack or stack[-1][0] < level:
            made = soup.new_tag("ol" if counted else "ul")
            if counted and counted[1].isdecimal() and int(counted[1]) > 1:
                made["start"] = str(int(counted[1]))
            place = stack[-1][1].find_all("li", recursive=False)[-1] if stack else None
            if place is None:
                paragraph.insert_before(made)
            else:
                place.append(made)
            stack.append((level, made))
        if mark := paragraph.find("span", style=MARK):
            mark.decompose()
        paragraph.extract()
        paragraph.name = "li"
        paragraph.attrs = {}
        stack[-1][1].append(paragraph)
