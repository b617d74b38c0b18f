from .inquiries import ContactForm, PolicyPackForm, SettleForm
from .lookup import LookupForm
from .submissions import AmendingForm, SubmissionForm

__all__ = ["AmendingForm", "ContactForm", "LookupForm", "PolicyPackForm", "SettleForm", "SubmissionForm"]
