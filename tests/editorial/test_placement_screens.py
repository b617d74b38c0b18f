from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Placement
from parks.models import Remit
from tests import builders
from tests.staff_screens import act, cells, enter, screen, told

pytestmark = pytest.mark.django_db

SEVERAL = "/admin/articles/placement/several/?articles="
SAID = {
    "slot": "home-news",
    "district": "",
    "starts_at_0": "2026-01-01",
    "starts_at_1": "08:00",
    "ends_at_0": "",
    "ends_at_1": "",
}


def test_several_articles_go_to_one_place_in_the_order_chosen(client):
    enter(client, "编辑")
    first, second = builders.article(), builders.article()
    response = client.post(f"{SEVERAL}{second.pk},{first.pk}", SAID, follow=True)
    assert told(response) == ["已推荐 2 篇到首页要闻。"]
    assert list(Placement.objects.order_by("position").values_list("article", flat=True)) == [
        second.pk,
        first.pk,
    ]


def test_keeps_an_order_that_is_not_that_of_their_dates(client):
    enter(client, "编辑")
    first, second, third = (builders.article() for _ in range(3))
    client.post(f"{SEVERAL}{second.pk},{third.pk},{first.pk},{second.pk}", SAID)
    placed = Placement.objects.order_by("position").values_list("article", "position")
    assert list(placed) == [(second.pk, 0), (third.pk, 1), (first.pk, 2)]


def test_several_are_placed_all_or_none(client, monkeypatch):
    enter(client, "编辑")
    first, second = builders.article(), builders.article()
    save = Placement.save

    def refused(self, *args, **kwargs):
        if Placement.objects.exists():
            raise IntegrityError
        save(self, *args, **kwargs)

    monkeypatch.setattr(Placement, "save", refused)
    with pytest.raises(IntegrityError):
        client.post(f"{SEVERAL}{first.pk},{second.pk}", SAID)
    assert (Placement.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_the_list_leads_to_the_form(client):
    enter(client, "编辑")
    article = builders.article()
    response = client.post(screen(Article), {"action": "put_forward", "_selected_action": [article.pk]})
    assert response.url == f"{SEVERAL}{article.pk}"


def test_warns_where_more_stand_than_are_shown(client):
    enter(client, "编辑")
    builders.placement()
    response = client.post(f"{SEVERAL}{builders.article().pk}", SAID | {"slot": "home-lead"}, follow=True)
    assert told(response)[1:] == ["这段时间首页头条还有 1 篇，页面上显示 1 篇，按排序取前面的。"]


def test_refuses_what_cannot_be_in_words(client):
    enter(client, "编辑")
    article = builders.placement(slot="home-news").article
    for said in (
        SAID,
        SAID | {"slot": "district-lead"},
        SAID | {"ends_at_0": "2025-01-01", "ends_at_1": "08:00"},
    ):
        response = client.post(f"{SEVERAL}{article.pk}", said)
        assert BeautifulSoup(response.content, "html.parser").select_one(".errorlist li")
    assert Placement.objects.count() == 1


@pytest.mark.parametrize("query", ["", "x", "9" * 30, "1\0,2", "1,,2"])
def test_an_address_without_articles_leads_back(client, query):
    enter(client, "编辑")
    response = client.get(SEVERAL + query, follow=True)
    assert told(response) == ["没有选中文章。"]


def test_a_bound_person_fills_his_districts_place_alone(client):
    user = enter(client, "编辑")
    Remit.objects.create(person=user, district=builders.district())
    builders.placement(article=builders.article(title="首页"))
    builders.placement(
        article=builders.article(title="武清"), slot="district-lead", district=builders.district()
    )
    assert [row[0] for row in cells(client.get(screen(Placement)))] == ["武清"]
    assert client.post(f"{SEVERAL}{builders.article().pk}", SAID).status_code == 200
    assert Placement.objects.count() == 2


@pytest.mark.parametrize("role", ["初审", "审计", "招商专员"])
def test_who_may_only_read_puts_nothing_forward(client, role):
    enter(client, role)
    article = builders.article()
    assert client.post(f"{SEVERAL}{article.pk}", SAID).status_code == 403
    act(client, Article, "put_forward", article)
    assert Placement.objects.count() == 0


def test_the_board_tells_a_bound_person_of_places_others_fill(client):
    user = enter(client, "编辑")
    Remit.objects.create(person=user, district=builders.district())
    address = screen(Placement)
    empty = BeautifulSoup(client.get(address).content, "html.parser").select_one(".board .panel")
    Placement.objects.create(article=builders.article(title="外地一篇"), slot="home-lead")
    filled = BeautifulSoup(client.get(address).content, "html.parser").select_one(".board .panel")
    assert [one.select_one("p").text for one in (empty, filled)] == [
        "现在空着，页面上按发布时间取最新的文章。",
        "现在由别的地区的 1 篇文章占用。",
    ]
    assert "外地一篇" not in filled.text


def test_the_board_says_that_what_comes_was_withdrawn(client):
    enter(client, "编辑")
    tomorrow = timezone.now() + timedelta(days=1)
    for article in (builders.article(), builders.article(expires_at=timezone.now() - timedelta(hours=1))):
        Placement.objects.create(article=article, slot="home-news", starts_at=tomorrow)
    board = BeautifulSoup(client.get(screen(Placement)).content, "html.parser")
    assert [
        [aside.text for aside in one.select(".aside")] for one in board.select(".board h3 + .timeline li")
    ] == [[], ["文章已撤下，届时不展示"]]
