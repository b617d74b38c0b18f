from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from parks.forms.fields import SettledChoiceField, choice_field, district_field, offer
from parks.models import District
from publishing.fragments import kept
from publishing.richtext import printable
from search.questions import LONGEST, Question

from .holdings import districts_with
from .searched import KINDS


class DayField(forms.DateField):
    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"“{label}”请写成 2026-03-01 的样子，已忽略。"},
        )

    def validate(self, day):
        if day and not 1900 <= day.year <= 2999:
            raise ValidationError(f"“{self.label}”不在可查的年份内，已忽略。")


class SearchForm(forms.Form):
    """What the address of a search says. What it cannot read narrows nothing and is said."""

    kind = choice_field("类别", [(one.kind, one.label) for one in KINDS], "全部")
    district = district_field()
    since = DayField("发布日期从")
    until = DayField("发布日期到")
    sort = SettledChoiceField("排序", [("best", "最相关"), ("new", "最新")])

    def __init__(self, data):
        super().__init__(data)
        offer(self.fields["district"], "districts of the search", lambda: districts_with("parks", "listings"))
        self.text = " ".join(printable(data.get("q", "")).split())

    def clean(self):
        asked = super().clean()
        if asked.get("since") and asked.get("until") and asked["until"] < asked["since"]:
            self.add_error("until", "发布日期的止日早于起日，起日暂不生效。")
            asked["since"] = None
        return asked

    @property
    def question(self):
        return Question.of(self.text)

    @property
    def words(self):
        """As the page shows them again."""
        return self.text[:LONGEST]

    @property
    def is_too_long(self):
        return len(self.text) > LONGEST

    @property
    def order(self):
        return self.cleaned_data.get("sort", "best")

    @property
    def narrowing(self):
        asked = self.cleaned_data
        return Narrowing(asked.get("district"), asked.get("since"), asked.get("until"))

    @property
    def filters(self):
        """What narrows the search, as HTML: most visitors' is the same, and the places in it are many."""
        if self.narrowing.is_any or self.errors:
            return self._filters()
        return kept("filters of the search", self._filters)

    def _filters(self):
        fields = [self[name] for name in Narrowing._fields]
        return render_to_string("search_filters.html", {"fields": fields})


class Narrowing(NamedTuple):
    district: District | None
    since: date | None
    until: date | None

    @property
    def is_any(self):
        return any(self)

    def rows(self, kind):
        """The public rows of one kind that it leaves, the newest first."""
        rows = kind.rows()
        if self.district:
            rows = kind.within(rows, self.district)
        if not kind.is_dated:
            return rows.none() if self.since or self.until else rows
        if self.since:
            rows = rows.filter(published_at__gte=beginning(self.since))
        if self.until:
            rows = rows.filter(published_at__lt=beginning(self.until + timedelta(days=1)))
        return rows


def beginning(day):
    """Its first moment in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min))
