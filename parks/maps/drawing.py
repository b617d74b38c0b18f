"""The map without tiles and without a script: what was found, drawn to scale as SVG that a template prints.

Equirectangular, true to scale in the middle: over a city the error is far below a pixel. Coordinates are px in a
frame; a page has one drawing for a phone and one for a wide screen, since text does not shrink with a picture.
"""

from dataclasses import dataclass, field
from math import ceil, cos, floor, hypot, pi, radians, sin
from typing import NamedTuple

from .labels import Labels
from .view import bbox

KM_PER_DEGREE = 111.32
NICE = [unit * ten for ten in (0.01, 0.1, 1, 10, 100, 1000) for unit in (1, 2, 5)]
TOGETHER = 24  # px: closer ones are drawn as one circle
NUMBERED = 34  # the same of listings, where most circles hold a number
SAME_PLACE = 0.0015  # degrees, some 150 m: these no map pulls apart, so they stand in a ring
RING = 12
SMALLEST_EXTENT = 0.02  # degrees
MARGIN = 44


class Frame(NamedTuple):
    name: str
    width: int
    height: int


FRAMES = [Frame("narrow", 340, 400), Frame("wide", 720, 500)]
STRIPS = [Frame("narrow", 340, 260), Frame("wide", 720, 320)]


class Mark(NamedTuple):
    """A circle: one park (`park`, as `places` gives it), or several things at once (`bbox` shows them).

    `count` stands in it where it is more than 1; of the districts of cells nothing is known.
    """

    x: float
    y: float
    r: float
    park: dict | None = None
    count: int = 0
    bbox: str = ""
    districts: frozenset = frozenset()


@dataclass
class Drawing:
    frame: Frame
    marks: list = field(default_factory=list)
    labels: list = field(default_factory=list)  # names of parks
    districts: list = field(default_factory=list)
    meridians: list = field(default_factory=list)  # [(x, "117.5°E")]
    parallels: list = field(default_factory=list)  # [(y, "39°N")]
    here: Mark | None = None  # the place it is about
    rings: list = field(default_factory=list)  # [(px, km)] around it
    distances: list = field(default_factory=list)  # the words on them
    scale: tuple = ()  # (px, km)


class Projection:
    """Degrees to px: the extent of `positions` fills the frame up to its margin."""

    def __init__(self, positions, frame):
        latitudes, longitudes = zip(*positions, strict=True)
        self.frame = frame
        self.latitude, self.longitude = middle(latitudes), middle(longitudes)
        self.narrowing = cos(radians(self.latitude))
        tall = max(extent(latitudes), SMALLEST_EXTENT)
        wide = max(extent(longitudes), SMALLEST_EXTENT) * self.narrowing
        self.px_per_degree = min((frame.width - 2 * MARGIN) / wide, (frame.height - 2 * MARGIN) / tall)

    def __call__(self, position):
        x = self.frame.width / 2 + (position[1] - self.longitude) * self.narrowing * self.px_per_degree
        y = self.frame.height / 2 - (position[0] - self.latitude) * self.px_per_degree
        return round(x, 1), round(y, 1)

    def degrees(self, x, y):
        """(latitude, longitude) of a point of the frame."""
        return (
            self.latitude + (self.frame.height / 2 - y) / self.px_per_degree,
            self.longitude + (x - self.frame.width / 2) / self.px_per_degree / self.narrowing,
        )


def middle(values):
    return (min(values) + max(values)) / 2


def extent(values):
    return max(values) - min(values)


def drawn(places, frames=FRAMES):
    """[Drawing] of `places` (as `parks.maps.places` answers), one a frame; [] where there is nothing to draw."""
    things = [*places["parks"], *places["cells"]]
    return [draw(things, places["districts"], frame) for frame in frames] if things else []


def draw(things, districts, frame):
    project = Projection([thing["position"] for thing in things], frame)
    drawing = Drawing(frame, marks(things, project), scale=scale_bar(project.px_per_degree))
    drawing.here = next((mark for mark in drawing.marks if mark.park and mark.park.get("here")), None)
    if drawing.here:
        drawing.rings = rings(project.px_per_degree, farthest_edge(drawing.here, frame))
    else:
        drawing.meridians, drawing.parallels = graticule(project)
    labels = Labels(frame, drawing.marks)
    drawing.districts = labels.of_districts([(one["name"], project(one["position"])) for one in districts])
    drawing.labels = labels.of_parks(mark for mark in drawing.marks if mark.park)
    drawing.distances = labels.of_rings(drawing.here, drawing.rings)
    return drawing


