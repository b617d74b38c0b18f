from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.utils import timezone

from publishing.changes import one_edition
from publishing.fragments import kept
from tests import builders

pytestmark = pytest.mark.django_db


class Maker:
    """Says 1, 2, 3 …"""

    def __init__(self):
        self.numbers = count(1)

    def __call__(self):
        return next(self.numbers)


def on_a_page(question, make):
    with one_edition():
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


def test_makes_it_again_with_the_minute(monkeypatch):
    make = Maker()
    noon = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    for after, said in ((0, 1), (59, 1), (60, 2)):
        monkeypatch.setattr(timezone, "now", lambda after=after: noon + timedelta(seconds=after))
        assert on_a_page("part", make) == said


def test_a_page_begun_before_a_change_leaves_nothing_for_those_after_it():
    article = builders.article()
    with one_edition():
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
