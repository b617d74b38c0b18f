from .checks import Dismissal, Grade, Word
from .desks import Autosave, Presence
from .reviews import Review, ReviewRule, Step
from .versions import Version

__all__ = ["Autosave", "Dismissal", "Grade", "Presence", "Review", "ReviewRule", "Step", "Version", "Word"]
