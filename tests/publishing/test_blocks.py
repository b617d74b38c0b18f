"""What is kept of an answer when something changes, and what is asked again."""

from collections import Counter
from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parks.models import Listing
from publishing import blocks
from publishing.blocks import BLOCK, ByBlock, added
from publishing.changes import PRUNED_EVERY, Change, note_change
from publishing.remembering import remembered
from tests import builders

pytestmark = pytest.mark.django_db


def kinds(name="kinds", next_change=lambda: None):
    """{kind: listings}"""
    rows = Listing.objects.order_by().values_list("pk", "kind")
    counted = ByBlock(
        "places",
        Listing,
        name,
        lambda: rows,
        lambda some: Counter(row[1] for row in some),
        added,
        next_change,
    )
    return counted.answer()


def asked(ask=kinds):
    """What `ask` says, and which rows it asked the database for: "all", or the first of each block."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    walks = [query["sql"] for query in queries if '"kind"' in query["sql"]]
    spans = [sql.partition("BETWEEN ")[2] for sql in walks]
    return answer, sorted(int(part.split()[0]) if part else "all" for part in spans)


@pytest.fixture
def three_blocks():
    return [builders.listing(pk=number * BLOCK) for number in (1, 2, 3)]


def test_a_change_asks_for_its_block_alone(three_blocks):
    assert asked() == ({"factory": 3}, ["all"])
    assert asked() == ({"factory": 3}, [])
    three_blocks[1].kind = "office"
    three_blocks[1].save()
    assert asked() == ({"factory": 2, "office": 1}, [2 * BLOCK])


def test_the_last_of_a_block_takes_it_along(three_blocks):
    asked()
    three_blocks[1].delete()
    assert asked() == ({"factory": 2}, [2 * BLOCK])


def test_another_tables_row_asks_for_none_of_this_one(three_blocks):
    asked()
    builders.park()
    assert asked() == ({"factory": 3}, [])


def test_a_park_takes_its_listings_along(three_blocks):
    park = builders.park()
    Listing.objects.filter(pk=BLOCK).update(park=park)
    asked()
    park.save()
    assert asked() == ({"factory": 3}, [BLOCK])


def test_what_may_be_any_row_asks_for_all(three_blocks):
    asked()
    Listing.objects.filter(pk=BLOCK).update(kind="land")
    assert asked() == ({"factory": 2, "land": 1}, ["all"])
    builders.district().save()
    assert asked()[1] == ["all"]


def test_notices_a_lower_number_that_comes_later(three_blocks):
    asked()
    last = Change.objects.latest("pk").pk
    Change.objects.create(pk=last + 5, topic="places", table="parks.listing", row=BLOCK)
    asked()
    Change.objects.create(pk=last + 2, topic="places", table="parks.listing", row=3 * BLOCK)
    assert asked()[1] == [3 * BLOCK]


def test_who_did_not_look_before_the_pruning_asks_for_all(three_blocks):
    asked()
    before = Change.objects.latest("pk").pk
    for _ in range(PRUNED_EVERY):
        note_change(Listing, BLOCK)
    assert Change.objects.get(pk=before - before % PRUNED_EVERY + PRUNED_EVERY).table == ""
    assert asked()[1] == ["all"]


def test_what_was_rolled_back_was_never_there(three_blocks):
    asked()
    with transaction.atomic():
        three_blocks[0].kind = "land"
        three_blocks[0].save()
        assert asked()[0] == {"factory": 2, "land": 1}
        transaction.set_rollback(True)
    assert asked()[0] == {"factory": 3}


@pytest.mark.django_db(transaction=True)
def test_a_number_given_again_after_a_rollback_is_another_change():
    listing = builders.listing(pk=BLOCK)
    builders.listing(pk=2 * BLOCK)
    asked()
    with transaction.atomic():
        listing.kind = "land"
        listing.save()
        assert asked()[0] == remembered_kinds() == {"factory": 1, "land": 1}
        rolled_back = Change.objects.latest("pk")
        transaction.set_rollback(True)
    Change.objects.create(
        pk=rolled_back.pk, topic="places", table="parks.listing", row=BLOCK
    )  # as SQLite does
    assert asked()[0] == remembered_kinds() == {"factory": 2}


def remembered_kinds():
    def count():
        return Counter(Listing.objects.order_by().values_list("kind", flat=True))

    return remembered("places", "kinds", count, lambda: None)


def test_the_clock_asks_for_all(three_blocks, monkeypatch):
    soon = timezone.now() + timedelta(minutes=5)
    asked(lambda: kinds(next_change=lambda: soon))
    monkeypatch.setattr(timezone, "now", lambda: soon)
    assert asked()[1] == ["all"]


def test_the_clock_asks_for_all_also_when_it_turns_while_something_else_changed(three_blocks, monkeypatch):
    soon = timezone.now() + timedelta(minutes=5)
    asked(lambda: kinds(next_change=lambda: soon))
    three_blocks[1].save()

    def turning():
        monkeypatch.setattr(timezone, "now", lambda: soon)

    assert asked(lambda: kinds(next_change=turning))[1] == ["all"]


@pytest.mark.django_db(transaction=True)
def test_who_asks_something_else_does_not_wait():
    begun, done, answers = Event(), Event(), []

    def slow_rows():
        begun.set()
        done.wait(5)
        return [(1, "slow")]

    def slow():
        with closing(connection):
            question = ByBlock(
                "places", Listing, "slow", slow_rows, list, lambda parts: len(parts), lambda: None
            )
            answers.append(question.answer())

    visitor = Thread(target=slow)
    visitor.start()
    begun.wait(5)
    assert kinds() == {}
    assert answers == []
    done.set()
    visitor.join(10)
    assert answers == [1]


def test_forgets_what_was_asked_for_longest_ago(three_blocks, monkeypatch):
    monkeypatch.setattr(blocks, "MOST_KEPT", 2 * blocks.LEAST + 6)
    for name in ("one", "two", "one", "three"):
        kinds(name)
    assert list(blocks.memory.answers) == ["one", "three"]
