"""One class for each condition: what it asks in SQL and, of a listing at hand, the same in Python, and in words.

A fit is 1 when the condition is met, half its closeness (0 … 1) when it is missed, and 0.3 when nobody can tell (not
stated, 面议, a price in a measure that does not compare). A test compares the two sides row by row.
"""

from .choices import ByDeal, InDistrict, OfKind, OpenToIndustry
from .measures import AtPrice, OfArea, OfHeight, OfLoad, OfPower
from .times import ReadyBy, VerifiedLately

__all__ = ["CONDITIONS", "conditions"]

CONDITIONS = [
    OfKind,
    ByDeal,
    InDistrict,
    OpenToIndustry,
    OfArea,
    AtPrice,
    OfHeight,
    OfLoad,
    OfPower,
    ReadyBy,
    VerifiedLately,
]


def conditions(needs):
    """Those that were stated, and freshness."""
    return [condition for made in CONDITIONS if (condition := made(needs)).is_stated]
