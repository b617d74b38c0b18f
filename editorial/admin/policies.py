from django.contrib import admin
from django.utils import timezone

from articles.models import PolicyAttachment, PolicyDocument
from parks.admin.filters import district_filter
from publishing.admin import PublishableAdmin, StaffTabularInline, StateFilter, dot
from readership.admin import ShowsReadings
from search.staff import FoundByWords

from .checking import CheckedAdmin
from .repealing import RepealedAdmin
from .reviewing import ReviewedAdmin
from .versions import VersionedAdmin


class AttachmentInline(StaffTabularInline):
    model = PolicyAttachment
    fields = ["name", "file", "position"]
    verbose_name = verbose_name_plural = "附件"


class ValidityFilter(admin.SimpleListFilter):
    title = "效力"
    parameter_name = "validity"

    def lookups(self, request, model_admin):
        return PolicyDocument.Validity.choices

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == PolicyDocument.Validity.VALID:
            return queryset.valid()
        if self.value() == PolicyDocument.Validity.REPEALED:
            return queryset.filter(repealed_on__lte=today)
        if self.value() == PolicyDocument.Validity.EXPIRED:
            return queryset.filter(valid_until__lt=today).exclude(repealed_on__lte=today)
        if self.value() == PolicyDocument.Validity.COMING:
            return queryset.filter(valid_from__gt=today).exclude(repealed_on__lte=today)
        return queryset


@admin.register(PolicyDocument)
class PolicyAdmin(
    ShowsReadings,
    RepealedAdmin,
    CheckedAdmin,
    ReviewedAdmin,
    VersionedAdmin,
    FoundByWords,
    PublishableAdmin,
):
    list_display = [
        "title",
        "state_dot",
        "validity_dot",
        "document_number",
        "issuer",
        "level",
        "district",
        "released_on",
        "changed_moment",
        "page_link",
    ]
    list_filter = [StateFilter, ValidityFilter, "level", district_filter("policies")]
    ordering = ["-updated_at", "-pk"]
    list_select_related = ["district__parent"]
    list_defer = ["body", "interpretation", "audience", "conditions", "support"]
    search_fields = ["title", "document_number", "index_number", "issuer"]
    search_help_text = "按标题、发文字号、索引号、发文机关或正文查找"
    autocomplete_fields = ["district", "industries", "superseded_by"]
    inlines = [AttachmentInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("issuer", "level"),
                    ("document_number", "index_number"),
                    ("issued_on", "released_on"),
                    "district",
                    "industries",
                ]
            },
        ),
        PublishableAdmin.date_fieldset,
        ("效力", {"fields": [("valid_from", "valid_until", "repealed_on"), "superseded_by"]}),
        ("要点", {"fields": ["summary", "audience", "conditions", "support"]}),
        ("申报", {"fields": [("application_opens_on", "application_closes_on")]}),
        ("正文与解读", {"fields": ["body", "interpretation"]}),
    ]

    @admin.display(description="效力", ordering="valid_until")
    def validity_dot(self, policy):
        return dot(policy.validity, policy.validity.label)
