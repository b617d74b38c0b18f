"""Where a thing has no picture: a drawing made from its own data, the same every time.

The district decides the hue, the name decides the pattern. Under 4 KB, no text, no styles (the content security
policy forbids them), nothing loaded from elsewhere.
"""

import re
from hashlib import sha256

from django.urls import reverse

from .brush import HEIGHT, WIDTH, Dice
from .buildings import factory, office, park, warehouse
from .landscapes import article, land
from .palette import tones_for
from .papers import district, policy

# A scene takes the dice (the name's) and the tones (the district's) and yields shapes from back to front.
# Rows of like things in it are dashed lines, not shapes: that keeps it small.
SCENES = {
    scene.__name__: scene for scene in (article, park, land, factory, warehouse, office, policy, district)
}
KINDS = tuple(SCENES)
SEED = re.compile(r"[0-9a-f]{12}")
# Covers are cached for a year. Whoever changes how they are drawn raises this, and every address changes.
EDITION = 1


def cover_url(kind, hue_key, name):
    """The cover's address: four hex digits of what decides the hue, eight of what decides the pattern."""
    return reverse("cover", args=[kind, seed_for(hue_key, name)])


def seed_for(hue_key, name):
    return _digits(hue_key, 4) + _digits(f"{EDITION} {name}", 8)


def cover_svg(kind, seed):
    """The drawing. ValueError for a kind nobody draws or a seed that is not ours."""
    if kind not in SCENES or not SEED.fullmatch(seed):
        raise ValueError(f"no cover {kind}-{seed}")
    shapes = SCENES[kind](Dice(kind + seed[4:]), tones_for(int(seed[:4], 16)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        + "".join(shapes)
        + "</svg>"
    )


def _digits(text, count):
    return sha256(str(text).encode()).hexdigest()[:count]
