from .inquiries import ContactForm, PolicyPackForm, SettleForm
from .lookup import LookupForm
from .needs import NeedsForm
from .submissions import AmendingForm, SubmissionForm

__all__ = [
    "AmendingForm",
    "ContactForm",
    "LookupForm",
    "NeedsForm",
    "PolicyPackForm",
    "SettleForm",
    "SubmissionForm",
]
