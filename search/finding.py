"""A page of what is found, best or newest first, counted honestly, at a cost that does not grow with the site.

Best first: those whose names hold everything asked, then the others; among equals the newest.
"""

from array import array
from collections import defaultdict
from itertools import islice

from publishing.rows import Rows

from .matching import CAP, SLACK, candidates, every, hits, hits_of, holding, possible, seem_many

LOOKED, NAMES_LOOKED = 500, 300  # of the newest rows, before the index is asked for more
MOST_NAMES_LOOKED = 10_000  # of them, where the index should hold more than it is asked for
SORTED = 5_000  # things that may hold what is asked are put in order; where there are more, all rows are gone through


def find(rows, question, order="best"):
    """{kind: Found} of {kind: its rows}. The index is asked once for all; where many things hold what is asked, once
    more for all kinds but the one that most of these are of; each by itself only where those are many too.
    """
    by_kind, is_all = told_apart(hits(question))
    known = rows.keys() if is_all else ()
    if not is_all and len(rows) > 1:
        most = max(by_kind, key=lambda kind: len(by_kind[kind]))
        others = [kind for kind in rows if kind != most]
        of_others, are_all = told_apart(hits_of(others, question))
        if are_all:
            known, by_kind = others, of_others | {most: by_kind[most]}
    return {
        kind: Found(some, question, order, by_kind.get(kind, ()), kind in known)
        for kind, some in rows.items()
    }


def told_apart(hits):
    """({kind: hits}, whether they are all there are)"""
    by_kind = defaultdict(list)
    for hit in hits:
        by_kind[hit.kind].append(hit)
    return by_kind, len(hits) < CAP + SLACK


class Found:
    """Of `rows`, public and in their newest-first order, those that hold what `question` asks.

    `rows` are a queryset or Rows in memory; `first`, hits of their kind that are known, `is_all` of them or not.
    A sequence of keys, for a paginator, of CAP at most. `is_capped`: there are at least as many as `len` says.

    Answers are remembered: where the `keys` of all are known, `rows` are not kept.
    """

    def __init__(self, rows, question, order="best", first=(), is_all=False):
        self.kind, self.question, self.order = rows.model.searched_kind, question, order
        found = in_order(rows, [hit.key for hit in first])
        if not is_all and len(found) < CAP:
            first = hits_of([self.kind], question)
            found = in_order(rows, [hit.key for hit in first])
            is_all = len(first) < CAP + SLACK
        named = {hit.key for hit in first if hit.is_named}
        if not is_all and len(found) < CAP:
            found = in_order(rows, every(question, self.kind))
            named = set(every(question, self.kind, "title")) if order == "best" else ()
            is_all = True
        if order == "best":
            found.sort(key=lambda key: key not in named)
        self.is_capped = not is_all or len(found) > CAP
        self.keys, self.rows = (array("q", found[:CAP]), None) if is_all else (None, rows)

    @property
    def count(self):
        return CAP if self.is_capped else len(self.keys)

    def __len__(self):
        return self.count

    def __getitem__(self, part):
        if self.keys is not None:
            return self.keys[part].tolist()
        return list(islice(self._walked(), part.start or 0, len(self) if part.stop is None else part.stop))

    def _walked(self):
        """All, in order, of which the first few are wanted."""
        shown = set()
        for key in self._in_names() if self.order == "best" else ():
            if key not in shown:
                shown.add(key)
                yield key
        yield from (key for key in self._newest() if key not in shown)

    def _newest(self):
        """The newest rows are looked through; where too few of them hold it, all that may are put in order."""
        rows = keys_of(self.rows)
        looked = list(rows[:LOOKED])
        yield from holding(self.kind, looked, self.question)
        keys = possible(self.question, self.kind, SORTED)
        if keys is None:
            yield from holding(self.kind, rows, self.question, start=LOOKED)
        else:
            rest = in_order(self.rows, list(set(keys).difference(looked)))
            yield from holding(self.kind, rest, self.question)

    def _in_names(self):
        """The newest rows first, as above, more of them where many should be found; then the index says which, or that
        all rows are better gone through.
        """
        rows = keys_of(self.rows)
        looked = list(rows[:NAMES_LOOKED])
        yield from holding(self.kind, looked, self.question, "title")
        if seem_many(self.question, self.kind, "title"):
            more = list(rows[NAMES_LOOKED:MOST_NAMES_LOOKED])
            yield from holding(self.kind, more, self.question, "title")
            looked += more
        keys = candidates(self.question, self.kind, "title")
        if len(keys) < CAP + SLACK:
            yield from in_order(self.rows, list(set(keys).difference(looked)))
        else:
            yield from holding(self.kind, rows, self.question, "title", start=len(looked))

    @property
    def count_shown(self):
        """ "37" or "1000+"."""
        return f"{self.count}+" if self.is_capped else str(self.count)


def keys_of(rows):
    return rows if isinstance(rows, Rows) else rows.values_list("pk", flat=True)


def in_order(rows, keys):
    """Those of `keys` that are among `rows`, in their order."""
    if not isinstance(rows, Rows):
        return list(keys_of(rows.filter(pk__in=keys))) if keys else []
    few = rows.numbered(keys)
    return few[0 : len(few)]
