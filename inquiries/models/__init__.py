from .inquiries import FollowUp, Inquiry, Transfer
from .submissions import Submission

__all__ = ["FollowUp", "Inquiry", "Submission", "Transfer"]
