"""智能选址: which listings answer what somebody needs, how well, and why. For visitors and for staff alike."""

from .answers import Answer, Result
from .land import land_min_mu
from .needs import PARTS, SOFT, Needs
from .ranking import fit_of, fits, ranked, verdicts
from .relaxing import near_misses, relaxations
from .wording import Need, in_words, order_in_words

__all__ = [
    "PARTS",
    "SOFT",
    "Answer",
    "Need",
    "Needs",
    "Result",
    "fit_of",
    "fits",
    "in_words",
    "land_min_mu",
    "near_misses",
    "order_in_words",
    "ranked",
    "relaxations",
    "verdicts",
]
