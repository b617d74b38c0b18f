from .handling import FollowUp, StageChange, Transfer
from .inquiries import Inquiry
from .rules import AssignmentRule, DayException, ServiceStandard
from .submissions import EarlierText, Submission

__all__ = [
    "AssignmentRule",
    "DayException",
    "EarlierText",
    "FollowUp",
    "Inquiry",
    "ServiceStandard",
    "StageChange",
    "Submission",
    "Transfer",
]
