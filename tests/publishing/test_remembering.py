from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from parks.models import Listing
from publishing.changes import PRUNED_EVERY, Change, edition, note_change
from publishing.days import next_midnight
from publishing.remembering import remembered
from tests import builders

pytestmark = pytest.mark.django_db


def never():
    return None


def count(next_change=never):
    return remembered("places", "how many listings", Listing.objects.count, next_change)


def test_answers_once_while_nothing_changes(django_assert_num_queries):
    builders.listing()
    assert count() == 1
    with django_assert_num_queries(1):  # which edition it is
        assert count() == 1


def copied(listing):
    listing.pk = None
    return listing


CHANGES = {
    "a new one": lambda listing: builders.listing(),
    "a save": lambda listing: listing.save(),
    "a deletion": lambda listing: listing.delete(),
    "a deletion of many": lambda listing: Listing.objects.all().delete(),
    "an update of many": lambda listing: Listing.objects.update(status="taken"),
    "many at once": lambda listing: Listing.objects.bulk_create([copied(listing)]),
    "its industries": lambda listing: listing.industries.add(builders.industry()),
    "its park": lambda listing: builders.park(),
    "a district": lambda listing: listing.district.save(),
    "an industry that moves": lambda listing: builders.industry().save(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_asks_again_after(change):
    listing = builders.listing()
    builders.industry()
    before = edition("places")
    change(listing)
    assert edition("places") != before
    assert count() == Listing.objects.count()


def test_asks_again_when_the_clock_says_so(monkeypatch):
    soon = timezone.now() + timedelta(minutes=5)
    assert count(lambda: soon) == 0
    assert len(caches["answers"]._cache) == 1
    monkeypatch.setattr(timezone, "now", lambda: soon)
    asked = []
    remembered("places", "how many listings", lambda: asked.append("again"), never)
    assert asked == ["again"]


def test_the_next_day_begins_in_shanghai():
    moment = timezone.datetime.fromisoformat("2026-11-22T15:59:00+00:00")
    assert next_midnight(moment).isoformat() == "2026-11-23T00:00:00+08:00"


def test_a_lower_number_that_comes_later_is_another_edition():
    note_change(Listing)
    last = Change.objects.latest("pk")
    Change.objects.create(pk=last.pk + 5, topic="places")
    before = edition("places")
    Change.objects.create(pk=last.pk + 2, topic="places")
    assert edition("places") != before


def test_keeps_few_rows():
    for _ in range(PRUNED_EVERY * 2 + 1):
        note_change(Listing)
    assert Change.objects.count() <= PRUNED_EVERY * 2


def test_the_next_change_is_the_earliest_to_come_or_to_go():
    now = timezone.now()
    builders.listing(published_at=now + timedelta(hours=3))
    builders.listing(expires_at=now + timedelta(hours=1))
    builders.listing(expires_at=now - timedelta(hours=1))
    assert Listing.objects.next_change() == now + timedelta(hours=1)
    assert Listing.objects.none().next_change() is None


def test_another_topic_prunes_nothing_of_this_one():
    note_change(Listing)
    before = edition("places")
    last = Change.objects.latest("pk").pk
    Change.objects.bulk_create(
        Change(pk=last + number, topic="articles") for number in range(1, PRUNED_EVERY * 2)
    )
    Change.objects.create(pk=(last // PRUNED_EVERY + 3) * PRUNED_EVERY, topic="articles")
    assert edition("places") == before


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_make_one_walk():
    begun, done, walks = Event(), Event(), []

    def walk():
        walks.append("walk")
        begun.set()
        done.wait(5)
        return 7

    def ask():
        with closing(connection):
            answers.append(remembered("places", "how many", walk, never))

    answers, visitors = [], [Thread(target=ask) for _ in range(3)]
    visitors[0].start()
    begun.wait(5)
    for one in visitors[1:]:
        one.start()
    done.set()
    for one in visitors:
        one.join(10)
    assert (walks, answers) == (["walk"], [7, 7, 7])
