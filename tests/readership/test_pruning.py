from datetime import UTC, date, datetime

import pytest

from readership import pruning
from readership.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    # 400 days before lies 18 October 2025: months up to September are folded.
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 4, tzinfo=UTC))


def read(*rows):
    Reading.objects.bulk_create(
        Reading(kind=kind, number=number, day=date.fromisoformat(day), count=count)
        for kind, number, day, count in rows
    )


def kept():
    rows = Reading.objects.order_by("kind", "number", "day").values_list("kind", "number", "day", "count")
    return [(kind, number, str(day), count) for kind, number, day, count in rows]


def test_folds_a_month_into_its_first_day():
    read(
        ("article", 1, "2025-09-01", 1),
        ("article", 1, "2025-09-15", 2),
        ("article", 1, "2025-09-30", 4),
        ("article", 2, "2025-09-30", 8),
        ("park", 1, "2025-08-31", 16),
        ("article", 1, "2025-10-01", 32),
        ("article", 1, "2025-10-17", 64),
        ("article", 1, "2026-11-22", 128),
    )
    pruning.fold_old_days()
    folded = [
        ("article", 1, "2025-09-01", 7),
        ("article", 1, "2025-10-01", 32),
        ("article", 1, "2025-10-17", 64),
        ("article", 1, "2026-11-22", 128),
        ("article", 2, "2025-09-01", 8),
        ("park", 1, "2025-08-01", 16),
    ]
    assert kept() == folded
    pruning.fold_old_days()
    assert kept() == folded


def test_folds_in_as_many_steps_as_it_needs(monkeypatch):
    monkeypatch.setattr(pruning, "TOGETHER", 3)
    read(*(("article", number, f"2025-09-{day:02}", 1) for number in (1, 2) for day in range(1, 31)))
    pruning.fold_old_days()
    assert kept() == [("article", 1, "2025-09-01", 30), ("article", 2, "2025-09-01", 30)]
