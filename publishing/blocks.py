"""Answers kept in parts, one for each block of neighbouring rows: after a change only its block is asked again."""

from collections import Counter, defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import pairwise
from operator import or_
from threading import Lock, RLock
from weakref import WeakValueDictionary

from django.core.cache import caches
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, Value
from django.utils import timezone

from .changes import BLOCK, edition, touched_since
from .remembering import next_midnight

MOST_KEPT = 500_000  # things in the parts of all answers; the answers asked for longest ago go
LEAST = 1_000  # things that the smallest answer counts as
MERGED = 8  # neighbours at a time: so many are merged again when one of them changes
LEVELS = 4

# The first number of its block: what the database is to count by, where that makes much fewer tuples.
BLOCK_OF_ROW = ExpressionWrapper(F("pk") / Value(BLOCK) * Value(BLOCK), BigIntegerField())


@dataclass
class Kept:
    edition: str
    seen: frozenset  # the changes its parts know of
    beside: Set
    until: datetime
    levels: list  # [{block: part}, {place: what MERGED neighbours of the level below merge to}, …]
    whole: object
    size: int


NOTHING = Kept("", frozenset(), frozenset(), datetime.min.replace(tzinfo=UTC), [], None, 0)


class Memory:
    """What this process keeps. Who asks waits for who asked the same before: while it is being refreshed an answer is
    in nobody else's hands.
    """

    def __init__(self):
        self.answers, self.lock = {}, Lock()
        self.asking = WeakValueDictionary()  # question → the lock of those who want to know

    def asking_for(self, question):
        with self.lock:
            return self.asking.setdefault(question, RLock())

    def take(self, question):
        with self.lock:
            return self.answers.pop(question, None)

    def keep(self, question, kept):
        with self.lock:
            self.answers[question] = kept
            while len(self.answers) > 1 and sum(one.size for one in self.answers.values()) > MOST_KEPT:
                del self.answers[next(iter(self.answers))]


memory = Memory()


def forget():
    """As a process that has just been started: for tests and measurements."""
    memory.answers.clear()
    caches["answers"].clear()


@dataclass(frozen=True)
class ByBlock:
    """A question, and how it is answered in parts.

    What a row brings in may depend on itself, on rows that take it along (`publishing.changes.watch_rows`), on
    whether it is among `beside`, and on the clock as in `remembered`. What `part` makes of the tuples of one block
    is a collection; `merge` makes one of several, which may be merged themselves, in any order.
    """

    topic: str
    model: type
    name: str  # and everything it depends on but the rows and the clock
    rows: Callable  # a queryset of tuples that begin with the primary key, or with a number of the same block
    part: Callable
    merge: Callable
    next_change: Callable
    beside: Callable = frozenset  # numbers of rows of which another table's rows say something

    def answer(self):
        """Exactly as the tables are now. Nobody may change it."""
        with memory.asking_for(self.name):
            kept, now_in = memory.take(self.name), edition(self.topic)
            if kept is None or kept.edition != now_in or timezone.now() >= kept.until:
                kept = self.refreshed(kept or NOTHING, now_in)
            memory.keep(self.name, kept)
            return kept.whole

    def refreshed(self, kept, now_in):
        # The clock and the changes before the rows: what changes meanwhile is asked again next time. What comes next
        # before what it is now: a turn of the clock in between makes all be asked again, twice rather than never.
        next_change, now = self.next_change(), timezone.now()
        until = min(filter(None, [next_midnight(now), next_change]))
        blocks, seen = touched_since(kept.seen, self.topic, self.model)
        beside = self.beside()
        if blocks is None or now >= kept.until:
            levels, found = [{} for _ in range(LEVELS)], by_block(self.rows())
            blocks = found.keys()
        else:
            blocks |= {number // BLOCK for number in kept.beside ^ beside}
            levels, found = kept.levels, by_block(self.rows().filter(within(blocks))) if blocks else {}
        put(
            levels,
            {block: self.part(found[block]) if block in found else None for block in blocks},
            self.merge,
        )
        size = LEAST + sum(map(len, levels[0].values()))
        return Kept(now_in, seen, beside, until, levels, self.merge([*levels[-1].values()]), size)


def within(blocks):
    return reduce(or_, (Q(pk__range=(block * BLOCK, (block + 1) * BLOCK - 1)) for block in blocks))


def by_block(rows):
    found = defaultdict(list)
    for row in rows:
        found[row[0] // BLOCK].append(row)
    return found


def put(levels, parts, merge):
    """Put `parts`, {block: part, None for nothing}, into the lowest level and merge anew what lies above them."""
    replace(levels[0], parts)
    for low, high in pairwise(levels):
        places = {place // MERGED for place in parts}
        below = {place: range(place * MERGED, (place + 1) * MERGED) for place in places}
        several = {place: [low[one] for one in span if one in low] for place, span in below.items()}
        parts = {place: merge(those) if those else None for place, those in several.items()}
        replace(high, parts)


def replace(level, parts):
    level.update(parts)
    for place in [place for place, one in parts.items() if one is None]:
        del level[place]


def added(counters):
    """Counters, or dictionaries of numbers, as one."""
    total = Counter()
    for one in counters:
        if not total:
            total.update(one)
            continue
        for key, number in one.items():
            total[key] = total.get(key, 0) + number
    return total
