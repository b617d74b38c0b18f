from .inquiries import ContactForm, PolicyPackForm, SettleForm
from .lookup import LookupForm
from .submissions import SubmissionForm

__all__ = ["ContactForm", "LookupForm", "PolicyPackForm", "SettleForm", "SubmissionForm"]
