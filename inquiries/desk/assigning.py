"""Who has an inquiry: given by a rule when it comes in, claimed from the pool, given by whoever may, given back.

Every verb holds the row while it decides, so that of two who reach for it at once one has it and the other reads who.
"""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries.models import AssignmentRule, Inquiry
from inquiries.notices.announcing import announce
from publishing.people import called
from publishing.placing import is_within

from .holding import held, store

RIGHT = "inquiries.change_inquiry"
RIGHT_TO_ASSIGN = "inquiries.assign_inquiry"
UNASKED = object()


class NotAssigned(ValidationError):
    """Nobody else has it now than before, and why."""


class Taken(NotAssigned):
    """Somebody else has it: `officer`."""

    def __init__(self, officer):
        super().__init__(f"已由{called(officer)}负责。")
        self.officer = officer


def officers():
    """Who can open an inquiry and work on it."""
    able = User.objects.with_perm(RIGHT, backend="django.contrib.auth.backends.ModelBackend")
    return able.filter(is_staff=True)


def may_work_on(officer, inquiry):
    """Whether `officer`, one of `officers()`, may be given it: where it is handled lies in his districts."""
    return is_within(officer, inquiry.place.path if inquiry.place else "")


def able_to_work_on(inquiry, among):
    """Of `among`, rows of `officers()`, those who may be given it; the districts of all are asked for at once."""
    return [one for one in among.prefetch_related("remits__district") if may_work_on(one, inquiry)]


def by_rule(inquiry):
    """Whom the rules name for `inquiry`, or None.

    The first rule that fits and has somebody who can take it decides; of several he has it who has the fewest open.
    """
    for rule in rules_for(inquiry):
        if able := able_to_work_on(inquiry, officers().filter(pk__in=rule.officers.values("pk"))):
            return least_busy(able)
    return None


def rules_for(inquiry):
    """The rules that fit, in their order."""
    industry = inquiry.industry
    above = [industry.pk, industry.parent_id] if industry else []
    rules = AssignmentRule.objects.filter(
        Q(topic="") | Q(topic=inquiry.topic), Q(industry=None) | Q(industry__in=above)
    )
    path = inquiry.place.path if inquiry.place else ""
    for rule in rules.select_related("district"):
        if rule.district is None or path.startswith(rule.district.path):
            yield rule


def least_busy(able):
    open_ones = Inquiry.objects.open().filter(officer__in=able).order_by()
    busy = dict(open_ones.values_list("officer").annotate(Count("pk")))
    return min(able, key=lambda one: (busy.get(one.pk, 0), one.pk))


@transaction.atomic
def claim(inquiry, person):
    """`person` takes it from the pool. Raises Taken, or NotAssigned with the reason."""
    row = _open(inquiry)
    if row.officer_id == person.pk:
        return
    if row.officer_id:
        raise Taken(row.officer)
    _refuse_unable(person, row)
    _give(row, inquiry, person, Entry.Action.CLAIM, person, "")


@transaction.atomic
def assign(inquiry, officer, person, had=UNASKED):
    """`person`, who has the right to, gives it to `officer`. Raises NotAssigned with the reason.

    `had`: the primary key of who was seen to have it, None for nobody. Where that has changed it stays as it is.
    """
    if not person.has_perm(RIGHT_TO_ASSIGN):
        raise NotAssigned("您没有分派咨询的权限。")
    row = _open(inquiry)
    if row.officer_id == officer.pk:
        raise Taken(officer)
    if had is not UNASKED and row.officer_id != had:
        raise Taken(row.officer) if row.officer else NotAssigned("刚刚退回待认领。")
    _refuse_unable(officer, row)
    before = row.officer
    _give(row, inquiry, officer, Entry.Action.ASSIGN, person, f"分派给{called(officer)}")
    announce("assigned", row, by=person)
    if before:
        announce("taken", row, by=person, to=before)


@transaction.atomic
def release(inquiry, person):
    """Back to the pool: by who has it, or by who may assign. Raises NotAssigned with the reason."""
    row = _open(inquiry)
    if row.officer is None:
        raise NotAssigned("这条咨询本来就没有负责人。")
    if row.officer_id != person.pk and not person.has_perm(RIGHT_TO_ASSIGN):
        raise Taken(row.officer)
    _give(row, inquiry, None, Entry.Action.ASSIGN, person, "退回待认领")
    announce("released", row, by=person)


def give_by_rule(inquiry):
    """To whom `by_rule` names, who is returned. For one nobody has yet, held by the caller or just made."""
    officer = by_rule(inquiry)
    if officer is not None:
        _give(inquiry, inquiry, officer, Entry.Action.ASSIGN, None, f"按规则分派给{called(officer)}")
    return officer


def pass_on(row, inquiry, officer, person):
    """With one that was merged into the held `row` comes its `officer`, who can work on it."""
    _give(row, inquiry, officer, Entry.Action.ASSIGN, person, f"随合并由{called(officer)}负责")
    announce("assigned", row, by=person)


def inability(officer, inquiry):
    """Why `officer` cannot be given it, or ""."""
    if not officers().filter(pk=officer.pk).exists():
        return f"{called(officer)}不能处理咨询。"
    if not may_work_on(officer, inquiry):
        return f"不归{called(officer)}负责的地区管理。"
    return ""


def _open(inquiry):
    """The row held; one that is done is nobody's to take."""
    row = held(inquiry)
    if row.is_closed:
        raise NotAssigned("这条咨询已经结束。")
    return row


def _refuse_unable(officer, row):
    if words := inability(officer, row):
        raise NotAssigned(words)


def _give(row, inquiry, officer, action, person, words):
    row.officer, row.assigned_at = officer, timezone.now() if officer else None
    store(row, inquiry, "officer", "assigned_at")
    note(action, row, person=person, words=words)
