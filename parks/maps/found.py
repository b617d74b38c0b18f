"""Where the found ones lie: park by park while the parks are few, else in squares of a grid, each with its number."""

from typing import NamedTuple

from django.urls import reverse

from parks.columns import public
from parks.models import District, Listing, Park
from publishing.rows import Rows

from .lying import lying
from .view import bbox, shown

LABELS = 24  # names of districts on one map
FIELDS = ["pk", "slug", "name", "level", "district__short_name", "map_latitude", "map_longitude"]


class Found(NamedTuple):
    """What the public sees, narrowed as somebody asked: parks, or listings, which lie where their park lies."""

    noun: str  # "park" or "listing"
    rows: Rows

    def of_park(self, field):
        return field if self.noun == "park" else f"park__{field}"

    def within(self, bounds):
        """Those that have a place, in `bounds` where there are any."""
        latitude, longitude = self.of_park("map_latitude"), self.of_park("map_longitude")
        rows = self.rows.filter(**{f"{latitude}__isnull": False})
        if bounds is not None:
            south, west, north, east = bounds
            asked = {f"{latitude}__range": (south, north), f"{longitude}__range": (west, east)}
            rows = rows.filter(**asked)
        return self._replace(rows=rows)

    def lying(self, zoom):
        columns = [self.of_park(name) for name in ("pk", "map_latitude", "map_longitude", "district")]
        return lying(zoom, *(self.rows.column(name).values for name in columns))


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
    return {"total": len(found.rows), "parks": alone, "cells": cells, "districts": labels(there.districts)}


def park_by_park(found, parks):
    rows = Park.objects.filter(pk__in=parks).order_by("name").values_list(*FIELDS)
    if found.noun == "listing":
        counts = found.rows.filter(park__in=parks).counts("park")
        return [as_park(row) | {"listings": counts[row[0]]} for row in rows]
    counts = vacancies(parks)
    return [as_park(row) | {"vacant": counts[row[0]]} for row in rows]


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
