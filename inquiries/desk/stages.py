"""From stage to stage, each step written down."""

from django.db import transaction
from django.utils import timezone

from inquiries.models import Inquiry, StageChange

from . import clocks


@transaction.atomic
def move(inquiry, stage, person, follow_up=None):
    """Take `inquiry` to `stage`: its clock starts anew, and what was due until now is kept with the step.

    Returns the StageChange, or None where it stands there already. Saves `inquiry` with what else was changed on it.
    """
    row = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if row.stage == stage:
        return None
    now = timezone.now()
    step = StageChange.objects.create(
        inquiry=inquiry, stage_from=row.stage, stage_to=stage, person=person, follow_up=follow_up,
        due_on=row.due_on, at=now,
    )  # fmt: skip
    inquiry.stage, inquiry.stage_since = stage, now
    inquiry.responded_at = row.responded_at or now
    inquiry.due_on = clocks.due_on(stage, timezone.localdate(now))
    inquiry.save()
    return step
