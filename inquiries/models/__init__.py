from .handling import FollowUp, StageChange, Transfer
from .inquiries import Inquiry
from .packs import PackSent, PackVersion
from .rules import AssignmentRule, DayException, ServiceStandard
from .submissions import EarlierText, Submission

__all__ = [
    "AssignmentRule",
    "DayException",
    "EarlierText",
    "FollowUp",
    "Inquiry",
    "PackSent",
    "PackVersion",
    "ServiceStandard",
    "StageChange",
    "Submission",
    "Transfer",
]
