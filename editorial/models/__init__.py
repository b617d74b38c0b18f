from .announcing import Known, Push, Stock
from .checks import Dismissal, Grade, Word
from .desks import Autosave, Presence
from .reviews import Review, ReviewRule, Step
from .versions import Version

__all__ = [
    "Autosave",
    "Dismissal",
    "Grade",
    "Known",
    "Presence",
    "Push",
    "Review",
    "ReviewRule",
    "Step",
    "Stock",
    "Version",
    "Word",
]
