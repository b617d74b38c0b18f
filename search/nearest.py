"""“您是不是要找”: which of our own titles and names is nearly what was asked. Whole: a piece of one is no word."""

from collections import defaultdict

from django.db import connection
from rapidfuzz import fuzz

from .engines import engine
from .folding import folded

NEAR_ENOUGH = 60  # of 100, by letters in common; of two characters one is enough
NEAR_ENOUGH_IN_LONGER = 75  # where what is alike is a part of the name
LONGER = 1  # by so many characters a name is as long as what was asked
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
    """The one of `names` that is, or holds, what is most like the folded `phrase`, among equals the shortest; "" where
    none is. A figure is not like another one.
    """
    if not any(map(str.isalpha, phrase)):
        return ""
    scores = {name: likeness(phrase, folded(name)) for name in names}
    best = max(scores, key=lambda name: (scores[name], -len(name)), default="")
    return best if scores.get(best) else ""


def likeness(phrase, fold):
    """Of 100, or 0 where it is not near enough; as near, a name no longer than the phrase, or beginning alike."""
    if not fold:
        return 0
    is_longer = len(fold) > len(phrase) + LONGER
    score = fuzz.partial_ratio(phrase, fold) if len(fold) >= len(phrase) else fuzz.ratio(phrase, fold)
    if score < (NEAR_ENOUGH_IN_LONGER if is_longer else min(NEAR_ENOUGH, 25 * len(phrase))):
        return 0
    return score + 2 * (not is_longer) + (fold[0] == phrase[0])
