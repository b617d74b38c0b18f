"""The end of personal data: two years after a matter is closed, or when its sender asks.

What stays is no longer about anybody: that there was an inquiry, on what, from which page, for which district, and how
far it went. The numbers of the office stay right, and nobody can be called.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from editorial.models import Version
from editorial.versioning import locked

from . import carried
from .desk import chains, closing, merging
from .importing.known import TOKEN, without_sender
from .models import Inquiry, Submission
from .notices.announcing import announce

CLEARED = "（个人信息已清除）"
NOTHING = {"token": "", "digest": ""}  # made of what was typed
ON_REQUEST = "本人申请删除"
UNDER_CONTRACT = "这个项目已经签约，不能在网上删除。"
HANDLED_ELSEWHERE = "同一手机合并的咨询里有其他地区经办的，请由不限地区的站长清除。"
OF_INQUIRY = NOTHING | {
    "contact_name": "",
    "phone": "",
    "company": "",
    "company_key": "",
    "job_title": "",
    "wechat": "",
    "email": "",
    "message": "",
    "call_slot": "",
    "said": {},
    "offered_to": None,
}
OF_SUBMISSION = NOTHING | {"author": "", "phone": "", "organisation": "", "body": "", "attachment": ""}


def purge(dry_run=False):
    """{model: how many rows were, or with `dry_run` would be, cleared}."""
    due = {model: past_keeping(model) for model in (Inquiry, Submission)}
    if dry_run:
        return {model: rows.count() for model, rows in due.items()}
    return {
        model: sum(erase(row, words="保存期满") for row in rows.iterator(chunk_size=500))
        for model, rows in due.items()
    }


def past_keeping(model):
    """What was merged is kept as long as what it is handled under: its visits and words are that case's."""
    rows = model.objects.past_keeping()
    if model is not Inquiry:
        return rows
    heads = {row.pk: chains.handled_as(row).pk for row in rows.exclude(merged_into=None)}
    over = Inquiry.objects.closed_before(model.keeping_from()).filter(pk__in=set(heads.values()))
    ended = set(over.values_list("pk", flat=True))
    return rows.exclude(pk__in=[row for row, head in heads.items() if head not in ended])


@transaction.atomic
def erase_on_request(receipt, *, person=None, request=None, words=ON_REQUEST):
    """Clear what `receipt` and the other inquiries merged with it from the same number say of their sender.

    What was still open ends with it: nobody works for somebody whom he may not know. Returns how many were cleared,
    none where somebody else has just done so. Raises ValidationError where there is a hindrance.
    """
    if not isinstance(receipt, Inquiry):
        return int(erase(receipt, person=person, request=request, words=words))
    _hold_all(receipt)
    row = Inquiry.objects.kept().filter(pk=receipt.pk).first()
    if row is None:
        return 0
    rows = sent_with(row)
    if said := hindrance(rows, person):
        raise ValidationError(said)
    _let_colleagues_go(rows, person)
    for row in rows:
        if not row.is_closed:
            closing.close(row, Inquiry.Stage.DECLINED, Inquiry.Cause.OTHER, ON_REQUEST, person)
            announce("erased", row, by=person)
    return sum(erase(row, person=person, request=request, words=words) for row in rows)


def hindrance(rows, person=None):
    """Why these, `sent_with` one another, cannot be cleared together by `person` (None: by their sender), or ""."""
    if person is None:
        return UNDER_CONTRACT if any(row.stage in Inquiry.UNDER_CONTRACT for row in rows) else ""
    his = Inquiry.objects.changeable_by(person).filter(pk__in=[row.pk for row in rows]).count()
    return HANDLED_ELSEWHERE if his < len(rows) else ""


def sent_with(inquiry):
    """`inquiry` and what its sender sent besides, as far as the desk has merged it: the same number, not yet erased."""
    rows = chains.merged_with(inquiry)[1:] if inquiry.phone else []
    return [inquiry, *(row for row in rows if row.phone == inquiry.phone and not row.erased_at)]


def _hold_all(inquiry):
    """Whatever the end of its sender's data touches, locked in one order."""
    numbers = [row.pk for row in chains.ever_merged_with(inquiry)]
    list(Inquiry.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))


def _let_colleagues_go(rows, person):
    """What others sent goes on: under what these were merged into in the end, or by itself where that is these."""
    going = {row.pk: row for row in rows}
    for other in Inquiry.objects.kept().filter(merged_into__in=going).exclude(pk__in=going).order_by("pk"):
        last = going[other.merged_into_id]
        while last.merged_into_id in going:
            last = going[last.merged_into_id]
        if last.merged_into_id:
            _move_on(other, going[other.merged_into_id], last.merged_into, person)
        elif not last.is_closed:
            merging.unmerge(other, person)


def _move_on(other, from_, to, person):
    other.merged_into = to
    other.closing_reason = other.closing_reason.replace(str(from_), str(to))
    other.save(update_fields=["merged_into", "closing_reason", "updated_at"])
    note(Entry.Action.MERGE, other, person=person, words=f"并入 {to}")
    note(Entry.Action.MERGE, to, person=person, words=f"{other} 并入本条")


@transaction.atomic
def erase(receipt, *, person=None, request=None, words=""):
    """Clear what `receipt` says of people; False where somebody else has just done so."""
    if isinstance(receipt, Inquiry):
        _hold_all(receipt)
    row = type(receipt).objects.select_for_update(of=("self",)).kept().filter(pk=receipt.pk).first()
    if row is None:
        return False
    (_erase_inquiry if isinstance(row, Inquiry) else _erase_submission)(row)
    _erase_log(row)
    note(Entry.Action.ERASE, row, person=person, request=request, words=words)
    return True


def _erase_log(row):
    """Who worked on it and when stays; not what Django notes of a title or of a record beside it."""
    kind = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    entries.update(object_repr=row.reference, change_message=CLEARED)


def _erase_inquiry(inquiry):
    carried.take_back(inquiry)
    mark = without_sender(inquiry.digest) if inquiry.token == TOKEN else {}
    _clear(inquiry, OF_INQUIRY | mark | _without_words(inquiry, "closing_reason", "grade_reason"))
    inquiry.follow_ups.update(summary=CLEARED, next_action="")
    inquiry.transfers.update(reason=CLEARED)
    inquiry.transfers.exclude(decline_reason="").update(decline_reason=CLEARED)
    inquiry.stage_changes.exclude(reason="").update(reason=CLEARED)


def _without_words(row, *names):
    """What staff wrote freely: that there was something stays, and the sender's own wish."""
    return {name: CLEARED for name in names if getattr(row, name) not in ("", ON_REQUEST)}


def _erase_submission(submission):
    earlier = list(submission.earlier_texts.all())
    stored = {one.attachment.name for one in [submission, *earlier] if one.attachment}
    submission.earlier_texts.all().delete()
    if submission.article and submission.article.published_at is None:
        _forget_author(submission.article, submission.author)
    _clear(submission, OF_SUBMISSION | {"title": CLEARED, "reason": CLEARED if submission.reason else ""})
    storage = Submission._meta.get_field("attachment").storage
    transaction.on_commit(lambda: [storage.delete(name) for name in stored])


def _forget_author(draft, name):
    """Of what was made of a submission and never published; where an editor has named another, he stays."""
    draft = locked(draft)
    for version in Version.objects.of(draft).filter(content__author=name):
        Version.objects.filter(pk=version.pk).update(content=version.content | {"author": ""})
    if draft.author == name:
        draft.author = ""
        draft.save(update_fields=["author"])


def _clear(row, values):
    type(row).objects.filter(pk=row.pk).update(**values, erased_at=timezone.now())
