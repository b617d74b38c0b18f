from django.contrib import admin

from inquiries.models import Inquiry
from publishing.admin import StaffAdmin

from .contacts import MaskedContacts
from .erased import KeptWhenErased
from .erasing import ErasedOnRequest
from .exporting import Exported
from .handling import HandledInquiry
from .importing import ImportedInquiries
from .packs import PackAdmin
from .queue import InquiryQueue


@admin.register(Inquiry)
class InquiryAdmin(
    MaskedContacts,
    ErasedOnRequest,
    Exported,
    ImportedInquiries,
    InquiryQueue,
    HandledInquiry,
    PackAdmin,
    KeptWhenErased,
    StaffAdmin,
):
    pass
