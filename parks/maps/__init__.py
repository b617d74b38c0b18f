"""Parks and listings on a map: where they are, what is drawn of them, and links to the maps of others."""

from .around import around
from .drawing import Drawing, drawn
from .found import Found, places
from .links import map_address
from .view import View, bbox

__all__ = ["Drawing", "Found", "View", "around", "bbox", "drawn", "map_address", "places"]
