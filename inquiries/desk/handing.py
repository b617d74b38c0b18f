"""流转: an inquiry is offered to another district, which takes it or sends it back. 首谈地 stays for good."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries.models import Inquiry, Transfer
from inquiries.notices.announcing import announce
from publishing.placing import is_within, remit_of

from . import assigning, chains, clocks
from .holding import held, store

ANSWERED = "这次流转已经有了答复。"
WITHDRAWN = "已由转出方撤回"


def offer_of(inquiry):
    """The one that waits for an answer, or None."""
    waiting = inquiry.transfers.filter(accepted_at=None, declined_at=None)
    return waiting.select_related("from_district", "to_district", "requested_by").first()


def may_offer(inquiry, user):
    return user.has_perm("inquiries.add_transfer") and may_change(inquiry, user)


def may_change(inquiry, user):
    mine = Inquiry.objects.changeable_by(user).filter(pk=inquiry.pk)
    return user.has_perm("inquiries.change_inquiry") and not inquiry.erased_at and mine.exists()


def may_answer(transfer, user):
    """The people of the other side; of those bound to no district only who assigns."""
    if not user.has_perm("inquiries.change_transfer"):
        return False
    if remit_of(user) is None:
        return user.has_perm("inquiries.assign_inquiry")
    return is_within(user, transfer.to_district.path)


@transaction.atomic
def offer(inquiry, to_district, reason, person):
    """Offer `inquiry` to `to_district`; until they have answered it is handled where it was. Returns the Transfer."""
    row = held(inquiry)
    if not may_offer(row, person):
        raise ValidationError("只有经办地区的人可以流转这条咨询。")
    if row.is_closed:
        raise ValidationError("办结的咨询不能流转。")
    if row.place is None:
        raise ValidationError("这条咨询还没有经办地区，请先在“需求”里填写意向地区。")
    if row.place == to_district:
        raise ValidationError("转入地区不能与转出地区相同。")
    if not reason.strip():
        raise ValidationError("请写明流转原因。")
    if offer_of(row):
        raise ValidationError("这条咨询已有一次流转在等对方答复。")
    transfer = Transfer.objects.create(
        inquiry=row, from_district=row.place, to_district=to_district, reason=reason.strip()[:200],
        first_contact_district=row.first_place or row.place, requested_by=person,
    )  # fmt: skip
    row.offered_to = to_district
    store(row, inquiry, "offered_to")
    note(Entry.Action.HAND_OVER, row, person=person, words=f"提出流转：{transfer}")
    announce("offered", row, by=person, district=to_district)
    return transfer


@transaction.atomic
def accept(transfer, person):
    """From now on `transfer.to_district` handles it, on a new clock: whom its rules name, or else who accepts."""
    row, transfer = opened(transfer)
    if not may_answer(transfer, person):
        raise ValidationError("只有转入地区的人可以接收。")
    if row.is_closed:
        raise ValidationError("这条咨询已经办结，不能接收。")
    answer(transfer, person, accepted_at=timezone.now())
    row.place, row.offered_to = transfer.to_district, None
    row.first_place = row.first_place or transfer.first_contact_district
    row.officer = row.assigned_at = None
    row.due_on = clocks.worked_out(row)
    store(row, transfer.inquiry, "place", "first_place", "offered_to", "officer", "assigned_at", "due_on")
    chains.lend_place(row)
    if assigning.give_by_rule(row) is None:
        with suppress(assigning.NotAssigned):  # then it waits in the pool there
            assigning.claim(row, person)
    note(Entry.Action.HAND_OVER, row, person=person, words=f"接收流转：{transfer}")
    announce("accepted", row, by=person, to=transfer.requested_by, district=transfer.to_district)
    announce("assigned" if row.officer else "handed_over", row, by=person)
    return transfer


@transaction.atomic
def decline(transfer, person, reason):
    """Send it back; where it was offered from it stays, and reads why."""
    row, transfer = opened(transfer)
    if not may_answer(transfer, person):
        raise ValidationError("只有转入地区的人可以退回。")
    if not reason.strip():
        raise ValidationError("请写明退回原因。")
    refuse(row, transfer, person, reason.strip())
    note(Entry.Action.HAND_OVER, row, person=person, words=f"退回流转：{transfer}")
    announce("declined", row, by=person, to=transfer.requested_by, district=transfer.to_district)
    return transfer


@transaction.atomic
def withdraw(transfer, person):
    row, transfer = opened(transfer)
    if not may_offer(row, person):
        raise ValidationError("只有转出地区的人可以撤回。")
    refuse(row, transfer, person, WITHDRAWN)
    note(Entry.Action.HAND_OVER, row, person=person, words=f"撤回流转：{transfer}")
    return transfer


def call_back(row, person):
    """Withdraw what is open of a held `row` that ends; its column is the caller's to save."""
    if transfer := offer_of(row):
        answer(transfer, person, declined_at=timezone.now(), decline_reason=WITHDRAWN)
    row.offered_to = None


def opened(transfer):
    """The inquiry and the transfer as they are now, held; ValidationError where somebody has answered meanwhile."""
    row = held(Inquiry(pk=transfer.inquiry_id))
    now = Transfer.objects.select_related("from_district", "to_district", "first_contact_district").get(
        pk=transfer.pk
    )
    if now.accepted_at or now.declined_at:
        raise ValidationError(ANSWERED)
    now.inquiry = row
    return row, now


def refuse(row, transfer, person, reason):
    answer(transfer, person, declined_at=timezone.now(), decline_reason=reason[:200])
    row.offered_to = None
    store(row, transfer.inquiry, "offered_to")


def answer(transfer, person, **values):
    for name, value in values.items():
        setattr(transfer, name, value)
    transfer.answered_by = person
    transfer.save(update_fields=["answered_by", *values])
