"""A figure as people type it: `3，200 ㎡`, full-width digits, the unit behind it or not. One reading for every form."""

import re
import unicodedata

from .units import AreaUnit

AREA_UNITS = {
    AreaUnit.SQM: ["平方米", "平米", "平方", "㎡", "m²", "平"],
    AreaUnit.MU: ["亩"],
}
ANY_AREA_UNIT = [*AREA_UNITS[AreaUnit.SQM], *AREA_UNITS[AreaUnit.MU]]
HEIGHT_UNITS = ["米", "m"]
LOAD_UNITS = ["吨/平方米", "吨/平米", "吨/㎡", "t/㎡", "吨", "t"]
POWER_UNITS = ["千伏安", "kVA"]


def plain(text):
    """Without spaces, and every sign in its plain form: ㎡ is m2 then."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def without_unit(text, units):
    """`text`, as `plain` gives it, without the unit behind the figure: of several the longest."""
    endings = sorted(map(plain, units), key=len, reverse=True)
    end = next((one for one in endings if text.casefold().endswith(one.casefold())), "")
    return text[: len(text) - len(end)]


def area_unit_in(text):
    """The unit an area is typed in, "" where none stands behind it."""
    text = plain(text)
    return next((unit for unit, names in AREA_UNITS.items() if without_unit(text, names) != text), "")
