"""The form of an inquiry: what the investor wrote, and what staff do about it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms.widgets import Script
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries import phones, saying
from inquiries.desk import assigning, gates
from inquiries.desk.grading import suggest
from inquiries.desk.receiving import received
from inquiries.forms.receipts import TOKEN
from inquiries.matching import listings_for
from inquiries.models import FollowUp, Inquiry
from parks.figures import figure
from publishing.admin import moment, staff_choice
from publishing.references import digest, new_token

from .archiving import PutAway
from .contacts import swapped
from .deciding import DecidedInquiry, address_of
from .follow_ups import FollowUpInline, record_all
from .matching import shown_around
from .seen import who_did
from .standing import Standing

# Theirs alone: the public forms never ask these.
STAFF_FIELDS = ["grade", "grade_reason", "job_title", "headcount", "signed_on", "agreed_investment_wan", "settled_park", "settled_listing"]  # fmt: skip
# Learnt on the telephone, where the investor left it empty.
FILLED_BY_STAFF = [
    "company", "wechat", "email", "call_slot", "industry", "deal", "district", "park", "listing", "area_min", "area_max",
    "height_min", "load_min", "investment_wan", "landing_timeframe",
]  # fmt: skip
FIGURES = ("area_min", "area_max", "height_min", "load_min", "investment_wan", "agreed_investment_wan")
NOT_TYPED = ("csrfmiddlewaretoken", "token", "seen")


class InquiryForm(forms.ModelForm):
    user = None  # who fills it in: `get_form` makes a class of its own for each request

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["token"]
        self.initial["token"] = new_token()
        self.version = self.instance.updated_at.isoformat() if self.instance.pk else ""
        self.initial["seen"] = self.version

    def clean_phone(self):
        return phones.normalise(self.cleaned_data["phone"])

    def clean_signed_on(self):
        day = self.cleaned_data.get("signed_on")
        if day and day > timezone.localdate():
            raise ValidationError("签约日期不能晚于今天。")
        return day

    def clean(self):
        said = super().clean()
        if self.instance.pk and said.get("seen") != self.version:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.version  # seen now: the next time it is meant
            self.add_error(None, [who_was_faster(self.instance, self.user), *self.differences()])
        return said

    def differences(self):
        """What was typed here and stands otherwise by now, or cannot be typed any more."""
        for name in self.changed_data:
            if name in self.fields and name != "seen":
                yield f"“{self.fields[name].label}”与您填写的不同，现在是：{in_words(self.instance, name) or '空'}。"
        for name in FILLED_BY_STAFF:
            typed = self.data.get(name, "").strip() if name not in self.fields else ""
            if typed and typed != saying.as_typed(self.instance, name):
                label = Inquiry._meta.get_field(name).verbose_name
                yield f"“{label}”已由别人填写，您填写的“{typed[:60]}”没有保存。"

    def clean_token(self):
        """A token we did not make is nobody's: the form counts as sent once."""
        token = self.cleaned_data["token"]
        return token if TOKEN.fullmatch(token or "") else new_token()

    def content(self):
        """All that was typed, also into the rows beside: two posts of it under one token are one inquiry."""
        return {name: self.data.getlist(name) for name in self.data if name not in NOT_TYPED}

    def refuse_unable_officer(self):
        """It would be out of the pool, and its officer could not open it."""
        officer = self.cleaned_data.get("officer")
        self.instance.place = self.instance.wanted_place
        if officer and (words := assigning.inability(officer, self.instance)):
            self.add_error("officer", f"{words}请另选负责人，或者留空。")

    def _post_clean(self):
        super()._post_clean()
        if not self.instance.pk:
            self.refuse_unable_officer()
        if self.instance.pk and self.changed_data:
            stored = Inquiry.objects.get(pk=self.instance.pk)
            for label in gates.emptied(stored, self.instance):
                self.add_error(None, f"签约之后不能清空{label}，需要更正时请直接改写。")
        grade, reason = self.cleaned_data.get("grade"), self.cleaned_data.get("grade_reason")
        if not grade or reason or "grade" not in self.changed_data:
            return
        suggested = suggest(self.instance)
        if grade != suggested.grade and "grade_reason" in self.fields:
            self.add_error("grade_reason", f"与建议等级（{suggested.label}）不同，请写明理由。")


