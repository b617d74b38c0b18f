"""“您是不是要找”： what our own titles and names say that is nearly what was asked."""

from collections import defaultdict

from django.db import connection
from rapidfuzz import fuzz

from .engines import engine
from .folding import folded_in_place, joined

NEAR_ENOUGH = 60  # of 100, by letters in common; of two characters one is enough
WHOLE_NAME = 1  # a name at most so much longer than what was asked is proposed whole
LOOKED_AT = 60


def near_things(phrase):
    """{kind: keys} of things whose names have most pairs in common with `phrase`, public or not."""
    keys = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(*engine().near(phrase, LOOKED_AT))
        for kind, key in cursor:
            keys[kind].append(key)
    return keys


def nearest(phrase, names):
    """The one of `names`, or the part of one, that is most like the folded `phrase`; "" where none is."""
    best, text = 0, ""
    for name in names:
        score, part = likeness(phrase, name)
        if score > best and score >= min(NEAR_ENOUGH, 25 * len(phrase)):
            best, text = score, part
    return text


def likeness(phrase, name):
    """→ (of 100, the name or its part)."""
    fold, places = folded_in_place(name)
    if len(fold) <= len(phrase) + WHOLE_NAME and (score := fuzz.ratio(phrase, fold)) >= NEAR_ENOUGH:
        return score + (score < 100), name
    found = fuzz.partial_ratio_alignment(phrase, fold)
    if not fold or found.dest_end - found.dest_start < 2:
        return 0, ""
    begins_alike = fold[found.dest_start] == phrase[0]  # of two as near
    return found.score + begins_alike, joined(name)[
        places[found.dest_start] : places[found.dest_end - 1] + 1
    ].strip()
