"""From stage to stage, each step written down."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries.models import StageChange

from . import clocks
from .gates import PATH, missing, stages_after, stages_before
from .handing import call_back
from .holding import held, store

ENDED = "这条咨询已经办结，请先重新打开。"


@transaction.atomic
def move(inquiry, stage, person, follow_up=None, reason=""):
    """Take `inquiry` along the path to `stage`: forward when nothing is missing, back with a reason.

    Returns the StageChange, or None where it stands there already. Raises ValidationError with a sentence for each
    thing that is missing. Of `inquiry` nothing else is saved. An end has its own verb: `closing.close`.
    """
    row = held(inquiry)
    if row.stage == stage:
        return None
    if row.is_closed:
        raise ValidationError(ENDED)
    if stage in stages_before(row.stage):
        if not reason and follow_up is None:
            raise ValidationError("退回之前的阶段请写明原因。")
    elif stage not in stages_after(row.stage):
        raise ValidationError("没有这样的阶段。")
    elif lacking := missing(row, stage):
        raise ValidationError(lacking)
    return step(row, inquiry, stage, person, follow_up, reason)


def step(row, inquiry, stage, person, follow_up=None, reason="", **also):
    """Write the step of a held `row` down and start its clock anew; what was due until now is kept with the step.

    `also` are other columns that change with it. A step along the path is an answer to the investor, an end is none
    and calls back what was offered to another district.
    """
    now = timezone.now()
    change = StageChange.objects.create(
        inquiry=row, stage_from=row.stage, stage_to=stage, person=person, follow_up=follow_up, reason=reason[:200],
        due_on=row.due_on, at=now,
    )  # fmt: skip
    for name, value in also.items():
        setattr(row, name, value)
    row.stage, row.stage_since = stage, now
    row.due_on = clocks.worked_out(row)
    if row.is_closed:
        call_back(row, person)
    if stage in PATH[1:]:
        row.responded_at = row.responded_at or now
    store(row, inquiry, "stage", "stage_since", "due_on", "responded_at", "offered_to", *also)
    inquiry.stage = stage
    note(Entry.Action.CHANGE, row, person=person, words=f"阶段：{change}")
    return change
