"""Days long past: a month of them becomes one row, on the month's first day. Sums stay what they were."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from outbox.duties import every

from .models import Reading

KEPT_DAYS = 400  # a year can be compared with the one before it
TOGETHER = 2_000  # rows folded in one transaction


@every(minutes=24 * 60)
def fold_old_days():
    """Only months that ended so long ago; nobody counts on their days any more."""
    end = (timezone.localdate() - timedelta(days=KEPT_DAYS)).replace(day=1)
    past = Reading.objects.filter(day__lt=end).exclude(day__day=1).order_by("day")
    while day := past.values_list("day", flat=True).first():
        first = day.replace(day=1)
        while fold(first, Reading.objects.filter(day__gt=first, day__lt=next_month(first))):
            pass


def next_month(first):
    return (first + timedelta(days=31)).replace(day=1)


@transaction.atomic
def fold(first, rows):
    """Whether there were any."""
    taken = list(rows.select_for_update()[:TOGETHER])
    counts = Counter()
    for row in taken:
        counts[row.kind, row.number, first] += row.count
    if taken:
        Reading.objects.filter(pk__in=[row.pk for row in taken]).delete()
        Reading.objects.add(counts)
    return bool(taken)
