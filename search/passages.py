"""What was found, shown: where the words stand, in the text as it was written."""

import re
from itertools import islice, tee
from typing import NamedTuple

from django.utils.html import format_html, format_html_join

from .folding import folded, joined, places_in

LONGEST = 100  # characters of a passage
BEFORE = 24  # of them before what was found
PIECES = 20  # looked at in a text


def hits(text, question):
    """[(start, end)] in `joined(text)` of everything wanted, in order and apart."""
    fold = folded(text)
    found = [(at, at + len(phrase) - 1) for phrase in question.wanted for at in occurrences(phrase, fold)]
    places = places_in(text) if found else []
    return united(sorted((int(places[first]), int(places[last]) + 1) for first, last in found))


def occurrences(phrase, fold):
    """Where it begins, also within itself."""
    at = fold.find(phrase)
    while at >= 0:
        yield at
        at = fold.find(phrase, at + 1)


def united(spans):
    apart = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def marked(text, question):
    """`text` as safe HTML, what was found in <mark>."""
    text, shown, last = joined(text), [], 0
    for start, end in hits(text, question):
        shown += [(text[last:start], text[start:end])]
        last = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", shown), text[last:])


def passage(texts, question):
    """The piece of `texts` in which most of what is asked stands close together, marked; else how they begin. Of
    texts that are made one by one, those behind that piece are not.
    """
    texts, again = tee(texts)
    best, score = None, 0
    for piece in (piece for text in texts for piece in pieces(joined(text), question)):
        fold = folded(piece.text)
        found = sum(phrase in fold for phrase in question.wanted)
        if found > score:
            best, score = piece, found
        if score == len(question.wanted):
            break
    best = best or Piece.of(joined(next(filter(None, again), "")), 0)
    return format_html("{}{}{}", best.before, marked(best.text, question), best.after)


class Piece(NamedTuple):
    text: str
    before: str  # “…” where the text it is cut from has more
    after: str

    @classmethod
    def of(cls, text, begin):
        end = begin + LONGEST
        return cls(text[begin:end].strip(), "…" * (begin > 0), "…" * (end < len(text)))


def pieces(text, question):
    """The text around each hit."""
    for start in islice(beginnings(text, question), PIECES):
        yield Piece.of(text, max(0, min(start - BEFORE, len(text) - LONGEST)))


def beginnings(text, question):
    """Where in `text`, a joined one, something wanted stands; most texts need no folding to tell."""
    if all(phrase in text for phrase in question.wanted):
        return (match.start() for match in re.finditer("|".join(map(re.escape, question.wanted)), text))
    return (start for start, _ in hits(text, question))
