"""Where rows lie, in squares of a grid: made for one block of them, and put together for all."""

from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain
from math import floor
from operator import add
from typing import NamedTuple

from .view import FARTHEST, shown, square

MOST = 400  # parks or squares in one answer


class Spot(NamedTuple):
    """Some that lie together: how many, the sums of their coordinates, their edges, and the numbers of their parks."""

    count: int
    latitude: float
    longitude: float
    south: float
    west: float
    north: float
    east: float
    first: int
    last: int

    def __add__(self, other):
        return Spot(
            self.count + other.count,
            self.latitude + other.latitude,
            self.longitude + other.longitude,
            min(self.south, other.south),
            min(self.west, other.west),
            max(self.north, other.north),
            max(self.east, other.east),
            min(self.first, other.first),
            max(self.last, other.last),
        )

    @property
    def middle(self):
        return shown((self.latitude / self.count, self.longitude / self.count))


@dataclass(frozen=True)
class Lying:
    """What lies where, told of so few squares that one answer holds them; several make one.

    A square of (row, column) has multiples of `size` degrees for edges. `parks` are their numbers, or None where
    they are more than MOST.
    """

    zoom: int | None
    size: float = 0
    squares: dict = field(default_factory=dict)  # (row, column) → Spot
    districts: dict = field(default_factory=dict)  # number → Spot
    parks: frozenset | None = frozenset()

    def __len__(self):
        return len(self.squares) + len(self.districts)

    def part(self, rows):
        if not rows:
            return self
        spots = [
            (district, Spot(count, count * south, count * west, south, west, south, west, park, park))
            for _, park, south, west, district, count in rows
        ]
        districts = summed(spots)
        size = grid_size(districts, self.zoom)
        squares = summed(((floor(spot.south / size), floor(spot.west / size)), spot) for _, spot in spots)
        parks = few({row[1] for row in rows})
        return replace(self, size=size, squares=squares, districts=districts, parks=parks)

    def merge(self, parts):
        """A square of each part lies within one of the whole: sizes only double."""
        if not parts:
            return self
        districts = summed(chain.from_iterable(part.districts.items() for part in parts))
        size = grid_size(districts, self.zoom)
        squares = summed(
            ((floor(row * part.size / size), floor(column * part.size / size)), spot)
            for part in parts
            for (row, column), spot in part.squares.items()
        )
        known = None not in [part.parks for part in parts]
        parks = few(frozenset().union(*(part.parks for part in parts))) if known else None
        return replace(self, size=size, squares=squares, districts=districts, parks=parks)


def summed(spots):
    """{key: Spot} of [(key, Spot)]"""
    found = {}
    for key, spot in spots:
        found[key] = found[key] + spot if key in found else spot
    return found


def few(parks):
    return frozenset(parks) if len(parks) <= MOST else None


def grid_size(districts, zoom):
    """Degrees of a square: 64 px at `zoom`, and larger as long as the extent would hold more than MOST of them."""
    extent = reduce(add, districts.values())
    size = square(FARTHEST if zoom is None else zoom)
    while squares_in(extent, size) > MOST:
        size *= 2
    return size


def squares_in(extent, size):
    rows = floor(extent.north / size) - floor(extent.south / size) + 1
    return rows * (floor(extent.east / size) - floor(extent.west / size) + 1)
