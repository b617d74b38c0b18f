"""Where rows lie, in squares of a grid."""

from dataclasses import dataclass, field
from functools import reduce
from math import floor
from operator import add
from typing import NamedTuple

import numpy as np

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
    """What lies where, told of so few squares that one answer holds them. `parks` are the numbers of the parks, or
    None where they are more than MOST.
    """

    squares: list = field(default_factory=list)  # [Spot], from south to north and from west to east
    districts: dict = field(default_factory=dict)  # number → Spot
    parks: list | None = field(default_factory=list)


def lying(zoom, parks, counts, latitudes, longitudes, districts):
    """The Lying of parks, each with how many of the rows are there, where it lies, and its district: arrays."""
    if not len(parks):
        return Lying()
    places = counts, parks, latitudes, longitudes
    by_district = spots(districts, *places)
    size = grid_size(by_district, zoom)
    squares = spots(square_numbers(latitudes, longitudes, size), *places)
    return Lying([*squares.values()], by_district, parks.tolist() if len(parks) <= MOST else None)


def square_numbers(latitudes, longitudes, size):
    """A number for the square of each place, in the order of their rows and columns."""
    rows, columns = (np.floor(degrees / size).astype(np.int64) for degrees in (latitudes, longitudes))
    return rows * (columns.max() - columns.min() + 1) + columns - columns.min()


def spots(keys, counts, parks, latitudes, longitudes):
    """{key: Spot}, in their order, of parks each with how many of the rows are there."""
    few = keys - keys.min()
    order = np.argsort(few.astype(np.min_scalar_type(few.max())), kind="stable")  # short numbers sort fastest
    keys, counts, parks = keys[order], counts[order], parks[order]
    latitudes, longitudes = latitudes[order], longitudes[order]
    starts = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    columns = [
        *(np.add.reduceat(one, starts) for one in (counts, latitudes * counts, longitudes * counts)),
        *(np.minimum.reduceat(one, starts) for one in (latitudes, longitudes)),
        *(np.maximum.reduceat(one, starts) for one in (latitudes, longitudes)),
        np.minimum.reduceat(parks, starts),
        np.maximum.reduceat(parks, starts),
    ]
    told = map(Spot, *(column.tolist() for column in columns))
    return dict(zip(keys[starts].tolist(), told, strict=True))


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
