"""智能选址: which listings answer what somebody needs, how well, and why. For visitors and for staff alike."""

from .needs import SOFT, Needs
from .ranking import fit_of, fits, ranked, verdicts
from .relaxing import near_misses, relaxations
from .wording import in_words

__all__ = [
    "SOFT",
    "Needs",
    "fit_of",
    "fits",
    "in_words",
    "near_misses",
    "ranked",
    "relaxations",
    "verdicts",
]
