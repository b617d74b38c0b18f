from django.urls import path, register_converter

from publishing.private import PrivateName
from publishing.references import ALPHABET

from . import own_data, views
from .models import Inquiry, Submission
from .packs.views import pack


class ReferenceConverter:
    """A number as `publishing.references.new_reference` makes it; anything else is no address of ours."""

    prefix = None

    @property
    def regex(self):
        return rf"{self.prefix}(?:-[{ALPHABET}]{{4}}){{4}}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class InquiryReference(ReferenceConverter):
    prefix = Inquiry.REFERENCE_PREFIX


class SubmissionReference(ReferenceConverter):
    prefix = Submission.REFERENCE_PREFIX


register_converter(InquiryReference, "inquiry")
register_converter(SubmissionReference, "submission")
register_converter(PrivateName, "attachment")

app_name = "inquiries"
urlpatterns = [
    path("inquiries/settle/", views.settle, name="settle"),
    path("inquiries/policy-pack/", views.policy_pack, name="policy_pack"),
    path("inquiries/", views.progress_page, name="progress"),
    path("inquiries/<inquiry:reference>/", views.receipt, name="receipt"),
    path("inquiries/<inquiry:reference>/needs/", views.needs, name="needs"),
    path("inquiries/<inquiry:reference>/pack/<str:token>/", pack, name="pack"),
    path("inquiries/<inquiry:reference>/data/", own_data.inquiry_data, name="data"),
    path("inquiries/<inquiry:reference>/erase/", own_data.inquiry_erase, name="erase"),
    path("altcha/", views.challenge, name="challenge"),
    path("contact/", views.contact, name="contact"),
    path("submissions/new/", views.submission_new, name="submission_new"),
    path("submissions/<submission:reference>/", views.submission_receipt, name="submission_receipt"),
    path("submissions/<submission:reference>/amend/", views.submission_amend, name="submission_amend"),
    path("submissions/<submission:reference>/data/", own_data.submission_data, name="submission_data"),
    path("submissions/<submission:reference>/erase/", own_data.submission_erase, name="submission_erase"),
    path("submissions/attachments/<attachment:name>", views.attachment, name="attachment"),
]
