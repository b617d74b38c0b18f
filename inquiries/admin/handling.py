"""The form of an inquiry: what the investor wrote, and what staff do about it."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User

from inquiries import phones
from inquiries.matching import listings_for
from inquiries.models import FollowUp
from publishing.admin import moment, staff_choice

from .follow_ups import FollowUpInline
from .matching import shown_around
from .transfers import TransferInline

# Theirs alone: the public forms never ask the last two.
STAFF_FIELDS = ["officer", "stage", "closing_reason", "grade", "job_title", "headcount"]
# Learnt on the telephone, where the investor left it empty.
FILLED_BY_STAFF = [
    "company",
    "wechat",
    "email",
    "call_slot",
    "industry",
    "deal",
    "district",
    "park",
    "listing",
    "area_min",
    "area_max",
    "investment_wan",
    "landing_timeframe",
]


def officers(current):
    """Who can open an inquiry and work on it, and the one (by number) it is with already."""
    able = User.objects.with_perm("inquiries.change_inquiry").filter(is_staff=True)
    return able | User.objects.filter(pk=current)


class InquiryForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "officer" in self.fields:  # not where everything is read only
            self.fields["officer"].queryset = officers(self.instance.officer_id)

    def clean_phone(self):
        return phones.normalise(self.cleaned_data["phone"])


class HandledInquiry:
    """Before StaffAdmin: the form, and what is saved with it."""

    form = InquiryForm
    view_on_site = False
    autocomplete_fields = ["district", "park", "listing", "industry"]
    inlines = [FollowUpInline, TransferInline]
    HANDLING = ("处理", {"fields": [("stage", "officer", "grade"), "closing_reason"]})
    PLAN = (
        "需求",
        {
            "fields": [
                ("industry", "deal"),
                ("district", "park", "listing"),
                ("area_min", "area_max"),
                ("investment_wan", "headcount", "landing_timeframe"),
                "message",
            ]
        },
    )
    fieldsets = [
        HANDLING,
        (
            "咨询人",
            {
                "fields": [
                    ("kind", "topic"),
                    "company",
                    ("contact_name", "job_title"),
                    ("phone_shown", "call_slot"),
                    ("wechat", "email"),
                ]
            },
        ),
        PLAN,
        ("登记", {"fields": [("reference", "received"), ("source_channel", "source_page"), "consent"]}),
    ]
    add_fieldsets = [
        (
            "咨询人",
            {
                "fields": [
                    ("kind", "topic"),
                    "company",
                    ("contact_name", "job_title"),
                    ("phone", "call_slot"),
                    ("wechat", "email"),
                    "source_channel",
                ],
                "description": "电话、来访等不经网站的咨询在这里登记。",
            },
        ),
        PLAN,
        HANDLING,
    ]

    class Media:
        js = ["js/admin-shown.js"]

    def get_inlines(self, request, obj):
        """What is not yet stored cannot be handed over."""
        return self.inlines if obj else [FollowUpInline]

    def get_fieldsets(self, request, obj=None):
        return self.add_fieldsets if obj is None else self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        """What the investor wrote stays as it was written; staff change what is theirs and fill what is empty."""
        if obj is None:
            return []
        empty = {name for name in FILLED_BY_STAFF if getattr(obj, name) in (None, "")}
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in names if name not in {*STAFF_FIELDS, *empty}]

    def get_changeform_initial_data(self, request):
        initial = {"kind": "contact", "source_channel": "电话", "officer": request.user.pk}
        return {**initial, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return staff_choice(field) if db_field.name == "officer" else field

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs | {"initial": shown_around(request)} if inline.model is FollowUp else kwargs

    def render_change_form(self, request, context, **kwargs):
        inquiry = kwargs.get("obj")
        if inquiry and not inquiry.erased_at:
            context["suggestions"] = listings_for(inquiry, request.user)
            context["may_note"] = request.user.has_perm("inquiries.add_followup")
        return super().render_change_form(request, context, **kwargs)

    def save_formset(self, request, form, formset, change):
        """New rows carry who wrote them."""
        rows = formset.save(commit=False)
        for row in rows:
            if isinstance(row, FollowUp):
                row.person = request.user
            elif row.pk is None:
                row.requested_by = request.user
            row.save()
        formset.save_m2m()

    @admin.display(description="同意隐私政策")
    def consent(self, inquiry):
        return f"{inquiry.consent_version} 版，{moment(inquiry.consented_at)}" if inquiry.consented_at else ""
