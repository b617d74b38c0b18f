from .inquiries import FollowUp, Inquiry, Transfer
from .submissions import EarlierText, Submission

__all__ = ["EarlierText", "FollowUp", "Inquiry", "Submission", "Transfer"]
