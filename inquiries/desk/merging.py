"""Two inquiries of one investor become one: the other ends as 重复, and its history is read with the one that stays."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from audit.models import Entry
from audit.recording import note
from inquiries import phones
from inquiries.models import Inquiry
from inquiries.notices.announcing import announce
from publishing.people import called

from . import assigning, chains, clocks
from .closing import Cause, Stage, give_to_who_can, stage_before_end
from .gates import GATES, PATH, SIGNED
from .holding import held, store
from .stages import step

SHOWN = 10
SHORTEST_KEY = 4  # "个人" or "某公司" names nobody
FILLED = (
    "industry", "district", "park", "listing", "deal", "height_min", "load_min", "investment_wan", "landing_timeframe",
    "headcount", "grade",
)  # fmt: skip
OF_PERSON = (
    "company",
    "job_title",
    "wechat",
    "email",
    "call_slot",
)  # a colleague's are nobody else's to read
AREA = ("area_min", "area_max")


def duplicates_of(inquiry, user):
    """[(inquiry, why)], the newest first: what came from the same number or company, of what `user` may see."""
    same_company = (
        Q(company_key=inquiry.company_key) if len(inquiry.company_key) >= SHORTEST_KEY else Q(pk__in=[])
    )
    alike = phones.same_number(inquiry.phone) | same_company
    rows = Inquiry.objects.visible_to(user).kept().filter(alike, merged_into=None)
    rows = rows.exclude(pk__in=[inquiry.pk, inquiry.merged_into_id or inquiry.pk])
    return [(one, why(inquiry, one)) for one in rows.select_related("officer")[:SHOWN]]


def why(inquiry, other):
    same_number = phones.is_same_number(inquiry.phone, other.phone)
    same_company = len(inquiry.company_key) >= SHORTEST_KEY and inquiry.company_key == other.company_key
    return "、".join(word for word, is_so in [("手机相同", same_number), ("企业相同", same_company)] if is_so)


def filled_from(into, other):
    """The columns of `into` that are empty and that `other` fills; an area comes whole or not at all.

    What tells who somebody is comes only from the same number: each sender reads what is kept with his inquiry.
    """
    of_person = OF_PERSON if into.phone and into.phone == other.phone else ()
    names = [name for name in (*of_person, *FILLED) if is_empty(into, name) and not is_empty(other, name)]
    if all(is_empty(into, name) for name in AREA):
        names += [name for name in AREA if not is_empty(other, name)]
    return names


def is_empty(inquiry, name):
    return getattr(inquiry, inquiry._meta.get_field(name).attname) in (None, "")


def hindrance(into, other):
    """Why these two cannot be merged this way round, or ""."""
    if into.pk == other.pk:
        return "不能与自己合并。"
    if into.erased_at or other.erased_at:
        return "个人信息已清除的咨询不能合并。"
    if other.merged_into_id:
        return f"{other} 已并入另一条咨询。"
    if into.merged_into_id:
        return f"{into} 已并入另一条咨询，请合并到那一条。"
    if other.stage in SIGNED:
        return f"{other} 已经签约，不能并入别的咨询，请反过来合并。"
    if into.stage in Inquiry.ENDED_WITHOUT_RESULT:
        return f"{into} 已经结束，请先重新打开，或反过来合并。"
    return ""


@transaction.atomic
def merge(into, other, person):
    """End `other` as a duplicate of `into`, which takes over what it lacks. Returns the names of what was filled."""
    rows = held_both(into, other)
    kept, ended = rows[into.pk], rows[other.pk]
    mine = set(Inquiry.objects.changeable_by(person).filter(pk__in=rows).values_list("pk", flat=True))
    if mine != set(rows):
        raise ValidationError("两条咨询都归您负责的地区经办时才能合并。")
    if said := hindrance(kept, ended):
        raise ValidationError(said)
    officer, had = officer_after(kept, ended), officer_let_go(kept, ended)
    names = fill(kept, ended)
    store(kept, into, *names, "place")
    if ended.is_closed:  # it keeps the end it had
        ended.merged_into = kept
        store(ended, other, "merged_into")
    else:
        stood = copy(ended)
        end_as_duplicate(ended, other, kept, person)
        go_on(kept, into, stood, officer, person)
    chains.lend_place(kept)
    renew(kept, into)
    announce("merged", ended, by=person, to=had)
    lent = f"，经办地区随之为{kept.place}" if place_lent(kept, ended) else ""
    words = f"并入 {kept}{of_whom('，由{}负责', kept.officer)}{lent}"
    note(Entry.Action.MERGE, ended, person=person, words=words)
    note(Entry.Action.MERGE, kept, person=person, words=f"{ended} 并入本条{of_whom('，原由{}负责', had)}")
    return names


def fill(into, other):
    """Set on `into` what it takes over from `other`; returns the names."""
    names = filled_from(into, other)
    for name in names:
        setattr(into, name, getattr(other, name))
    into.place = into.place or into.wanted_place or other.place
    return names


def place_lent(into, other):
    """The district whose people find `other` under its own number too once it is merged into `into`, or None: it had
    none of its own, and has none again when it is taken apart."""
    return into.place if other.place_id is None else None


def officer_after(into, other):
    """Who has `into` once `other` is merged into it: who has it, or else, where both are open, who has `other` and can
    work on both."""
    if into.officer_id or into.is_closed or other.is_closed or not other.officer_id:
        return into.officer
    filled = copy(into)
    fill(filled, other)
    return None if assigning.inability(other.officer, filled) else other.officer


def officer_let_go(into, other):
    """Who has an open `other` and nothing to do any more once it is merged into `into`; or None."""
    is_his = other.officer is not None and not other.is_closed
    return other.officer if is_his and other.officer != officer_after(into, other) else None


def of_whom(words, officer):
    return words.format(called(officer)) if officer else ""


def held_both(one, other):
    """{primary key: row}. Always the older first: two who merge one pair from both ends wait, and neither for ever.

    Whoever holds one of the two already must not call this.
    """
    return {row.pk: held(row) for row in sorted([one, other], key=lambda row: row.pk)}


def end_as_duplicate(row, other, kept, person):
    also = {"cause": Cause.DUPLICATE, "closing_reason": f"与 {kept} 重复，已合并", "merged_into": kept}
    step(row, other, Stage.INVALID, person, **also)


def go_on(kept, into, stood, officer, person):
    """Nothing begins anew by a merger: `kept` goes on where the other one `stood`, with its officer where it has none,
    as far as its stage's needs are met, and on the clock that runs.
    """
    if officer and kept.officer_id is None:
        assigning.pass_on(kept, into, officer, person)
    stage = furthest(kept, stood.stage)
    if stage == kept.stage:
        return
    if kept.responded_at is None and stood.responded_at:
        kept.responded_at = max(kept.created_at, stood.responded_at)
    step(kept, into, stage, person, reason=f"{stood} 并入，接着办理")
    kept.stage_since = max([stood.stage_since, *clocks.begun_anew(stood)])
    store(kept, into, "stage_since")


def renew(kept, inquiry):
    """What was said to the investor there is said here, and is not any more when it is taken apart."""
    due_on = clocks.worked_out(kept)
    if due_on != kept.due_on:
        kept.due_on = due_on
        store(kept, inquiry, "due_on")


def furthest(kept, stage):
    """The last one on the way to `stage` that `kept` may enter; who has answered the other one has answered it."""
    reached = kept.stage
    for one in PATH[PATH.index(kept.stage) + 1 : PATH.index(stage) + 1]:
        if one != Stage.RESPONDED and not all(need.is_met for need in GATES[one](kept, "")):
            break
        reached = one
    return reached


@transaction.atomic
def unmerge(other, person):
    """Take it apart again: `other` goes on where it stood. What it filled in the one that stayed is left there."""
    above = Inquiry.objects.kept().filter(merged=other).first()
    rows = held_both(other, above) if above else {other.pk: held(other)}
    row = rows[other.pk]
    kept = row.merged_into
    if kept is None:
        raise ValidationError("这条咨询没有并入别的咨询。")
    row.merged_into = None
    if row.place_from_merger:
        row.place = row.place_from_merger = None
        store(row, other, "place", "place_from_merger")
        chains.lend_place(row)
    if row.cause == Cause.DUPLICATE and row.closing_reason.startswith(f"与 {kept} 重复"):
        also = {"cause": "", "closing_reason": "", "merged_into": None, "archived_at": None}
        step(row, other, stage_before_end(row), person, reason="取消合并", **also)
        give_to_who_can(row, other, person)
        announce("reopened", row, by=person)
    else:
        store(row, other, "merged_into")
    if kept.pk in rows:
        renew(rows[kept.pk], kept)
    announce("parted", kept, by=person)
    note(Entry.Action.MERGE, row, person=person, words=f"取消并入 {kept}")
    note(Entry.Action.MERGE, kept, person=person, words=f"{row} 取消并入本条")