def marks(things, project):
    """Large circles first, so that small ones lie on top."""
    found = [mark for group in groups(things, project) for mark in marks_of(group, project)]
    return sorted(found, key=lambda mark: -mark.r)


def groups(things, project):
    """Those that would lie on each other, together: each joins the first group it is close to.

    The place the drawing is about (`here`) stands alone.
    """
    found = []
    together = NUMBERED if any("listings" in thing for thing in things) else TOGETHER
    for thing in things:
        x, y = project(thing["position"])
        close = (group for at, group in found if hypot(at[0] - x, at[1] - y) < together)
        group = None if thing.get("here") else next((one for one in close if not one[0].get("here")), None)
        if group:
            group.append(thing)
        else:
            found.append(((x, y), [thing]))
    return [group for _, group in found]


def marks_of(group, project):
    positions = [thing["position"] for thing in group]
    if all("slug" in thing for thing in group):
        if len(group) == 1:
            return [mark_of(group[0], *project(positions[0]))]
        if len(group) <= RING and all(extent(values) < SAME_PLACE for values in zip(*positions, strict=True)):
            return ring(group, project)
    count = sum(thing.get("count") or thing.get("listings", 1) for thing in group)
    at = [sum(values) / len(group) for values in zip(*positions, strict=True)]
    return [Mark(*project(at), radius(count), None, count, around(group), districts_of(group))]


def mark_of(park, x, y):
    """A dot, or a circle with the number of its listings."""
    count = park.get("listings", 1)
    size = radius(count) if count > 1 else 8 if park.get("here") else 6
    return Mark(x, y, size, park, count, districts=districts_of([park]))


def districts_of(group):
    return frozenset(thing["district"] for thing in group if "district" in thing)


def ring(group, project):
    """Side by side around their place, wide enough that none lies on another."""
    x, y = project(group[0]["position"])
    turns = [2 * pi * number / len(group) for number in range(len(group))]
    largest = max(mark_of(park, x, y).r for park in group)
    reach = max(14, (largest + 1) / sin(pi / len(group)))
    return [
        mark_of(park, round(x + reach * sin(turn), 1), round(y - reach * cos(turn), 1))
        for turn, park in zip(turns, group, strict=True)
    ]


def radius(count):
    """Room for its digits; four times as many is a third larger."""
    return round(11 + 2.2 * len(str(count)) + min(count, 500) ** 0.4 / 2, 1)


def around(group):
    """The area that shows the whole group."""
    corners = [thing["position"] for thing in group]
    for thing in group:
        if "bbox" in thing:
            west, south, east, north = map(float, thing["bbox"].split(","))
            corners += [(south, west), (north, east)]
    return bbox(corners)


def scale_bar(px_per_degree):
    """The longest round number of km that takes at most 110 px: (px, km)."""
    px_per_km = px_per_degree / KM_PER_DEGREE
    km = max((nice for nice in NICE if nice * px_per_km <= 110), default=NICE[0])
    return round(km * px_per_km, 1), km


def farthest_edge(mark, frame):
    return max(mark.x, frame.width - mark.x, mark.y, frame.height - mark.y)


def rings(px_per_degree, reach):
    """[(px, km)]: circles of round distances, at least 60 px apart, within `reach` px."""
    px_per_km = px_per_degree / KM_PER_DEGREE
    step = min((nice for nice in NICE if nice * px_per_km >= 60), default=NICE[-1])
    many = floor(reach / (step * px_per_km))
    return [(round(number * step * px_per_km, 1), number * step) for number in range(1, many + 1)]


def graticule(project):
    """Lines of round degrees, at least 90 px apart."""
    frame = project.frame
    north, west = project.degrees(0, 0)
    south, east = project.degrees(frame.width, frame.height)
    step = min((nice for nice in NICE if nice * project.px_per_degree * project.narrowing >= 90), default=50)
    meridians = [(project((0, line))[0], f"{line:g}°E") for line in multiples(step, west, east)]
    parallels = [(project((line, 0))[1], f"{line:g}°N") for line in multiples(step, south, north)]
    # Named only where the north arrow, the scale and the edge leave room.
    return (
        [(x, words if x < frame.width - 70 else "") for x, words in meridians],
        [(y, words if 30 < y < frame.height - 44 else "") for y, words in parallels],
    )


def multiples(step, low, high):
    return [round(number * step, 2) for number in range(ceil(low / step), floor(high / step) + 1)]
