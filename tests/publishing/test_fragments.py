from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.utils import timezone

from publishing import fragments
from publishing.fragments import asked_once, kept, kept_each, one_page
from tests import builders

pytestmark = pytest.mark.django_db


class Maker:
    """Says 1, 2, 3 …"""

    def __init__(self):
        self.numbers = count(1)

    def __call__(self):
        return next(self.numbers)


def on_a_page(question, make):
    with one_page():
        return kept(question, make)


def test_makes_a_part_once_for_all_pages():
    make = Maker()
    assert [on_a_page("part", make), on_a_page("part", make)] == [1, 1]
    assert on_a_page("another", make) == 2


def test_keeps_that_there_is_nothing():
    assert on_a_page("part", lambda: None) is None
    assert on_a_page("part", lambda: "made again") is None


def test_makes_it_again_after_any_public_change():
    make = Maker()
    article = builders.article()
    assert on_a_page("part", make) == 1
    article.save()
    assert on_a_page("part", make) == 2
    builders.park()
    assert on_a_page("part", make) == 3


NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(
    "waits",
    [
        lambda moment: builders.article(published_at=moment),
        lambda moment: builders.article(expires_at=moment),
        lambda moment: builders.park(published_at=moment),
        lambda moment: builders.listing(expires_at=moment),
        lambda moment: builders.policy(published_at=moment),
        lambda moment: builders.placement(starts_at=moment),
        lambda moment: builders.placement(ends_at=moment),
    ],
)
def test_makes_it_again_when_the_clock_shows_or_hides_something(monkeypatch, waits):
    at(monkeypatch, NOON)
    waits(NOON + timedelta(seconds=90))
    make = Maker()
    for after, said in ((0, 1), (89, 1), (90, 2), (91, 2)):
        at(monkeypatch, NOON + timedelta(seconds=after))
        assert on_a_page("part", make) == said


def test_makes_it_again_at_midnight_and_after_an_hour(monkeypatch):
    make = Maker()
    before_midnight = datetime(2026, 11, 20, 15, 58, tzinfo=UTC)
    for after, said in ((0, 1), (119, 1), (120, 2), (3719, 2), (3720, 3)):
        at(monkeypatch, before_midnight + timedelta(seconds=after))
        assert on_a_page("part", make) == said


def test_a_page_begun_before_a_change_leaves_nothing_for_those_after_it():
    article = builders.article()
    with one_page():
        article.save()
        assert kept("part", lambda: "before") == "before"
    assert on_a_page("part", lambda: "after") == "after"


def test_keeps_nothing_for_what_is_no_content_page():
    make = Maker()
    assert [kept("part", make), kept("part", make)] == [1, 2]


def test_keeps_nothing_of_what_failed():
    with pytest.raises(ZeroDivisionError):
        on_a_page("part", lambda: 1 // 0)
    assert on_a_page("part", lambda: 1) == 1


def test_asks_for_all_missing_parts_at_once():
    asked = []

    def make(keys):
        asked.append(keys)
        return {key: f"part {key}" for key in keys if key != 9}

    with one_page():
        assert kept_each("part", [1, 2], make) == {1: "part 1", 2: "part 2"}
        assert kept_each("part", [2, 3, 9], make) == {2: "part 2", 3: "part 3"}
        assert kept_each("other", [1], make) == {1: "part 1"}
    assert asked == [[1, 2], [3, 9], [1]]


def test_many_of_a_kind_push_out_their_own_kind_alone(monkeypatch):
    monkeypatch.setattr(fragments, "MOST", 3)
    make, asked = Maker(), []

    def made(keys):
        asked.append(keys)
        return dict.fromkeys(keys, "a row")

    assert on_a_page("frame", make) == 1
    for keys in ([1, 2, 3], [4], [4, 1]):
        with one_page():
            kept_each("row", keys, made)
    assert asked == [[1, 2, 3], [4], [1]]
    assert on_a_page("frame", make) == 1


def test_what_is_a_pages_own_is_asked_once_in_it():
    make = Maker()

    def asked():
        return asked_once("what I typed", make), asked_once("what I typed", make)

    with one_page():
        assert asked() == (1, 1)
    with one_page():
        assert asked() == (2, 2)
    assert asked() == (3, 4)
