"""The colours of a drawn cover: a district's hue, the same ladder of lightness for every hue.

Hues stay in the family of look.md's Bohai blue (blues, teals, slate), with sand, sage and a little brick. The ladder
is in OKLCH, where equal lightness looks equal, so no district is louder than another, and its ground is a
mid-tone that sits on a white page as well as on a dark one.
"""

from functools import lru_cache
from math import cos, radians, sin
from typing import NamedTuple

# (hue in degrees, chroma). More blues than earth: a page of many districts stays calm.
FAMILIES = (
    (248, 0.075),
    (258, 0.07),
    (240, 0.065),
    (255, 0.032),
    (225, 0.06),
    (208, 0.055),
    (192, 0.05),
    (176, 0.042),
    (150, 0.034),
    (86, 0.045),
    (72, 0.045),
    (42, 0.05),
)
BLUE_INK = (
    248,
    0.05,
)  # what earthy hues have for their shadows: sand and brick printed over with the same blue


class Tones(NamedTuple):
    paper: str
    sky: str
    haze: str
    far: str
    mid: str
    deep: str
    ink: str
    lamp: str  # sun and lit windows, the same warm light everywhere
    leaf: str
    field: str
    water: str
    seal: str  # muted brick; the site's vermilion is kept for its one action


@lru_cache(maxsize=256)
def tones_for(number):
    """The tones of a hue number (0–65535): the family, and a nudge of up to 5° inside it."""
    hue, chroma = FAMILIES[number % len(FAMILIES)]
    hue += (number // len(FAMILIES)) % 11 - 5
    shadow_hue, shadow_chroma = (hue, chroma) if hue > 140 else BLUE_INK
    return Tones(
        paper=oklch(0.93, chroma * 0.25, hue),
        sky=oklch(0.80, chroma * 0.65, hue),
        haze=oklch(0.725, chroma * 0.8, hue),
        far=oklch(0.63, chroma * 0.95, hue),
        mid=oklch(0.51, shadow_chroma * 1.1, shadow_hue),
        deep=oklch(0.385, shadow_chroma, shadow_hue),
        ink=oklch(0.275, shadow_chroma * 0.7, shadow_hue),
        lamp=oklch(0.89, 0.065, 84),
        leaf=oklch(0.47, 0.045, 165),
        field=oklch(0.66, 0.045, 150),
        water=oklch(0.72, 0.05, 228),
        seal=oklch(0.53, 0.115, 32),
    )


def oklch(lightness, chroma, hue):
    """OKLCH as #rrggbb (Björn Ottosson's matrices), cut at the edges of sRGB."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    return "#" + "".join(f"{_encoded(channel):02x}" for channel in linear)


def _encoded(channel):
    channel = min(max(channel, 0), 1)
    curved = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(curved * 255)
