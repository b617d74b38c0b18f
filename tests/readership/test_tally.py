import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from readership import limits
from readership.models import Reading
from readership.tally import Tally
from tests import builders

TODAY = date(2026, 11, 22)
KINDS = {
    "article": builders.article,
    "policy": builders.policy,
    "park": builders.park,
    "listing": builders.listing,
}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 4, tzinfo=UTC))


def quiet():
    """A tally that writes when it is told to."""
    one = Tally()
    one.begin = lambda: None
    return one


def counted(**asked):
    return list(Reading.objects.filter(**asked).order_by("pk").values_list("kind", "number", "day", "count"))


def test_adds_to_what_the_day_has(db):
    article, one = builders.article(), quiet()
    Reading.objects.create(kind="article", number=article.pk, day=TODAY, count=40)
    for _ in range(2):
        one.add("article", article.pk, "192.0.2.1")
    one.write()
    assert counted() == [("article", article.pk, TODAY, 42)]


def test_begins_a_day_at_midnight_in_shanghai(db, monkeypatch):
    article, one = builders.article(), quiet()
    for minute in (59, 60):
        moment = datetime(2026, 11, 22, 15 + minute // 60, minute % 60, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        one.add("article", article.pk, "192.0.2.1")
    one.write()
    assert counted() == [
        ("article", article.pk, date(2026, 11, 22), 1),
        ("article", article.pk, date(2026, 11, 23), 1),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hidden", builders.HIDDEN)
def test_counts_only_what_is_public(db, kind, hidden):
    shown, unseen, one = KINDS[kind](), KINDS[kind](**builders.HIDDEN[hidden]), quiet()
    for number in (shown.pk, unseen.pk, 10**17):
        one.add(kind, number, "192.0.2.1")
    one.write()
    assert counted() == [(kind, shown.pk, TODAY, 1)]


def test_counts_a_district(db):
    district, one = builders.district(), quiet()
    one.add("district", district.pk, "192.0.2.1")
    one.add("district", 10**17, "192.0.2.1")
    one.write()
    assert counted() == [("district", district.pk, TODAY, 1)]


def test_asks_as_often_for_twelve_pages_as_for_two(db, django_assert_num_queries):
    articles, parks, one = (
        [builders.article() for _ in range(6)],
        [builders.park() for _ in range(6)],
        quiet(),
    )
    for some in (1, 6):
        for article, park in zip(articles[:some], parks[:some], strict=True):
            one.add("article", article.pk, "192.0.2.1")
            one.add("park", park.pk, "192.0.2.1")
        with django_assert_num_queries(5):  # what is public, twice; one statement between two of a savepoint
            one.write()


def test_does_nothing_where_nobody_read(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        quiet().write()


def test_keeps_a_batch_the_database_did_not_take(db, monkeypatch):
    article, one = builders.article(), quiet()
    one.add("article", article.pk, "192.0.2.1")

    def away(counts):
        one.add("article", article.pk, "192.0.2.2")  # somebody reads on meanwhile
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr("readership.tally.public_only", away)
        one.write()
    assert counted() == []
    one.write()
    assert counted() == [("article", article.pk, TODAY, 2)]


def test_holds_no_more_pages_than_it_may(monkeypatch):
    monkeypatch.setattr("readership.tally.MOST", 3)
    one = quiet()
    for number in (1, 2, 3, 4, 1):
        one.add("park", number, "192.0.2.1")
    assert one.counts == {("park", 1, TODAY): 2, ("park", 2, TODAY): 1, ("park", 3, TODAY): 1}
    one.take_back({("park", 5, TODAY): 1, ("park", 2, TODAY): 1})
    assert one.counts == {("park", 1, TODAY): 2, ("park", 2, TODAY): 2, ("park", 3, TODAY): 1}


# --- One address


def test_counts_a_page_so_often_for_one_address_and_no_more():
    one = quiet()
    for _ in range(500):
        one.add("article", 1, "192.0.2.1")
    one.add("article", 1, "192.0.2.2")
    assert one.counts == {("article", 1, TODAY): 21}


def test_counts_so_many_pages_for_one_address_and_no_more():
    one = limits.Limits()
    assert sum(one.allow("192.0.2.1", f"article-{number}") for number in range(1, 3001)) == 2000


def test_made_up_pages_of_one_address_leave_room_for_those_of_others(db, monkeypatch):
    monkeypatch.setattr("readership.tally.MOST", 300)
    real, one = builders.article(), quiet()
    for number in range(1000):
        one.add("article", 10**9 + number, "192.0.2.1")
    one.add("article", real.pk, "192.0.2.2")
    one.add("article", real.pk, "192.0.2.1")
    assert len(one.counts) == 201
    one.write()
    assert counted() == [("article", real.pk, TODAY, 2)]
    one.add("article", real.pk + 1, "192.0.2.1")
    assert len(one.counts) == 1


def test_remembers_the_busiest_address_longest(monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 100)
    monkeypatch.setattr(limits, "ALTOGETHER", 60)
    one = limits.Limits()
    answers = []
    for number in range(100):
        answers.append(one.allow("192.0.2.1", f"article-{number}"))
        one.allow(f"198.51.100.{number}", "article-1")
    assert answers == [True] * 60 + [False] * 40
    for number in range(200):
        one.allow(f"203.0.113.{number}", "article-1")
    assert not one.allow("192.0.2.1", "article-1")


def test_forgets_addresses_and_the_key_at_midnight(monkeypatch):
    one = limits.Limits()
    assert [one.allow("192.0.2.1", "article-1") for _ in range(21)] == [True] * 20 + [False]
    key = one.key
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 16, tzinfo=UTC))
    assert one.allow("192.0.2.1", "article-1")
    assert len(one.seen) == 2
    assert one.key != key


def test_keeps_no_address_and_only_so_many_hashes(monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 100)
    one = limits.Limits()
    for number in range(1000):
        one.allow(f"192.0.2.{number}", "article-1")
    assert len(one.seen) == 100
    assert {len(mark) for mark in one.seen} == {8}
    assert not any(b"192" in mark for mark in one.seen)


# --- At once


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(1, 5), max_size=40), min_size=2, max_size=6), st.integers(0, 3))
def test_loses_and_doubles_nothing_among_threads(readers, writes):
    """However adding and taking a batch fall together, what is written is what was read."""
    one, written, begun = quiet(), Counter(), threading.Barrier(len(readers) + 1)

    def read(person, numbers):
        begun.wait()
        for number in numbers:
            one.add("article", number, f"{person} {len(one.counts)}")

    threads = [threading.Thread(target=read, args=pair) for pair in enumerate(readers)]
    for thread in threads:
        thread.start()
    begun.wait()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("readership.tally.public_only", lambda counts: counts)
        patch.setattr("readership.tally.Reading.objects.add", lambda counts: written.update(counts))
        for _ in range(writes):
            one.write()
        for thread in threads:
            thread.join()
        one.write()
    asked = Counter(number for numbers in readers for number in numbers)
    assert written == {("article", number, TODAY): count for number, count in asked.items()}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_adds_up_what_several_processes_write_at_once():
    articles = [builders.article() for _ in range(20)]
    numbers = [one.pk for one in articles]
    begun, failed = threading.Barrier(6), []

    def serve(person):
        one = quiet()
        try:
            begun.wait()
            for turn in range(10):
                for number in numbers if person % 2 else reversed(numbers):
                    one.add("article", number, f"{person} {turn}")
                one.write()
            failed.extend(one.counts)
        finally:
            connection.close()

    threads = [threading.Thread(target=serve, args=[person]) for person in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [(number, count) for _, number, _, count in sorted(counted())] == [(n, 60) for n in numbers]


def test_begins_one_thread_in_a_process():
    one = Tally()
    one.add("article", 1, "192.0.2.1")
    first = one.thread
    one.add("article", 1, "192.0.2.1")
    assert one.thread is first
    assert first.is_alive()
    assert first.daemon
    one.counts.clear()


ENDING = """
import django, sys
django.setup()
from readership import tally
tally.public_only = lambda counts: counts
tally.Reading.objects.add = lambda counts: print(sum(counts.values()))
for number in (1, 2, 3):
    tally.tally.add("article", number, "192.0.2.1")
sys.exit(0)
"""


def test_writes_once_more_when_its_process_ends():
    ended = subprocess.run(
        [sys.executable, "-c", ENDING],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.stdout, ended.stderr) == ("3\n", "")
