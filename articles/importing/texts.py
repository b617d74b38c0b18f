"""Plain text files: a list of articles parted by lines of “-”, or one saved page."""

import re

from .drafts import Draft
from .furniture import is_button, is_furniture
from .layout import is_date, read_page

SEPARATOR = re.compile(r"\s*(?:-+|—+|={3,}|\*{3,})\s*")


def read_text(text):
    lines = re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text).split("\n")
    return _list(lines) if _is_list(lines) else [_page(lines)]


def _is_list(lines):
    """Parted by lines of “-”, and dated: a text may hold a rule, a list has its dates."""
    return any(map(SEPARATOR.fullmatch, lines)) and any(map(is_date, lines))


def _page(lines):
    draft, body = read_page(lines)
    draft.body = "\n".join(lines[index] for index in body)
    return draft


def _list(lines):
    """Title, text, date, then “-”. A date ends an item too, so that a lost “-” glues no two articles."""
    drafts, item = [], []
    for index, line in enumerate([*lines, "-"]):
        if SEPARATOR.fullmatch(line):
            drafts += _item(item)
            item = []
        elif line.strip():
            item.append((index + 1, line.strip()))
            if is_date(line) and len(item) > 2:
                drafts += _item(item)
                item = []
    return drafts


def _item(item):
    """The draft of one item's (number, line)s; none when they are but the page's furniture."""
    while item and is_furniture(item[-1][1]):
        item.pop()
    while item and is_furniture(item[0][1]):
        item.pop(0)
    dates = [line for _, line in item if is_date(line)]
    words = [(number, line) for number, line in item if not is_date(line) and not is_button(line)]
    if not words:
        return []
    (number, title), *body = words
    return [
        Draft(line=number, title=title, body="\n".join(line for _, line in body), date="".join(dates[:1]))
    ]
