"""What happened to an inquiry, and to what was merged into it: one story, the newest first."""

from dataclasses import dataclass, field
from datetime import datetime

from audit.models import Entry
from inquiries.models import FollowUp, Inquiry, StageChange, Transfer
from publishing import people

from .chains import numbers_merged_into
from .handing import WITHDRAWN

NOBODY_LEFT, NOBODY = "（账号已删除）", "系统"
TOLD = [Entry.Action.ASSIGN, Entry.Action.CLAIM, Entry.Action.MERGE, Entry.Action.ARCHIVE]


@dataclass
class Event:
    at: datetime
    title: str
    person: str = ""
    tone: str = ""
    words: str = ""
    details: list = field(default_factory=list)  # (label, words)
    is_late: bool = False
    reference: str = ""  # of the merged one it happened to
    order: int = 0  # of what is written in one moment


def history_of(inquiry):
    """The events of `inquiry` and of what was merged into it; theirs carry their number."""
    numbers = [inquiry.pk, *numbers_merged_into(inquiry)]
    rows = {one.pk: one for one in Inquiry.objects.filter(pk__in=numbers)}
    events = [*arrivals(rows), *talks(numbers), *steps(numbers), *handovers(numbers), *entries(numbers)]
    for number, event in events:
        event.reference = str(rows[number]) if number != inquiry.pk else ""
    return sorted((event for _, event in events), key=lambda event: (event.at, event.order), reverse=True)


def arrivals(rows):
    for number, one in rows.items():
        details = [("来源", one.source_channel)] if one.source_channel else []
        words = one.message if one.merged_into_id else ""
        yield (
            number,
            Event(one.created_at, f"收到{one.get_kind_display()}", words=words, details=details, order=-1),
        )


def talks(numbers):
    rows = FollowUp.objects.filter(inquiry__in=numbers).select_related("person", "stage_change")
    for one in rows.prefetch_related("listings"):
        step = getattr(one, "stage_change", None)
        details = [("带看", "、".join(map(str, one.listings.all())))] if one.listings.all() else []
        if one.next_action or one.due_on:
            due = f"（约定 {one.due_on:%Y-%m-%d}）" if one.due_on else ""
            details.append(("下一步", one.next_action + due))
        if step:
            details.append(("阶段", str(step)))
        yield one.inquiry_id, Event(
            one.created_at, one.get_method_display(), called(one.person), "good", one.summary, details,
            is_late=bool(step and step.is_late), order=1,
        )  # fmt: skip


def steps(numbers):
    """Those that no follow-up tells of; the first one is the arrival."""
    rows = StageChange.objects.filter(inquiry__in=numbers, follow_up=None).exclude(stage_from="")
    ended = Inquiry.ENDED_WITHOUT_RESULT
    for one in rows.select_related("person", "inquiry"):
        details = [("原因", one.reason)] if one.reason else []
        if one.stage_to in ended and one.inquiry.stage == one.stage_to:
            cause = one.inquiry.get_cause_display()
            details.append(("原因", "：".join(filter(None, [cause, one.inquiry.closing_reason]))))
        tone = "off" if one.stage_to in ended else ""
        yield (
            one.inquiry_id,
            Event(one.at, str(one), called(one.person), tone, details=details, is_late=one.is_late),
        )


def handovers(numbers):
    places = ["from_district__parent", "to_district__parent"]
    people = ["requested_by", "answered_by"]
    for one in Transfer.objects.filter(inquiry__in=numbers).select_related(*places, *people):
        way = f"{one.from_district} → {one.to_district}"
        yield (
            one.inquiry_id,
            Event(
                one.created_at,
                f"提出流转：{way}",
                called(one.requested_by),
                "wait",
                details=[("原因", one.reason)],
            ),
        )
        if one.accepted_at:
            yield one.inquiry_id, Event(one.accepted_at, f"接收流转：{way}", called(one.answered_by), "good")
        elif one.declined_at and one.decline_reason == WITHDRAWN:
            yield one.inquiry_id, Event(one.declined_at, f"撤回流转：{way}", called(one.answered_by), "off")
        elif one.declined_at:
            yield one.inquiry_id, Event(
                one.declined_at, f"退回流转：{way}", called(one.answered_by), "act",
                details=[("原因", one.decline_reason)],
            )  # fmt: skip


def entries(numbers):
    rows = Entry.objects.filter(kind=Inquiry._meta.label_lower, number__in=numbers, action__in=TOLD)
    for one in rows.select_related("person"):
        who = called(one.person) if one.person else one.person_name or NOBODY
        yield one.number, Event(one.at, one.words or one.get_action_display(), who)


def called(person):
    return people.called(person) or NOBODY_LEFT
