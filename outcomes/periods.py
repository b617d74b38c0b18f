"""Which days and which district the page is about: what the address asks, and what was understood of it."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from inquiries.counting import DAY, FIRST_DAY, LAST_DAY, Period
from parks.models import District

STANDARD_DAYS, MOST_DAYS = 90, 1_830
DAYS = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


def presets(today):
    """(label, period) of each choice."""
    return [
        ("近 30 天", Period(today - 29 * DAY, today)),
        ("近 90 天", Period(today - 89 * DAY, today)),
        ("今年", Period(today.replace(month=1, day=1), today)),
        ("去年", Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    ]


class Day(forms.DateInput):
    """A browser's own calendar takes and gives 2026-11-22 only."""

    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class AskedForm(forms.Form):
    """`?from=&to=&district=`: what can't be read is said, and ignored."""

    district = forms.ModelChoiceField(
        District.objects.none(),
        label="地区",
        to_field_name="slug",
        empty_label="全部地区",
        required=False,
        error_messages={"invalid_choice": "没有这个地区，或者不归您负责，已按全部地区统计。"},
    )

    def __init__(self, query, user):
        today = timezone.localdate()
        self.standard = Period(today - (STANDARD_DAYS - 1) * DAY, today)
        given = {name: query[name] for name in ("from", "to", "district") if query.get(name)}
        super().__init__(self.first_and_last() | given, label_suffix="")
        unreadable = {"invalid": "日期请写成 2026-11-22 的样子，已按近 90 天统计。"}
        options = {"widget": Day, "validators": DAYS, "error_messages": unreadable}
        self.fields = {
            "from": forms.DateField(label="从", **options),
            "to": forms.DateField(label="到", **options),
            "district": self.fields["district"],
        }
        field = self.fields["district"]
        field.queryset = District.objects.visible_to(user).select_related("parent").order_by("path")
        field.label_from_instance = lambda one: "　" * (len(one.slugs) - 1) + one.name

    def first_and_last(self):
        return {"from": self.standard.since, "to": self.standard.until}

    def clean(self):
        said = super().clean()
        since, until = said.get("from"), said.get("to")
        if since and until and since > until:
            self.add_error("to", "结束日期不能早于开始日期，已按近 90 天统计。")
        elif since and until and (until - since).days >= MOST_DAYS:
            self.add_error("to", "一次最多统计五年，已按近 90 天统计。")
        return said

    def asked(self):
        """(period, district or None)"""
        self.is_valid()
        said = self.cleaned_data
        is_whole = said.get("from") and said.get("to") and not self.errors.keys() & {"from", "to"}
        return Period(said["from"], said["to"]) if is_whole else self.standard, said.get("district")
