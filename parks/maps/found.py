"""Where the found ones lie: park by park while the parks are few, else in squares of a grid, each with its number."""

from math import floor
from typing import NamedTuple

from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Floor
from django.urls import reverse

from parks.models import Listing, Park

from .view import FARTHEST, Bounds, bbox, shown, square

MOST = 400  # parks or squares in one answer
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

    @property
    def parks(self):
        if self.noun == "park":
            return self.rows
        return Park.objects.order_by().filter(Exists(self.rows.filter(park=OuterRef("pk"))))

    def extent(self):
        latitude, longitude = self.of_park("map_latitude"), self.of_park("map_longitude")
        edges = Min(latitude), Min(longitude), Max(latitude), Max(longitude)
        return dict(zip(Bounds._fields, edges, strict=True))

    def middle(self):
        return {
            "latitude": Avg(self.of_park("map_latitude")),
            "longitude": Avg(self.of_park("map_longitude")),
        }


def places(found, view):
    """{"total", "parks", "cells", "districts"}: what lies in `view`, ready for JSON, positions as shown.

    `total` counts rows that have a place; the parks (one each, or their `listings`) and the cells add up to it.
    The number of queries does not depend on the rows.
    """
    found = found.within(view.bounds)
    parks = Found("park", found.parks)
    about = parks.rows.aggregate(count=Count("pk"), **parks.extent())
    if about.pop("count") <= MOST:
        alone, cells = park_by_park(found), []
    else:
        grid = squares(found, grid_size(Bounds(**about), view.zoom))
        single = [cell["first"] for cell in grid if cell["first"] == cell["last"]]
        alone = park_by_park(found._replace(rows=found.rows.filter(**{found.of_park("pk__in"): single})))
        cells = [as_cell(cell) for cell in grid if cell["first"] != cell["last"]]
    total = sum(park.get("listings", 1) for park in alone) + sum(cell["count"] for cell in cells)
    return {"total": total, "parks": alone, "cells": cells, "districts": districts(parks)}


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


def squares(found, size):
    """A row a square of `size` degrees, its edges multiples of it: how many lie there, and where among them."""
    row, column = (Floor(F(found.of_park(name)) / Value(size)) for name in ("map_latitude", "map_longitude"))
    park = found.of_park("pk")
    return (
        found.rows.annotate(row=row, column=column)
        .values("row", "column")
        .annotate(count=Count("pk"), first=Min(park), last=Max(park), **found.middle(), **found.extent())
        .order_by("row", "column")
    )


def as_cell(cell):
    corners = [shown((cell["south"], cell["west"])), shown((cell["north"], cell["east"]))]
    middle = shown((cell["latitude"], cell["longitude"]))
    return {"count": cell["count"], "position": middle, "bbox": bbox(corners)}


def grid_size(extent, zoom):
    """Degrees of a square: 64 px at `zoom`, and larger as long as `extent` would hold more than MOST of them."""
    size = square(FARTHEST if zoom is None else zoom)
    while squares_in(extent, size) > MOST:
        size *= 2
    return size


def squares_in(extent, size):
    rows = floor(extent.north / size) - floor(extent.south / size) + 1
    return rows * (floor(extent.east / size) - floor(extent.west / size) + 1)


def districts(parks):
    """The districts with most of the parks, each with the middle of its parks; many cities have a 鼓楼区."""
    keys = ["district", "district__short_name"]
    rows = parks.rows.values_list(*keys).annotate(count=Count("pk"), **parks.middle())
    rows = rows.order_by("-count", *reversed(keys))[:LABELS]
    return [{"name": name, "position": shown(position)} for _, name, _, *position in rows]
