"""A Wednesday at noon, and inquiries with the steps that brought them where they are."""

from datetime import datetime
from zoneinfo import ZoneInfo

from inquiries.models import Inquiry, StageChange
from tests import builders

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 18, 12, 0, tzinfo=SHANGHAI)
MARCH = "?from=2026-03-01&to=2026-03-18"


def at(day, hour=10):
    """`day` as 3.02 for 2 March."""
    month, number = f"{day:.2f}".split(".")
    return datetime(2026, int(month), int(number), hour, tzinfo=SHANGHAI)


def inquiry(came, *steps, person=None, **values):
    """One that came in on `came`; each step is (stage, day) or (stage, day, the deadline in force)."""
    stage = values.pop("stage", steps[-1][0] if steps else "new")
    ended = stage in Inquiry.ENDED_WITHOUT_RESULT
    values = {"closing_reason": "原因", "cause": "other"} | values if ended else values
    row = builders.inquiry(stage=stage, **values)
    before, answered = "new", None
    for stage, day, *due in steps:
        StageChange.objects.create(
            inquiry=row, stage_from=before, stage_to=stage, at=at(day), person=person,
            due_on=at(due[0]).date() if due else None,
        )  # fmt: skip
        before, answered = stage, answered or (at(day) if not ended else None)
    moments = {
        "created_at": at(came),
        "responded_at": answered,
        "stage_since": at(steps[-1][1] if steps else came),
    }
    if row.closed_at:
        moments["closed_at"] = moments["stage_since"]
    if row.due_on and "due_on" in values:
        moments["due_on"] = values["due_on"]
    Inquiry.objects.filter(pk=row.pk).update(**moments)
    row.refresh_from_db()
    return row
