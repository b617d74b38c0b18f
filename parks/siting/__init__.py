"""智能选址: which listings answer what somebody needs, how well, and why. For visitors and for staff alike."""

from .needs import Needs
from .ranking import fit_of, fits, ranked, verdicts

__all__ = ["Needs", "fit_of", "fits", "ranked", "verdicts"]
