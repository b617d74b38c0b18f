"""The end of personal data: two years after a matter is closed, or when its sender asks.

What stays is no longer about anybody: that there was an inquiry, on what, from which page, for which district, and how
far it went. The numbers of the office stay right, and nobody can be called.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from editorial.models import Version
from editorial.versioning import locked

from .importing.known import TOKEN, without_sender
from .models import Inquiry, Submission

CLEARED = "（个人信息已清除）"
NOTHING = {"token": "", "digest": ""}  # made of what was typed
OF_INQUIRY = NOTHING | {
    "contact_name": "",
    "phone": "",
    "company": "",
    "job_title": "",
    "wechat": "",
    "email": "",
    "message": "",
    "said": {},
}
OF_SUBMISSION = NOTHING | {"author": "", "phone": "", "organisation": "", "body": "", "attachment": ""}


def purge(dry_run=False):
    """{model: how many rows were, or with `dry_run` would be, cleared}."""
    due = {model: model.objects.past_keeping() for model in (Inquiry, Submission)}
    if dry_run:
        return {model: rows.count() for model, rows in due.items()}
    return {model: sum(erase(row) for row in rows.iterator(chunk_size=500)) for model, rows in due.items()}


@transaction.atomic
def erase(receipt):
    """Clear what `receipt` says of people; False where somebody else has just done so."""
    row = type(receipt).objects.select_for_update(of=("self",)).kept().filter(pk=receipt.pk).first()
    if row is None:
        return False
    (_erase_inquiry if isinstance(row, Inquiry) else _erase_submission)(row)
    _erase_log(row)
    return True


def _erase_log(row):
    """Who worked on it and when stays; not what Django notes of a title or of a record beside it."""
    kind = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    entries.update(object_repr=row.reference, change_message=CLEARED)


def _erase_inquiry(inquiry):
    mark = without_sender(inquiry.digest) if inquiry.token == TOKEN else {}
    reason = CLEARED if inquiry.closing_reason else ""
    _clear(inquiry, OF_INQUIRY | mark | {"closing_reason": reason})
    inquiry.follow_ups.update(summary=CLEARED, next_action="")
    inquiry.transfers.update(reason=CLEARED)


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
