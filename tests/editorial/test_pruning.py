from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import autosaving, presence
from editorial.models import Autosave, Presence
from editorial.pruning import prune_the_desk
from outbox.duties import duties
from tests import builders


@pytest.mark.django_db
def test_forgets_what_nobody_came_back_for():
    user, now = builders.staff(), timezone.now()
    for screen, days in (("article-1", 29), ("article-2", 31)):
        Autosave.objects.create(user=user, screen=screen, values={})
        Autosave.objects.filter(screen=screen).update(saved_at=now - timedelta(days=days))
    for screen, hours in (("article-1", 23), ("article-2", 25)):
        Presence.objects.create(user=user, screen=screen)
        Presence.objects.filter(screen=screen).update(seen_at=now - timedelta(hours=hours))
    prune_the_desk()
    assert [row.screen for row in Autosave.objects.all()] == ["article-1"]
    assert [row.screen for row in Presence.objects.all()] == ["article-1"]


@pytest.mark.django_db
def test_a_beat_of_an_open_screen_only_writes(django_assert_num_queries):
    user = builders.staff()
    for write in (presence.note, lambda *where: autosaving.keep(*where, {"title": ["甲"]})):
        write(user, "article-1")
        with django_assert_num_queries(4):  # savepoint, its row, the new moment, release
            write(user, "article-1")


def test_the_worker_knows_its_duties():
    known = {name.rpartition(".")[2] for name in duties}
    assert known >= {"announce", "look_everywhere", "prune_deliveries", "prune_pushes", "prune_the_desk"}
