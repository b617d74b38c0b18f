from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User

from inquiries import phones
from inquiries.masking import mask_email, mask_name, mask_word
from inquiries.matching import listings_for
from inquiries.models import FollowUp, Inquiry
from parks.admin.filters import district_filter
from publishing.admin import StaffAdmin, dot, moment, staff_choice, staff_name

from .erased import KeptWhenErased
from .follow_ups import FollowUpInline
from .matching import FitsFilter, shown_around
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
# What tells who somebody is, and what those see who may not know it; of an officer his name, not his login.
MASKED = {
    "officer": "officer_shown",
    "contact_name": "contact_masked",
    "phone_shown": "phone_masked",
    "wechat": "wechat_masked",
    "email": "email_masked",
}


def may_see_contact(request):
    """Who works on inquiries sees whom to call; who only looks (an auditor) does not."""
    return request.user.has_perm("inquiries.change_inquiry")


def masked(names):
    """A list of fields, some of them grouped in tuples, with those of a person masked."""
    return [tuple(masked(name)) if isinstance(name, tuple) else MASKED.get(name, name) for name in names]


class OfficerFilter(admin.SimpleListFilter):
    title = "负责人"
    parameter_name = "officer"

    def lookups(self, request, model_admin):
        return [("mine", "我负责、未结的"), ("none", "未分派、未结的")]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.open().filter(officer=request.user)
        if self.value() == "none":
            return queryset.open().filter(officer=None)
        return queryset


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


@admin.register(Inquiry)
class InquiryAdmin(KeptWhenErased, StaffAdmin):
    form = InquiryForm
    list_display = [
        "reference",
        "kind",
        "topic",
        "company",
        "contact_name",
        "district",
        "stage_dot",
        "officer_shown",
        "received",
    ]
    list_filter = ["stage", OfficerFilter, "topic", "kind", "grade", district_filter("inquiries"), FitsFilter]
    list_select_related = ["district__parent", "officer"]
    list_defer = ["message"]
    date_hierarchy = "created_at"
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

    def get_list_display(self, request):
        return self.list_display if may_see_contact(request) else masked(self.list_display)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        if may_see_contact(request):
            return self.fieldsets
        return [(name, options | {"fields": masked(options["fields"])}) for name, options in self.fieldsets]

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

    def get_search_fields(self, request):
        """By what somebody may not read he may not search either."""
        contact = ["contact_name", "phone", "wechat", "email"] if may_see_contact(request) else []
        return ["reference", "company", *contact]

    def lookup_allowed(self, lookup, value, request):
        is_contact = lookup.split("__")[0] in ("contact_name", "phone", "wechat", "email")
        return super().lookup_allowed(lookup, value, request) and (not is_contact or may_see_contact(request))

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        who = "、联系人或电话" if may_see_contact(request) else ""
        changelist.search_help_text = f"按编号、企业{who}查找"
        return changelist

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
        """New rows carry who wrote them; a follow-up also the change of stage saved with it."""
        rows = formset.save(commit=False)
        for row in rows:
            if isinstance(row, FollowUp):
                row.person = request.user
                if "stage" in form.changed_data:
                    row.stage_from, row.stage_to = form.initial.get("stage", ""), form.instance.stage
            elif row.pk is None:
                row.requested_by = request.user
            row.save()
        formset.save_m2m()

    @admin.display(description="阶段", ordering="stage")
    def stage_dot(self, inquiry):
        return dot(inquiry.stage, inquiry.get_stage_display())

    @admin.display(description="负责人", ordering="officer")
    def officer_shown(self, inquiry):
        return staff_name(inquiry.officer) or self.get_empty_value_display()

    @admin.display(description="收到时间", ordering="created_at")
    def received(self, inquiry):
        return moment(inquiry.created_at)

    @admin.display(description="手机")
    def phone_shown(self, inquiry):
        return phones.display(inquiry.phone)

    @admin.display(description="联系人")
    def contact_masked(self, inquiry):
        return mask_name(inquiry.contact_name)

    @admin.display(description="手机")
    def phone_masked(self, inquiry):
        return phones.mask(inquiry.phone)

    @admin.display(description="微信")
    def wechat_masked(self, inquiry):
        return mask_word(inquiry.wechat)

    @admin.display(description="邮箱")
    def email_masked(self, inquiry):
        return mask_email(inquiry.email)

    @admin.display(description="同意隐私政策")
    def consent(self, inquiry):
        return f"{inquiry.consent_version} 版，{moment(inquiry.consented_at)}" if inquiry.consented_at else ""
