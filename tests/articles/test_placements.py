from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Placement
from tests import builders

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Slot = Placement.Slot


def on_front(client):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [one.h3.text for one in page.select(".pinned article")]


@pytest.fixture
def at(monkeypatch):
    """Sets the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_stands_in_front_from_the_minute_to_the_minute(at):
    builders.placement(
        article=builders.article(title="头条", channel=builders.channel("land")),
        starts_at=NOON,
        ends_at=NOON + 2 * MINUTE,
    )
    seen = []
    for moment in (NOON - MINUTE, NOON, NOON + MINUTE, NOON + 2 * MINUTE):
        at(moment)
        seen.append([one.title for one in Article.objects.published().for_the_front()])
    assert seen == [[], ["头条"], ["头条"], []]


def test_leads_before_the_news_then_by_number_then_the_newest():
    def put(title, slot=Slot.HOME_NEWS, position=0, day=1):
        article = builders.article(title=title, published_at=datetime(2025, 8, day, tzinfo=UTC))
        builders.placement(article=article, slot=slot, position=position)

    put("要闻旧", day=1)
    put("要闻新", day=2)
    put("要闻后", position=1, day=3)
    put("头条后", slot=Slot.HOME_LEAD, position=5)
    put("头条", slot=Slot.HOME_LEAD, position=4)
    titles = [one.title for one in Article.objects.published().for_the_front()]
    assert titles == ["头条", "头条后", "要闻新", "要闻旧", "要闻后"]


def test_an_article_in_two_places_stands_once_in_the_better_one():
    article, other = builders.article(title="两处"), builders.article(title="要闻")
    builders.placement(article=article, slot=Slot.HOME_NEWS, position=9)
    builders.placement(article=other, slot=Slot.HOME_NEWS)
    builders.placement(article=article, slot=Slot.HOME_LEAD)
    assert [one.title for one in Article.objects.for_the_front()] == ["两处", "要闻"]


@pytest.mark.parametrize("hidden", builders.HIDDEN)
def test_shows_nothing_that_is_not_public(client, hidden):
    builders.placement(article=builders.article(title="藏着", **builders.HIDDEN[hidden]))
    assert on_front(client) == []


def test_empty_places_take_the_newest_news(client):
    for day in (1, 2, 3, 4, 5):
        builders.article(title=f"新闻{day}", published_at=datetime(2025, 8, day, tzinfo=UTC))
    builders.article(title="厂房", channel=builders.channel("factory-price"))
    builders.placement(article=Article.objects.get(title="新闻1"), slot=Slot.HOME_NEWS)
    assert on_front(client) == ["新闻1", "新闻5", "新闻4", "新闻3"]


def test_a_districts_lead_stands_on_its_page_alone(client):
    wuqing = builders.district()
    builders.article(title="较新", published_at=datetime(2025, 9, 1, tzinfo=UTC))
    lead = builders.article(title="地区头条")
    builders.placement(article=lead, slot=Slot.DISTRICT_LEAD, district=wuqing)

    def shown(address):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        return [one.h3.text for one in page.select(".district-lead")], [
            one.a.text for one in page.select(".article-lines li")
        ]

    assert shown("/districts/wuqing/") == (["地区头条"], ["较新"])
    assert shown("/districts/tianjin/") == ([], ["较新", "地区头条"])


def test_a_district_goes_with_its_places_only():
    article, wuqing = builders.article(), builders.district()
    for slot, district in [(Slot.HOME_LEAD, wuqing), (Slot.DISTRICT_LEAD, None)]:
        with pytest.raises(IntegrityError, match="placement_district"), transaction.atomic():
            builders.placement(article=article, slot=slot, district=district)


def test_is_not_put_there_twice_at_one_time():
    first = builders.placement(starts_at=NOON, ends_at=NOON + MINUTE)
    again = Placement(article=first.article, slot=first.slot, starts_at=NOON, ends_at=None)
    with pytest.raises(ValidationError, match="这篇文章在这段时间已经在首页头条。"):
        again.full_clean()
    Placement(article=first.article, slot=first.slot, starts_at=NOON + MINUTE).full_clean()


@pytest.mark.parametrize(
    ("starts", "ends", "beside"),
    [(0, 1, True), (2, 3, False), (2, None, False), (-2, 0, False), (-2, None, True)],
)
def test_knows_what_stands_beside_it(starts, ends, beside):
    one = builders.placement(starts_at=NOON, ends_at=NOON + 2 * MINUTE)
    other = Placement(
        article=builders.article(),
        slot=Slot.HOME_LEAD,
        starts_at=NOON + starts * MINUTE,
        ends_at=None if ends is None else NOON + ends * MINUTE,
    )
    assert (one in Placement.objects.beside(other)) is beside


@pytest.mark.parametrize("state", Placement.State.values)
def test_filters_by_state_as_the_property_says_it(at, state):
    article = builders.article()
    for starts, ends in [(NOON, None), (NOON - 2 * MINUTE, NOON), (NOON + MINUTE, None)]:
        builders.placement(article=article, starts_at=starts, ends_at=ends)
    at(NOON)
    expected = [one for one in Placement.objects.all() if one.state == state]
    assert len(expected) == 1
    assert list(Placement.objects.in_state(state)) == expected
