"""What a page shows of an answer, counted and ranked in memory (parks/columns.py)."""

from dataclasses import dataclass
from typing import NamedTuple

from parks.columns import public
from parks.models import Listing
from parks.remembering import remembered_places

from .conditions import conditions
from .conditions.base import UNKNOWN_FIT, YES
from .land import asks_for_land, parks_with_land
from .ranking import fit_of, ranked, verdicts
from .relaxing import demands, extremes, near_misses, relaxations

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
    first: list  # their numbers, `NUMBERS_KEPT` at most


class Answer:
    """The results for `needs` among what is public and vacant, best first, as a paginator asks for them."""

    def __init__(self, needs):
        self.needs = needs
        self.best = self.kept("answer", lambda: best(vacant(), needs))
        self.total, self.complete = self.best.total, self.best.complete

    def count(self):
        return self.total

    def __getitem__(self, span):
        if span.stop <= NUMBERS_KEPT:
            return self._results(self.best.first[span])
        return self._results(ranked(vacant(), self.needs)[span])

    def near_misses(self):
        """The nearest of those that miss one demand alone, or else as few as any does."""
        return self._results(self.kept("misses", lambda: nearest(vacant(), self.needs)))

    def nearly(self):
        """Those that miss one demand alone, and that by little."""
        return self._results(self.kept("nearly", lambda: nearly(vacant(), self.needs)))

    def relaxations(self):
        # What is given way to is spoken in the units of the needs, which the question leaves open.
        units = f"{self.needs.price_unit} {self.needs.area_unit}"
        return self.kept(f"relaxed {units}", lambda: relaxations(in_database(), self.needs))

    def parks_with_land(self):
        """What `parks_with_land` says; None for who looks for no land."""
        if not asks_for_land(self.needs):
            return None
        return self.kept("land", lambda: parks_with_land(self.needs))

    def extremes(self):
        return self.kept("extremes", lambda: extremes(in_database(), self.needs))

    def kept(self, what, answer):
        return remembered_places(f"siting {what} {self.needs.question}", answer)

    def _results(self, numbers):
        rows = Listing.objects.for_lists().prefetch_related("industries").in_bulk(numbers)
        return [result(rows[number], self.needs) for number in numbers if number in rows]


def best(listings, needs):
    rows = ranked(listings, needs)
    asked = [one for one in conditions(needs) if one.name != "fresh"]
    wishes = [one.suits for one in asked if not (one.hard and one.is_settled)]
    return Best(len(rows), len(rows.filter(*wishes)), rows[:NUMBERS_KEPT])


def nearest(listings, needs):
    rows = near_misses(listings, needs)
    misses = rows.value("misses").values
    return rows.at(misses == misses.min())[:MISSES_SHOWN] if len(rows) else []


def nearly(listings, needs):
    rows = near_misses(listings, needs).filter(misses=1)
    for one in demands(needs).values():
        rows = rows.at(rows.value(one.fit).values >= UNKNOWN_FIT)
    return rows[:MISSES_SHOWN]


def vacant():
    return public(Listing).available()


def in_database():
    return Listing.objects.published().available()
