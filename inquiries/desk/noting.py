"""A follow-up is written: the investor was answered, and what was promised before is settled."""

from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries.models import Inquiry

from . import clocks
from .holding import held, store
from .stages import move


@transaction.atomic
def record(follow_up, stage=""):
    """Store a new `follow_up` (its listings are the caller's), and take its inquiry to `stage` if one is named.

    The first one is the answer: a new inquiry is 已响应 by it. Raises ValidationError with what `stage` is missing.
    """
    inquiry = follow_up.inquiry
    row = held(inquiry)
    follow_up.save()
    note(Entry.Action.CHANGE, row, person=follow_up.person, words=f"记跟进：{follow_up.get_method_display()}")
    if not stage and row.stage == Inquiry.Stage.NEW:
        stage = Inquiry.Stage.RESPONDED
    row.responded_at = row.responded_at or timezone.now()
    if stage and stage != row.stage:  # what was due until now is kept with the step
        store(row, inquiry, "responded_at")
        move(inquiry, stage, follow_up.person, follow_up)
    else:
        row.due_on = clocks.worked_out(row)
        store(row, inquiry, "responded_at", "due_on")
