"""Where the found ones lie: park by park while the parks are few, else in squares of a grid, each with its number."""

from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.urls import reverse

from parks.models import District, Listing, Park
from publishing.blocks import BLOCK_OF_ROW

from .view import bbox, shown

LABELS = 24  # names of districts on one map
FIELDS = ["pk", "slug", "name", "level", "district__short_name", "map_latitude", "map_longitude"]


class Found(NamedTuple):
    """Public rows, narrowed as somebody asked: parks, or listings, which lie where their park lies."""

    noun: str  # "park" or "listing"
    rows: QuerySet

    def of_park(self, field):
        return field if self.noun == "park" else f"park__{field}"

    def within(self, bounds):
        """Those that have a place, in `bounds` where there are any."""
        latitude, longitude = self.of_park("map_latitude"), self.of_park("map_longitude")
        rows = self.rows.order_by().filter(**{f"{latitude}__isnull": False})
        if bounds is not None:
            south, west, north, east = bounds
            asked = {f"{latitude}__range": (south, north), f"{longitude}__range": (west, east)}
            rows = rows.filter(**asked)
        return self._replace(rows=rows)

    def of_parks(self, numbers):
        return self._replace(rows=self.rows.filter(**{self.of_park("pk__in"): numbers}))

    def spots(self):
        """Tuples for `Lying.part`: which park, where, in which district, and how many of the rows."""
        columns = [self.of_park(name) for name in ("pk", "map_latitude", "map_longitude", "district")]
        rows = self.rows.annotate(block=BLOCK_OF_ROW)
        return rows.values_list("block", *columns).annotate(Count("pk"))


def places(found, lying):
    """{"total", "parks", "cells", "districts"}: where the `found` are `lying`, ready for JSON, positions as shown.

    `total` counts rows that have a place; the parks (one each, or their `listings`) and the cells add up to it.
    The number of queries does not depend on the rows.
    """
    if lying.parks is not None:
        alone, cells = park_by_park(found.of_parks(lying.parks)), []
    else:
        grid = [lying.squares[key] for key in sorted(lying.squares)]
        alone = park_by_park(found.of_parks([spot.first for spot in grid if spot.first == spot.last]))
        cells = [as_cell(spot) for spot in grid if spot.first != spot.last]
    total = sum(spot.count for spot in lying.squares.values())
    return {"total": total, "parks": alone, "cells": cells, "districts": labels(lying.districts)}


def park_by_park(found):
    columns = [found.of_park(field) for field in FIELDS]
    rows = found.rows.order_by(found.of_park("name")).values_list(*columns)
    if found.noun == "listing":
        return [as_park(row[:-1]) | {"listings": row[-1]} for row in rows.annotate(Count("pk"))]
    counts = vacancies([row[0] for row in rows])
    return [as_park(row) | {"vacant": counts.get(row[0], 0)} for row in rows]


def vacancies(parks):
    vacant = Listing.objects.published().available().filter(park__in=parks)
    return dict(vacant.order_by().values_list("park").annotate(Count("pk")))


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
