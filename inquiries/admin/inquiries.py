from django.contrib import admin

from inquiries.models import Inquiry
from publishing.admin import StaffAdmin

from .contacts import MaskedContacts
from .erased import KeptWhenErased
from .handling import HandledInquiry
from .queue import InquiryQueue


@admin.register(Inquiry)
class InquiryAdmin(MaskedContacts, InquiryQueue, HandledInquiry, KeptWhenErased, StaffAdmin):
    pass
