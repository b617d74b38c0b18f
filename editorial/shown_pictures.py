"""Pictures on pages that were reviewed: another file in their place changes the page without a new version."""

from django.dispatch import receiver

from articles.models import Article, PolicyDocument
from library.replacing import asked_before, picture_replaced

from .models import Review, Step
from .models.items import named

KEPT = (
    "已公开、定时发布或审核中的内容在用这张图片，换图由终审或站长办理；您可以另传一张，在正文里换上后送审。"
)


def reviewed_items(picture):
    """What visitors see, or soon will, and what reviewers are reading."""
    shown = [*Article.objects.filter(cover=picture), *Article.objects.filter(pictures=picture)]
    shown += PolicyDocument.objects.filter(pictures=picture)
    read = Review.objects.pending().filter(version__pictures=picture).select_related("article", "policy")
    return {*(item for item in shown if item.is_out), *(review.item for review in read)}


def why_kept(picture, person):
    from .reviewing import may_withdraw  # which imports the admin, that is not there yet when this is

    return "" if all(may_withdraw(person, item) for item in reviewed_items(picture)) else KEPT


asked_before.append(why_kept)


@receiver(picture_replaced)
def note_replacing(sender, picture, person, **signal):
    """In the 审签单 of each; without a person it was done by a command."""
    from publishing.admin.columns import staff_name

    for item in reviewed_items(picture) if person else ():
        Step.objects.create(
            **named(item),
            action=Step.Action.COMMENTED,
            person=person,
            person_name=staff_name(person)[:80],
            reason=f"给图片“{picture}”换了新文件，用到它的地方一起换了。",
        )
