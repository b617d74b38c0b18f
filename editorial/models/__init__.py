from .announcing import Known, Push, Stock
from .checks import Dismissal, Grade, Word
from .desks import Autosave, Presence
from .reviews import Review, ReviewRule, Step
from .tasks import PolicyTask
from .versions import Version

__all__ = [
    "Autosave",
    "Dismissal",
    "Grade",
    "Known",
    "PolicyTask",
    "Presence",
    "Push",
    "Review",
    "ReviewRule",
    "Step",
    "Stock",
    "Version",
    "Word",
]
