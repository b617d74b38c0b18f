"""What a page shows of an answer. What costs a walk over the table is remembered."""

from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from django.db.models import Case, Q, Value, When

from parks.models import Listing
from parks.remembering import places_by_block, remembered_places

from .conditions import conditions
from .conditions.base import YES
from .land import asks_for_land, parks_with_land
from .ranking import fit_of, keyed, place, ranked, verdicts
from .relaxing import extremes, near_misses, relaxations

NUMBERS_KEPT = 60  # the first pages; who reads on pays for it
MISSES_SHOWN = 6


class Result(NamedTuple):
    listing: Listing
    fit: float
    verdicts: list  # of what was stated
    freshness: tuple  # the verdict nobody asked for

    @property
    def percent(self):
        """Rounded down: 100 is for what has it all."""
        return int(self.fit * 100 + 1e-9)

    @property
    def met(self):
        return sum(verdict.fits == YES for verdict in self.verdicts)

    @property
    def is_complete(self):
        return self.met == len(self.verdicts)

    @property
    def demands(self):
        return [verdict for verdict in self.verdicts if verdict.hard]

    @property
    def missed_demands(self):
        return sum(verdict.fits != YES for verdict in self.demands)

    @property
    def wishes(self):
        return [verdict for verdict in self.verdicts if not verdict.hard]


def result(listing, needs):
    *stated, freshness = verdicts(listing, needs)
    return Result(listing, fit_of(listing, needs), stated, freshness)


@dataclass(frozen=True)
class Best:
    """Of some listings: how many meet the demands, how many of them everything, and which stand first."""

    total: int
    complete: int
    first: list  # [(*place, number)], the first `NUMBERS_KEPT`

    def __len__(self):
        return len(self.first)


class Answer:
    """The results for `needs` among what is public and vacant, best first, as a paginator asks for them."""

    def __init__(self, needs):
        self.needs = needs
        self.best = self.by_block("answer", self._ranked, best, best_of)
        self.total, self.complete = self.best.total, self.best.complete

    def count(self):
        return self.total

    def __getitem__(self, span):
        if span.stop <= NUMBERS_KEPT:
            return self._results([number for *_, number in self.best.first[span]])
        return self._results(ranked(vacant(), self.needs).values_list("pk", flat=True)[span])

    def near_misses(self):
        """The nearest of those that miss one demand alone, or else as few as any does."""
        rows = self.by_block("misses", self._missing, nearest, nearest_of)
        return self._results([number for misses, *_, number in rows if misses == rows[0][0]])

    def relaxations(self):
        # What is given way to is spoken in the units of the needs, which the question leaves open.
        units = f"{self.needs.price_unit} {self.needs.area_unit}"
        return self.kept(f"relaxed {units}", lambda: relaxations(vacant(), self.needs))

    def parks_with_land(self):
        """What `parks_with_land` says; None for who looks for no land."""
        if not asks_for_land(self.needs):
            return None
        return self.kept("land", lambda: parks_with_land(self.needs))

    def extremes(self):
        return self.kept("extremes", lambda: extremes(vacant(), self.needs))

    def kept(self, what, answer):
        return remembered_places(f"siting {what} {self.needs.question}", answer)

    def by_block(self, what, rows, part, merge):
        return places_by_block(Listing, f"siting {what} {self.needs.question}", rows, part, merge)

    def _ranked(self):
        wishes = [one.holds for one in conditions(self.needs) if one.name != "fresh" and not one.hard]
        complete = Case(When(Q(*wishes), then=Value(1)), default=Value(0)) if wishes else Value(1)
        return keyed(ranked(vacant(), self.needs).annotate(complete=complete), self.needs, "complete")

    def _missing(self):
        return keyed(near_misses(vacant(), self.needs), self.needs, "misses")

    def _results(self, numbers):
        rows = Listing.objects.for_lists().prefetch_related("industries").in_bulk(numbers)
        return [result(rows[number], self.needs) for number in numbers if number in rows]


def best(rows):
    places = ((*place(*keys, pk), pk) for pk, complete, *keys in rows)
    return Best(len(rows), sum(row[1] for row in rows), nsmallest(NUMBERS_KEPT, places))


def best_of(parts):
    first = nsmallest(NUMBERS_KEPT, chain.from_iterable(part.first for part in parts))
    return Best(sum(part.total for part in parts), sum(part.complete for part in parts), first)


def nearest(rows):
    return nsmallest(MISSES_SHOWN, ((misses, *place(*keys, pk), pk) for pk, misses, *keys in rows))


def nearest_of(parts):
    return nsmallest(MISSES_SHOWN, chain.from_iterable(parts))


def vacant():
    return Listing.objects.published().available()
