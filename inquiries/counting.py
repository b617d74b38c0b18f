"""Which inquiries the page 成效 counts. Here, so that the list behind one of its numbers shows exactly these."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from .models import Inquiry

DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
COUNTED = Q(merged_into=None) & ~Q(cause=Inquiry.Cause.SPAM)


class Period(NamedTuple):
    """From the beginning of the day `since` through the end of the day `until`, in Shanghai."""

    since: date
    until: date

    def __str__(self):
        """As an address says it, and `period_in` reads it."""
        return f"{self.since}..{self.until}"

    @property
    def days(self):
        return (self.until - self.since).days + 1

    @property
    def begin(self):
        return midnight(self.since)

    @property
    def end(self):
        return midnight(self.until + DAY)

    @property
    def before(self):
        """As many days just before it."""
        return Period(self.since - self.days * DAY, self.since - DAY)


def midnight(day):
    return datetime.combine(day, time(), timezone.get_current_timezone())


def came_in(period):
    return Q(created_at__gte=period.begin, created_at__lt=period.end)


def period_in(text):
    """`2026-03-01..2026-03-18` as a Period; None of anything else."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d", text or "", re.ASCII):
        return None
    try:
        period = Period(*map(date.fromisoformat, text.split("..")))
    except ValueError:  # 30 February
        return None
    return period if FIRST_DAY <= period.since <= period.until <= LAST_DAY else None
