"""采用为草稿: a submission becomes a draft article, once."""

from django.db import transaction

from articles.models import Article, Channel
from publishing.richtext import structure_text

from .models import Submission


@transaction.atomic
def adopt(submission, editor):
    """The article made of `submission` and whether it is new; a second call finds the first one's article."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.article_id:
        return submission.article, False
    article = Article.objects.create(
        title=submission.title,
        body=structure_text(submission.body),
        channel=Channel.objects.order_by("position").first(),
        district=submission.district,
        source=submission.organisation[:60],
        author=submission.author,
        editor=editor,
        ai_declaration="generated" if submission.ai_generated else "none",
    )
    submission.article, submission.state = article, Submission.State.ADOPTED
    submission.save(update_fields=["article", "state"])
    return article, True
