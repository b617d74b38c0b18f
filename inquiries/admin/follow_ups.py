"""记跟进: one new record in the form of an inquiry; what was written before stands in its history."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from inquiries.desk import gates, noting
from inquiries.models import FollowUp, Inquiry
from publishing.admin import StaffStackedInline

Stage = Inquiry.Stage
A_MOMENT = timedelta(minutes=10)
SAVED_JUST_NOW = "这条跟进刚才已经保存，见“办理经过”。确实又联系了一次的，请写明不同之处。"
REQUIRED = {
    "method": "请选择这次联系的方式。",
    "summary": "还没有写跟进内容。请写明这次联系谈了什么，再按“保存跟进”；只改其他内容的，请按页面下方的“保存”。",
}
WANTED = "follow_up"  # what the button 保存跟进 is sent as


class FollowUpForm(forms.ModelForm):
    stage = forms.ChoiceField(
        label="阶段",
        required=False,
        help_text="随这次跟进一起变更；退回之前的阶段时，请在内容里写明原因。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "summary" in self.fields:  # not where everything is read only
            self.fields["summary"].widget.attrs["rows"] = 4
            for name, words in REQUIRED.items():
                self.fields[name].error_messages["required"] = words
            self.fields[
                "due_on"
            ].help_text = "与咨询人约好的日子，他在进度页上看得到。不填即没有新的约定，上次约定的不再计。"

    def ask_for_stage(self, inquiry):
        """Of `inquiry` as the form around this one is about to leave it."""
        self.inquiry = inquiry
        self.fields["stage"].choices = stage_choices(inquiry)

    def has_changed(self):
        """So is a listing that was shown, also where a link had filled it in, and a press of 保存跟进: what it lacks is said."""
        return (
            super().has_changed() or any(self["listings"].data or []) or self.data.get("_continue") == WANTED
        )

    def clean_due_on(self):
        due_on = self.cleaned_data.get("due_on")
        if due_on and due_on < timezone.localdate():
            raise ValidationError("约定日期不能早于今天。")
        return due_on

    def clean(self):
        said = super().clean()
        stage, method = said.get("stage"), said.get("method")
        if stage and method and (lacking := gates.missing(self.inquiry, stage, method)):
            self.add_error("stage", lacking)
        if self.is_there_already(said):
            self.add_error("summary", SAVED_JUST_NOW)
        return said

    def is_there_already(self, said):
        """Whether the browser's Back has brought what was saved a moment ago."""
        if self.inquiry.pk is None or not said.get("summary"):
            return False
        same = {name: said.get(name) for name in ("method", "summary", "next_action", "due_on")}
        return self.inquiry.follow_ups.filter(created_at__gt=timezone.now() - A_MOMENT, **same).exists()


class FollowUpFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.ask_for_stage(self.instance)


def stage_choices(inquiry):
    if inquiry.stage == Stage.NEW:
        ahead = gates.stages_after(Stage.RESPONDED)
        return [("", "已响应（首次跟进后自动进入）"), *[(one.value, f"进入“{one.label}”") for one in ahead]]
    if inquiry.is_closed:
        return [("", f"不变（{inquiry.get_stage_display()}）")]
    return [
        ("", f"不变（{inquiry.get_stage_display()}）"),
        *[(one.value, f"进入“{one.label}”") for one in gates.stages_after(inquiry.stage)],
        *[(one.value, f"退回“{one.label}”") for one in gates.stages_before(inquiry.stage)],
    ]


class FollowUpInline(StaffStackedInline):
    """Written once, never changed: a record others rely on."""

    model = FollowUp
    form = FollowUpForm
    formset = FollowUpFormSet
    verbose_name_plural = "记跟进"
    fields = [("method", "stage"), "summary", ("next_action", "due_on"), "listings"]
    autocomplete_fields = ["listings"]
    extra = 1
    template = "admin/inquiries/follow_ups.html"

    def get_queryset(self, request):
        """Only the new one: the rest is history."""
        return super().get_queryset(request).none()

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def record_all(formset, person):
    """Store what was newly written, and return it; its author is who sent the form."""
    stage_of = {
        id(form.instance): form.cleaned_data.get("stage", "") for form in formset.forms if form.has_changed()
    }
    rows = formset.save(commit=False)
    for row in rows:
        row.person = person
        noting.record(row, stage_of.get(id(row), ""))
    formset.save_m2m()
    return rows
