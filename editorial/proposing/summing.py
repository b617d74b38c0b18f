"""What the text is about, in a few words and in one or two sentences."""

from collections import Counter
from pathlib import Path

import rjieba
from taggit.models import Tag

from publishing.richtext import summarise

MENTIONED = 3  # a word said so often, or in the title too, is what the text is about
WORDS = {
    "n",
    "nz",
    "nt",
    "vn",
    "nl",
    "l",
    "i",
    "j",
}  # nouns and what is used like one, by the dictionary's marks
EVERYDAY = Path(__file__).resolve().parent.parent / "data" / "everyday.txt"  # what every text of ours says
SAID_EVERYWHERE = set(EVERYDAY.read_text("utf-8").split())


def tags(reading):
    """Tags in use that the text names, then its own most frequent nouns."""
    text, title = reading.draft.text, reading.title
    found = Counter()
    for name in Tag.objects.values_list("name", flat=True):
        if len(name) > 1 and (count := text.count(name)):
            found[name] = count + MENTIONED * (name in title)
    known = [name for name, count in found.most_common() if count >= MENTIONED]
    words = Counter(word for word, mark in rjieba.tag(text) if mark in WORDS and len(word) > 1)
    common = [
        word
        for word, count in words.most_common()
        if count + (word in title) >= MENTIONED and word not in SAID_EVERYWHERE and word not in known
    ]
    return [(name, name) for name in known + common]


def summary(reading):
    content = reading.draft.content
    body = str(content.get("body") or "")
    words = summarise(body, title=str(content.get("title") or "")) if body else ""
    return [(words, words)] if words else []
