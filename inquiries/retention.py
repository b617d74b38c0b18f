"""The end of personal data: two years after a matter is closed, or when its sender asks.

What stays is no longer about anybody: that there was an inquiry, on what, from which page, for which district, and how
far it went. The numbers of the office stay right, and nobody can be called.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from editorial.models import Version
from editorial.versioning import locked

from .desk import closing
from .importing.known import TOKEN, without_sender
from .models import Inquiry, Submission

CLEARED = "（个人信息已清除）"
NOTHING = {"token": "", "digest": ""}  # made of what was typed
ON_REQUEST = "本人申请删除"
OF_INQUIRY = NOTHING | {
    "contact_name": "",
    "phone": "",
    "company": "",
    "company_key": "",
    "job_title": "",
    "wechat": "",
    "email": "",
    "message": "",
    "said": {},
    "offered_to": None,
}
OF_SUBMISSION = NOTHING | {"author": "", "phone": "", "organisation": "", "body": "", "attachment": ""}


def purge(dry_run=False):
    """{model: how many rows were, or with `dry_run` would be, cleared}."""
    due = {model: model.objects.past_keeping() for model in (Inquiry, Submission)}
    if dry_run:
        return {model: rows.count() for model, rows in due.items()}
    return {
        model: sum(erase(row, words="保存期满") for row in rows.iterator(chunk_size=500))
        for model, rows in due.items()
    }


@transaction.atomic
def erase_on_request(receipt, *, person=None, request=None, words=ON_REQUEST):
    """Clear what `receipt` and the other inquiries merged with it from the same number say of their sender.

    What was still open ends with it: nobody works for somebody whom he may not know. Returns how many were cleared.
    """
    if not isinstance(receipt, Inquiry):
        return int(erase(receipt, person=person, request=request, words=words))
    rows = merged_with(receipt)
    _take_back_from_others(receipt, rows)
    for row in rows:
        if not row.is_closed:
            closing.close(row, Inquiry.Stage.DECLINED, Inquiry.Cause.OTHER, ON_REQUEST, person)
    return sum(erase(row, person=person, request=request, words=words) for row in rows)


def merged_with(inquiry):
    """`inquiry` and what its sender sent besides, as far as the desk has merged it: the same number, not yet erased."""
    found, looked_at = {inquiry.pk: inquiry}, set()
    while new := [row for key, row in found.items() if key not in looked_at]:
        looked_at |= {row.pk for row in new}
        above = [row.merged_into_id for row in new if row.merged_into_id]
        near = Inquiry.objects.kept().filter(Q(merged_into__in=new) | Q(pk__in=above), phone=inquiry.phone)
        found |= {row.pk: row for row in near if row.pk not in found}
    return list(found.values())


# What a merger carries over from one inquiry to the other, of what tells who somebody is.
CARRIED = ("job_title", "wechat", "email")


def _take_back_from_others(receipt, rows):
    """A colleague's inquiry stays; what it was given out of these when they were merged does not."""
    others = Inquiry.objects.kept().exclude(pk__in=[row.pk for row in rows])
    for other in others.filter(pk__in=[row.merged_into_id for row in rows if row.merged_into_id]):
        for name in CARRIED:
            if getattr(other, name) and getattr(other, name) in [getattr(row, name) for row in rows]:
                Inquiry.objects.filter(pk=other.pk).update(**{name: ""})


@transaction.atomic
def erase(receipt, *, person=None, request=None, words=""):
    """Clear what `receipt` says of people; False where somebody else has just done so."""
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
