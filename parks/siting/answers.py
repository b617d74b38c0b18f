"""What a page shows of an answer. What costs a walk over the table is asked once in an edition of the places."""

from typing import NamedTuple

from django.db.models import Count, Q

from parks.models import Listing
from parks.remembering import remembered_places

from .conditions import conditions
from .conditions.base import YES
from .land import asks_for_land, parks_with_land
from .ranking import fit_of, ranked, verdicts
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


class Answer:
    """The results for `needs` among what is public and vacant, best first, as a paginator asks for them."""

    def __init__(self, needs):
        self.needs = needs
        kept = self.kept("answer", self._ask)
        self.total, self.complete, self.first = kept["total"], kept["complete"], kept["first"]

    def count(self):
        return self.total

    def __getitem__(self, span):
        return self._results(self.first[span] if span.stop <= NUMBERS_KEPT else self._numbers(span))

    def near_misses(self):
        """The nearest of those that miss one demand alone, or else as few as any does."""

        def nearest():
            return list(near_misses(vacant(), self.needs).values_list("misses", "pk")[:MISSES_SHOWN])

        rows = self.kept("misses", nearest)
        fewest = rows[0][0] if rows else 0
        return self._results([number for misses, number in rows if misses == fewest])

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

    def _ask(self):
        wishes = [one.holds for one in conditions(self.needs) if one.name != "fresh" and not one.hard]
        complete = Count("pk", filter=Q(*wishes)) if wishes else Count("pk")
        counts = ranked(vacant(), self.needs).order_by().aggregate(total=Count("pk"), complete=complete)
        return counts | {"first": self._numbers(slice(NUMBERS_KEPT)) if counts["total"] else []}

    def _numbers(self, span):
        return list(ranked(vacant(), self.needs).values_list("pk", flat=True)[span])

    def _results(self, numbers):
        rows = Listing.objects.for_lists().prefetch_related("industries").in_bulk(numbers)
        return [result(rows[number], self.needs) for number in numbers if number in rows]


def vacant():
    return Listing.objects.published().available()
