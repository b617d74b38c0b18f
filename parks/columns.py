"""Parks and listings in memory: asked as their querysets are, by the rules the models state."""

import numpy as np

from publishing.columns import Table
from publishing.fragments import asked_once
from publishing.rows import Rows
from search.matching import every
from search.questions import Question

from .models import Listing, Park
from .models.listings import ListingVerbs
from .models.parks import ParkVerbs

FEW = 1_000  # rows that the database is better told of by their numbers


class PlaceRows(Rows):
    def matching(self, words):
        question, kind = Question.of(words), self.model.searched_kind
        if not question:
            return self
        asked = "places that hold", kind, question
        return self.filter(pk__in=asked_once(asked, lambda: np.array(every(question, kind), np.int64)))


class ParkRows(ParkVerbs, PlaceRows):
    table = Table(
        "places",
        Park,
        (
            "district",
            "level",
            "kind",
            "land_available_mu",
            "map_latitude",
            "map_longitude",
            "published_at",
            "expires_at",
        ),
        "industries",
    )

    def with_vacancies(self):
        return self.filter(pk__in=public(Listing).available().column("park").values)

    def sorted_by(self, order):
        return InOrder(self, Park.objects.sorted_by(order).values_list("pk", flat=True))


class InOrder:
    """Rows in an order that the database alone knows, as it sorts names: there it is walked until a page is full."""

    def __init__(self, rows, order):
        self.rows, self.order = rows, order

    def __getitem__(self, span):
        wanted, found, start = set(self.rows.numbers()), [], 0
        if len(wanted) <= FEW:
            return list(self.order.filter(pk__in=wanted)[span])
        while len(found) < span.stop and (part := self.order[start : start + FEW]):
            found += [number for number in part if number in wanted]
            start += FEW
        return found[span]


class ListingRows(ListingVerbs, PlaceRows):
    table = Table(
        "places",
        Listing,
        (
            "district",
            "park",
            "kind",
            "deal",
            "status",
            "notice_stage",
            "area_sqm",
            "min_area_sqm",
            "is_divisible",
            "rent_per_sqm_month",
            "price_per_sqm",
            "clear_height_m",
            "floor_load_t",
            "power_kva",
            "verified_on",
            "available_on",
            "valid_until",
            "published_at",
            "expires_at",
        ),
        "industries",
    )
    related = {"park": ParkRows}


def public(model):
    """What the public sees of `model`, as it is now."""
    return {Park: ParkRows, Listing: ListingRows}[model]().published()


def next_change():
    """When the clock shows or hides the next park or listing; a park takes its listings along. None where nothing waits."""
    return min(filter(None, (rows().next_change() for rows in (ParkRows, ListingRows))), default=None)
