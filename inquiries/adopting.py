"""What an editor does with a submission: it becomes a draft article, once, or goes back with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import Article, Channel
from editorial.contents import content_of
from editorial.documents import OpenedDocument
from editorial.versioning import begin, record
from publishing.files import Refusal
from publishing.richtext import structure_text

from .attachments import kind_of
from .models import Submission


@transaction.atomic
def adopt(submission, editor):
    """The article made of `submission` and whether it is new; a second call finds the first one's article.

    None of one whose sender was erased: there is nothing left to adopt.
    """
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.article_id or submission.erased_at:
        return submission.article, False
    note = f"采用自投稿 {submission.reference}"
    if opened := opened_attachment(submission, editor):
        article = opened.article
        said = offered(submission, editor)
        said = {name: value for name, value in said.items() if value} | {"body": said["body"] + article.body}
        record(article, content_of(article) | said, editor, note=note)
    else:
        article = Article(channel=Channel.objects.order_by("position").first())
        for name, value in offered(submission, editor).items():
            setattr(article, article._meta.get_field(name).attname, value)
        article.save()
        begin(article, content_of(article), editor, note)
    submission.article, submission.state = article, Submission.State.ADOPTED
    submission.save(update_fields=["article", "state"])
    return article, True


def offered(submission, editor):
    """What the sender said, as a version of the article keeps it."""
    return {
        "title": submission.title,
        "body": structure_text(submission.body),
        "district": submission.district_id,
        "source": submission.organisation[:60],
        "author": submission.author,
        "editor": editor.pk,
        "ai_declaration": "generated" if submission.ai_generated else "none",
    }


def opened_attachment(submission, editor):
    """The draft made of a Word file sent along; None where there is none that opens: it is still to be downloaded."""
    attachment = submission.attachment
    if not attachment or kind_of(attachment.name) != "docx":
        return None
    try:
        with transaction.atomic(), attachment.open("rb"):
            return OpenedDocument(attachment, editor, editor.has_perm("library.add_picture"))
    except (Refusal, ValidationError, FileNotFoundError):
        return None


@transaction.atomic
def send_back(submission, state, reason):
    """退回修改 or 不采用, with a reason its sender sees. False where it has become an article, or was erased, meanwhile."""
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.article_id or submission.erased_at:
        return False
    submission.state, submission.reason = state, reason
    submission.save(update_fields=["state", "reason"])
    return True
