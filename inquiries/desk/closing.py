"""Ends without result, and what comes after: opened again, or put away."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries.models import Inquiry
from inquiries.notices.announcing import announce

from . import assigning
from .holding import held, store
from .stages import PATH, step

Stage, Cause = Inquiry.Stage, Inquiry.Cause
MAYBE_SPAM = (Stage.NEW, Stage.RESPONDED)
CAUSES_OF = {
    Stage.INVALID: (Cause.SPAM, Cause.DUPLICATE, Cause.OTHER),
    Stage.DECLINED: (Cause.UNFIT, Cause.NO_SPACE, Cause.OTHER),
    Stage.UNREACHABLE: (Cause.SILENT,),
    Stage.LOST: (Cause.NO_SPACE, Cause.PRICE, Cause.POLICY, Cause.ELSEWHERE, Cause.POSTPONED, Cause.OTHER),
}


@transaction.atomic
def close(inquiry, stage, cause, reason, person):
    """End `inquiry` without result. Raises ValidationError without a cause that fits the end, or a reason."""
    row = held(inquiry)
    if row.is_closed:
        raise ValidationError("这条咨询已经办结。")
    if cause not in CAUSES_OF.get(stage, ()):
        fitting = "、".join(one.label for one in CAUSES_OF.get(stage, ()))
        raise ValidationError(
            f"“{Stage(stage).label}”的结束类别请从{fitting}中选择。" if fitting else "请选择如何结束。"
        )
    if not reason.strip():
        raise ValidationError("请写明结束原因。")
    return step(row, inquiry, stage, person, cause=cause, closing_reason=reason.strip()[:200])


@transaction.atomic
def mark_spam(inquiry, person):
    """Only what nobody has looked into yet."""
    row = held(inquiry)
    if not row.is_closed and row.stage not in MAYBE_SPAM:
        raise ValidationError("研判过的咨询不能标为垃圾信息，请用“结束”。")
    return close(inquiry, Stage.INVALID, Cause.SPAM, "垃圾信息", person)


@transaction.atomic
def reopen(inquiry, reason, person):
    """Take a closed `inquiry` back to where it stood before; a reason is needed. One that was merged is taken apart.

    Who had it hears of it; where he cannot work on it any more it goes to whom the rules name, or waits in the pool.
    """
    row = held(inquiry)
    if not row.is_closed:
        raise ValidationError("这条咨询没有办结，无需重新打开。")
    if row.merged_into_id:
        raise ValidationError("这条咨询已并入另一条，请取消合并。")
    if not reason.strip():
        raise ValidationError("请写明重新打开的原因。")
    also = {"cause": "", "closing_reason": "", "archived_at": None}
    change = step(row, inquiry, stage_before_end(row), person, reason=reason.strip(), **also)
    give_to_who_can(row, inquiry, person)
    announce("reopened", row, by=person)
    return change


def give_to_who_can(row, inquiry, person):
    """A held `row` that is open again stays with its officer only if he can still work on it."""
    if row.officer and assigning.inability(row.officer, row):
        note(Entry.Action.ASSIGN, row, person=person, words="原负责人已不能办理，退回待认领")
        row.officer = row.assigned_at = None
    if row.officer is None:
        assigning.give_by_rule(row)
    store(row, inquiry, "officer", "assigned_at")


def stage_before_end(row):
    last = row.stage_changes.filter(stage_to=row.stage).first()
    if last and last.stage_from in PATH and last.stage_from != Stage.OPERATING:
        return last.stage_from
    return (
        Stage.BUILDING if row.stage == Stage.OPERATING else Stage.RESPONDED if row.responded_at else Stage.NEW
    )


@transaction.atomic
def archive(inquiry, person):
    """Put a closed one away, out of the lists. False where it is there already."""
    row = held(inquiry)
    if not row.is_closed:
        raise ValidationError("办结的咨询才能归档。")
    if row.archived_at:
        return False
    row.archived_at = timezone.now()
    store(row, inquiry, "archived_at")
    note(Entry.Action.ARCHIVE, row, person=person, words="归档")
    return True


@transaction.atomic
def unarchive(inquiry, person):
    row = held(inquiry)
    if row.archived_at is None:
        return False
    row.archived_at = None
    store(row, inquiry, "archived_at")
    note(Entry.Action.ARCHIVE, row, person=person, words="取消归档")
    return True
