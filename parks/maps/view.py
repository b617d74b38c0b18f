"""What part of the map is asked for. Inside the program a position is WGS-84; the world outside sees the datum of
the map's tiles (settings.MAP_TILES_DATUM), and this file is the door."""

from math import ceil, floor, isfinite
from typing import NamedTuple

from django.conf import settings

from parks import datums

PLACES = 6
NEAREST, FARTHEST = 3, 18  # zooms of a web map: the whole country, single roofs
CITY = 1.5  # degrees: some 150 km
COARSE = 0.01  # degrees an area without a zoom is rounded out to


class Bounds(NamedTuple):
    """In degrees; WGS-84 unless it says otherwise."""

    south: float
    west: float
    north: float
    east: float


class View(NamedTuple):
    bounds: Bounds | None
    zoom: int | None

    @classmethod
    def asked(cls, query):
        """What `bbox` and `zoom` of a query string mean; what they do not mean clearly is not asked."""
        zoom = zoom_asked(query.get("zoom", ""))
        return cls(bounds_asked(query.get("bbox", ""), square(zoom)), zoom)

    @property
    def is_near(self):
        """A part of a city or less: few lie there, and there are very many such parts."""
        if self.bounds is None:
            return False
        south, west, north, east = self.bounds
        return north - south <= CITY and east - west <= CITY


def zoom_asked(text):
    zoom = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1
    return zoom if NEAREST <= zoom <= FARTHEST else None


def square(zoom):
    """Degrees that are 64 px of a web map's width at `zoom`."""
    return COARSE if zoom is None else 90 / 2**zoom


def bounds_asked(text, step):
    """`west,south,east,north` as the map shows it → Bounds, rounded out to whole `step`s, or None.

    Rounded, so that a map pushed about by a few pixels asks the same question again.
    """
    try:
        west, south, east, north = [float(part) for part in text[:120].split(",")]
    except ValueError:
        return None
    if not all(map(isfinite, (west, south, east, north))) or west >= east or south >= north:
        return None
    south, west = meant((held(south, 85), held(west, 180)))
    north, east = meant((held(north, 85), held(east, 180)))
    return Bounds(
        *(round(floor(value / step) * step, PLACES) for value in (south, west)),
        *(round(ceil(value / step) * step, PLACES) for value in (north, east)),
    )


def held(value, limit):
    return max(-limit, min(limit, value))


def shown(position):
    """[latitude, longitude] for the map's tiles of a position in WGS-84."""
    return [round(degrees, PLACES) for degrees in datums.from_wgs84(position, settings.MAP_TILES_DATUM)]


def meant(position):
    """The position in WGS-84 of one on the map's tiles."""
    return datums.to_wgs84(position, settings.MAP_TILES_DATUM)


def bbox(positions, margin=0.1):
    """The value of `bbox` that shows `positions`, as shown, with a `margin` (a share of each side) around them.

    At least some 800 m wide, so that one place has its surroundings.
    """
    south, west = map(min, zip(*positions, strict=True))
    north, east = map(max, zip(*positions, strict=True))
    down, across = max((north - south) * margin, 0.004), max((east - west) * margin, 0.005)
    edges = (west - across, south - down, east + across, north + down)
    return ",".join(f"{edge:.4f}" for edge in edges)
