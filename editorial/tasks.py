"""引用待更新: the pages that cite what holds no longer, asked of the database as it stands.

A task opens by the clock, with the day on which a policy ends; it closes when the article cites the policy no more, when
the repeal is taken back, or when somebody says why it may stay.
"""

from django.db.models import Exists, OuterRef

from articles.models import Article, Citation

from .models import PolicyTask


def all_tasks():
    """Citations of ended policies on pages that are public or will be, `since` and `is_done` with each."""
    out = Article.objects.out().order_by()
    done = PolicyTask.objects.filter(citation=OuterRef("pk"), since=OuterRef("since"))
    # Asked for each of the few that are outdated; as a list it would be all articles of the site.
    pages = Citation.objects.of_outdated().filter(Exists(out.filter(pk=OuterRef("article"))))
    return pages.annotate(is_done=Exists(done))


def open_tasks():
    return all_tasks().filter(is_done=False)


def finish(tasks, person, note):
    """Close `tasks` (of `all_tasks`) with a word of why. Returns how many were open."""
    rows = list(tasks.filter(is_done=False))
    for one in rows:
        values = {"since": one.since, "note": note, "person": person}
        PolicyTask.objects.update_or_create(citation=one, defaults=values)
    return len(rows)


def reopen(tasks):
    return PolicyTask.objects.filter(citation__in=tasks.order_by().values("pk")).delete()[0]
