"""Where the found ones lie: park by park while the parks are few, else in squares of a grid, each with its number."""

from typing import NamedTuple

import numpy as np
from django.db.models import Q
from django.urls import reverse

from parks.columns import ParkRows, public
from parks.models import District, Listing, Park

from .lying import lying
from .view import bbox, shown

LABELS = 24  # names of districts on one map
FIELDS = ["pk", "slug", "name", "level", "district__short_name", "map_latitude", "map_longitude"]


class Found(NamedTuple):
    """Parks that have a place, and how many of what was found are in each: one, the park itself, or its listings."""

    noun: str  # "park" or "listing"
    parks: ParkRows
    counts: np.ndarray

    @classmethod
    def of(cls, noun, rows, bounds):
        """What the public sees, narrowed as somebody asked; within `bounds` where there are any."""
        parks, counts = rows.counted_by("park") if noun == "listing" else (rows, np.ones(len(rows), int))
        placed = Q(map_latitude__isnull=False)
        if bounds is not None:
            south, west, north, east = bounds
            placed &= Q(map_latitude__range=(south, north), map_longitude__range=(west, east))
        there = parks.holds(placed)
        return cls(noun, parks.at(there), counts[there])

    def lying(self, zoom):
        columns = [self.parks.column(name).values for name in ("map_latitude", "map_longitude", "district")]
        return lying(zoom, self.parks.column("pk").values, self.counts, *columns)

    @property
    def listings(self):
        """{park: how many of its listings were found}"""
        return dict(zip(self.parks.numbers(), self.counts.tolist(), strict=True))


def places(found, zoom):
    """{"total", "parks", "cells", "districts"}: where the `found` lie, ready for JSON, positions as shown.

    `total` counts rows that have a place; the parks (one each, or their `listings`) and the cells add up to it.
    The number of queries does not depend on the rows.
    """
    there = found.lying(zoom)
    if there.parks is not None:
        alone, cells = park_by_park(found, there.parks), []
    else:
        alone = park_by_park(found, [spot.first for spot in there.squares if spot.first == spot.last])
        cells = [as_cell(spot) for spot in there.squares if spot.first != spot.last]
    total = int(found.counts.sum())
    return {"total": total, "parks": alone, "cells": cells, "districts": labels(there.districts)}


def park_by_park(found, parks):
    counts = found.listings if found.noun == "listing" else vacancies(parks)
    name = "listings" if found.noun == "listing" else "vacant"
    rows = Park.objects.filter(pk__in=parks).order_by("name").values_list(*FIELDS)
    return [as_park(row) | {name: counts[row[0]]} for row in rows]


def vacancies(parks):
    return public(Listing).available().filter(park__in=parks).counts("park")


def as_park(values):
    _, slug, name, level, district, *position = values
    return {
        "slug": slug,
        "name": name,
        "level": level,
        "level_name": Park.Level(level).label,
        "district": district,
        "url": reverse("parks:park_detail", args=[slug]),
        "position": shown(position),
    }


def as_cell(spot):
    corners = [shown((spot.south, spot.west)), shown((spot.north, spot.east))]
    return {"count": spot.count, "position": spot.middle, "bbox": bbox(corners)}


def labels(districts):
    """The districts with most of what lies there, each with its middle; many cities have a 鼓楼区."""
    names = dict(District.objects.filter(pk__in=districts).order_by().values_list("pk", "short_name"))
    places = sorted(districts, key=lambda number: (-districts[number].count, names[number], number))
    return [{"name": names[number], "position": districts[number].middle} for number in places[:LABELS]]
