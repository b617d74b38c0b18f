from .desks import Autosave, Presence
from .reviews import Review, ReviewRule, Step
from .versions import Version

__all__ = ["Autosave", "Presence", "Review", "ReviewRule", "Step", "Version"]