def who_was_faster(inquiry, user):
    last = Entry.objects.about(inquiry).exclude(action=Entry.Action.VIEW).first()
    who = f"{who_did(last, user)} " if last and last.person_name else "有人"
    return f"{who}{moment(inquiry.updated_at)} 改过这条咨询，您填写的还没有保存。请对照最新情况核对，再保存一次。"


def in_words(inquiry, name):
    field = inquiry._meta.get_field(name)
    return str(getattr(inquiry, f"get_{name}_display")() if field.choices else getattr(inquiry, name) or "")


def is_kept(inquiry, name):
    """What its sender wrote stays as he wrote it; of one from before that was noted, all that is filled is his."""
    if not saying.is_filled(inquiry, name):
        return False
    return saying.is_his_own(inquiry, name) or (not inquiry.said and inquiry.consented_at is not None)


def to_be_read(name):
    @admin.display(description=Inquiry._meta.get_field(name).verbose_name)
    def column(self, inquiry):
        value = getattr(inquiry, name)
        return self.get_empty_value_display() if value is None else figure(value)

    return column


class HandledInquiry(DecidedInquiry, PutAway):
    """Before StaffAdmin: the form, and what is saved with it."""

    area_min_read, area_max_read, height_min_read, load_min_read = map(to_be_read, FIGURES[:4])
    investment_wan_read, agreed_investment_wan_read = map(to_be_read, FIGURES[4:])
    form = InquiryForm
    view_on_site = False
    autocomplete_fields = ["district", "park", "listing", "industry", "settled_park", "settled_listing"]
    inlines = [FollowUpInline]
    SENDER = [("kind", "topic"), "company"]
    PLAN = (
        "需求",
        {
            "fields": [
                ("industry", "deal"),
                ("district", "park", "listing"),
                ("area_min", "area_max"),
                ("height_min", "load_min"),
                ("investment_wan", "headcount", "landing_timeframe"),
                "message",
            ]
        },
    )
    fieldsets = [
        # Name and number stand above all this, in the strip of facts.
        ("咨询人", {"fields": [*SENDER, ("job_title", "call_slot"), ("wechat", "email")]}),
        PLAN,
        ("定级", {"fields": [("grade", "grade_reason")]}),
        (
            "签约",
            {"fields": [("signed_on", "agreed_investment_wan"), ("settled_park", "settled_listing")]},
        ),
        ("登记", {"fields": [("reference", "received"), ("source_channel", "source_page"), "consent"]}),
    ]
    add_fieldsets = [
        (
            "咨询人",
            {
                "fields": [
                    *SENDER,
                    ("contact_name", "job_title"),
                    ("phone", "call_slot"),
                    ("wechat", "email"),
                    "source_channel",
                ],
                "description": "电话、来访等不经网站的咨询在这里登记。",
            },
        ),
        PLAN,
        ("处理", {"fields": [("officer", "grade", "grade_reason")]}),
    ]

    @property
    def media(self):
        """Not as a class Media: the list's mixin has one, and of two only the first counts."""
        js = ["js/admin-shown.js", Script("js/admin-handling.js", defer=True)]
        return super().media + forms.Media(js=js, css={"all": ["css/admin-handling.css"]})

    def get_fieldsets(self, request, obj=None):
        """A figure nobody can change here stands as one reads it, not with the decimals its column holds."""
        if obj is None:
            return self.add_fieldsets
        may_change = self.has_change_permission(request, obj)
        fixed = [one for one in FIGURES if one not in STAFF_FIELDS and is_kept(obj, one)]
        read = {name: f"{name}_read" for name in (fixed if may_change else FIGURES)}
        return [
            (title, options | {"fields": swapped(options["fields"], read)})
            for title, options in self.fieldsets
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_readonly_fields(self, request, obj=None):
        """What the investor wrote stays as it was written; staff change what is theirs and fill what is empty."""
        if obj is None:
            return []
        open_ones = {name for name in FILLED_BY_STAFF if not is_kept(obj, name)}
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in names if name not in {*STAFF_FIELDS, *open_ones}]

    def get_changeform_initial_data(self, request):
        initial = {"kind": "contact", "source_channel": "电话", "officer": request.user.pk}
        return {**initial, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Who may not assign takes it himself, or leaves it to the rules."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "officer":
            field = staff_choice(field)
            field.queryset = assigning.officers()
            if not request.user.has_perm(assigning.RIGHT_TO_ASSIGN):
                field.queryset = field.queryset.filter(pk=request.user.pk)
        return field

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs | {"initial": shown_around(request)} if inline.model is FollowUp else kwargs

    def render_change_form(self, request, context, **kwargs):
        inquiry = kwargs.get("obj")
        if inquiry and inquiry.pk:
            context |= self.standing_of(inquiry, request.user)
        return super().render_change_form(request, context, **kwargs)

    def standing_of(self, inquiry, user):
        """As it is stored, whatever a refused form says."""
        related = [
            "place__parent",
            "first_place__parent",
            "officer",
            "merged_into",
            "industry",
            "park",
            "listing",
        ]
        now = Standing(Inquiry.objects.select_related(*related).get(pk=inquiry.pk), user)
        context = {
            "now": now,
            "title": now.inquiry.company or now.inquiry.get_topic_display(),
            "buttons": self.buttons(now),
            "merge_address": address_of(inquiry, "merge"),
            "show_save_and_add_another": False,
        }
        if not inquiry.erased_at:
            context |= {"suggestions": listings_for(inquiry, user), "may_note": now.may_note}
        return context

    def add_view(self, request, form_url="", extra_context=None):
        """Sent twice it is one inquiry, and the second time leads to it."""
        try:
            return super().add_view(request, form_url, extra_context)
        except IntegrityError:
            sent = self.get_form(request)(request.POST)
            sent.is_valid()
            first = Inquiry.objects.filter(
                token=sent.cleaned_data["token"], digest=digest(sent.content())
            ).first()
            if first is None:
                raise
        self.message_user(request, f"{first} 刚才已经登记，没有再登记一次。")
        return self.back_from(request, first)

    def save_model(self, request, obj, form, change):
        """Of a row that exists only what was changed here; a new one goes to whom the rules name."""
        if not change:
            obj.token, obj.digest = form.cleaned_data["token"], digest(form.content())
            super().save_model(request, obj, form, change)
            note(Entry.Action.ADD, obj, request=request)
            received(obj, request.user)
            return
        columns = {field.name for field in obj._meta.concrete_fields}
        if changed := [name for name in form.changed_data if name in columns]:
            obj.save(update_fields=[*changed, "updated_at"])
            labels = "、".join(str(obj._meta.get_field(name).verbose_name) for name in changed)
            note(Entry.Action.CHANGE, obj, request=request, words=f"修改：{labels}")
            request.said = f"已保存：{labels}。"

    def response_change(self, request, obj):
        request.said = f"{obj}：{request.__dict__.get('said') or '没有改动。'}"
        return super().response_change(request, obj)

    def message_user(self, request, message, level=messages.INFO, **options):
        """What was saved, in place of Django's 成功修改."""
        if level == messages.SUCCESS and (words := request.__dict__.pop("said", "")):
            message = words
        super().message_user(request, message, level, **options)

    def save_formset(self, request, form, formset, change):
        if formset.model is FollowUp:
            if record_all(formset, request.user):
                stage = form.instance.get_stage_display()
                request.said = request.__dict__.get("said", "") + f"跟进已保存，阶段为“{stage}”。"
        else:
            super().save_formset(request, form, formset, change)

    @admin.display(description="同意隐私政策")
    def consent(self, inquiry):
        return f"{inquiry.consent_version} 版，{moment(inquiry.consented_at)}" if inquiry.consented_at else ""
