"""Which names fit on a drawing, and where, without lying on each other or on a circle."""

from math import hypot
from typing import NamedTuple

from parks.models import Park

BESIDE = [0, 22, -22, 27, -27]  # px down from the middle: on it, or just clear of a circle there
SIZE, DISTRICT_SIZE = 12, 15  # px, as static/css/map.css has them
LONGEST = 12
ON_A_RING = [
    (0, -1),
    (0, 1),
    (1, 0),
    (-1, 0),
    (0.707, -0.707),
    (-0.707, -0.707),
    (0.707, 0.707),
    (-0.707, 0.707),
]
GAP = 4
RANK = {level: rank for rank, level in enumerate(Park.Level.values)}


class Label(NamedTuple):
    text: str
    x: float
    y: float  # the base line
    anchor: str = "middle"


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


class Labels:
    """Gives out the room of a frame: first come, first served."""

    def __init__(self, frame, marks):
        self.frame, self.marks = frame, marks
        self.taken = [Box(m.x - m.r - 1, m.y - m.r - 1, m.x + m.r + 1, m.y + m.r + 1) for m in marks]
        # The corner of the scale bar, and the one of the north arrow.
        self.taken += [
            Box(0, frame.height - 34, 130, frame.height),
            Box(frame.width - 34, 0, frame.width, 44),
        ]

    def of_districts(self, districts):
        """At the middle of each or beside it, where it is true; the first are the ones with most."""
        choices = [
            [
                Label(name, x, round(y + shift + DISTRICT_SIZE / 3, 1))
                for shift in BESIDE
                if self.is_of(name, x, y + shift)
            ]
            for name, (x, y) in districts
        ]
        return self.placed(choices, DISTRICT_SIZE)

    def is_of(self, district, x, y):
        """Whoever reads a name there thinks of the nearest circle: it must be this district's alone."""
        nearest = min(self.marks, key=lambda mark: hypot(mark.x - x, mark.y - y))
        return nearest.districts <= {district}

    def of_parks(self, marks):
        """Beside its circle; the park the drawing is about chooses first, then national ones."""
        by_level = sorted(marks, key=lambda mark: (not mark.park.get("here"), RANK[mark.park["level"]]))
        return self.placed(map(beside, by_level), SIZE)

    def of_rings(self, mark, rings):
        """`5 km` on each of the circles around `mark`."""
        choices = [
            [
                Label(f"{km:g} km", round(mark.x + x * px, 1), round(mark.y + y * px + SIZE / 3, 1))
                for x, y in ON_A_RING
            ]
            for px, km in rings
        ]
        return self.placed(choices, SIZE)

    def placed(self, choices, size):
        """Of each name's possible places the first that is free; names without one are left out."""
        found = []
        for labels in choices:
            for label in labels:
                box = box_of(label, size)
                if self.has_room(box):
                    self.taken.append(box)
                    found.append(label)
                    break
        return found

    def has_room(self, box):
        within = box.left >= 2 and box.top >= 2
        within = within and box.right <= self.frame.width - 2 and box.bottom <= self.frame.height - 2
        return within and not any(box.meets(other) for other in self.taken)


def beside(mark):
    name = mark.park["name"]
    text = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    level = round(mark.y + SIZE / 3, 1)
    return [
        Label(text, mark.x + mark.r + GAP, level, "start"),
        Label(text, mark.x - mark.r - GAP, level, "end"),
        Label(text, mark.x, round(mark.y + mark.r + GAP + SIZE * 0.8, 1)),
        Label(text, mark.x, round(mark.y - mark.r - GAP, 1)),
    ]


def box_of(label, size):
    width = sum(size if ord(sign) > 0x2E7F else size * 0.6 for sign in label.text)
    left = {"start": label.x, "end": label.x - width, "middle": label.x - width / 2}[label.anchor]
    return Box(left, label.y - size * 0.9, left + width, label.y + size * 0.25)
