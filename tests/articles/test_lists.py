import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.columns import public
from articles.listed import listed
from articles.models import Article, PolicyDocument
from library.models import Picture
from tests import builders

pytestmark = pytest.mark.django_db
DAY = timezone.timedelta(days=1)


def canonical(client, address):
    page = client.get(address).content.decode()
    return page.partition('<link rel="canonical" href="http://testserver')[2].partition('"')[0]


def test_each_page_of_a_list_has_its_own_address(client):
    for _ in range(21):
        builders.article()
    assert canonical(client, "/news/") == "/news/"
    assert canonical(client, "/news/?page=2&sort=oldest") == "/news/?page=2"
    assert canonical(client, "/news/?channel=news&q=签约") == "/news/?channel=news"
    assert canonical(client, "/news/?district=wuqing&page=2") == "/districts/wuqing/news/?page=2"
    assert canonical(client, "/news/?district=wuqing&channel=news") == "/districts/wuqing/news/"


def rows_read(client, address):
    """How many questions for rows of articles `address` makes."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum("articles_article" in one["sql"] for one in asked)


def test_the_rows_of_one_list_are_those_of_another(client, settings):
    settings.PAGE_MEMORY_MB = 0
    picture = Picture.objects.create(image=builders.picture_file(), alt="车间")
    builders.article(cover=picture)
    client.get("/news/")
    assert rows_read(client, "/news/?channel=news") == 0
    assert rows_read(client, "/districts/wuqing/news/") == 0
    builders.article(title="后来的一篇")
    assert "后来的一篇" in client.get("/news/").content.decode()
    picture.alt = "改过的说明"
    picture.save()
    assert 'alt="改过的说明"' in client.get("/news/").content.decode()


def test_a_districts_list_offers_no_other_district(client):
    builders.article()
    page = client.get("/districts/wuqing/news/").content.decode()
    assert 'name="district"' not in page
    assert 'name="channel"' in page


def test_words_need_not_stand_side_by_side():
    article = builders.article(title="武清新建厂房")
    builders.article(title="武清新建道路")
    assert list(Article.objects.matching("厂房 武清")) == [article]


def test_the_feed_survives_a_stray_control_character(client):
    builders.article(title="签约\x0b仪式")
    assert "签约仪式" in client.get("/feeds/news/").content.decode()


def test_a_policy_is_not_in_force_before_its_day():
    today = timezone.localdate()
    coming = builders.policy(valid_from=today + DAY)
    valid = builders.policy(valid_from=today)
    assert (coming.validity, valid.validity) == ("coming", "valid")
    assert list(PolicyDocument.objects.valid()) == [valid]


def read(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    rows = [int(one["data-article"]) for one in page.select("article.article-row")]
    return rows, page.select_one(".result-count").text


def test_a_page_is_a_slice_of_what_the_filters_leave(client):
    many = [builders.article(published_at=builders.PUBLISHED_AT + number * DAY) for number in range(-22, 0)]
    many[20].withdraw()
    other = builders.article(
        channel=builders.channel("policy"), district=None, published_at=many[3].published_at
    )
    newest = [one.pk for one in reversed(many) if one != many[20]]
    everything = [*newest[:17], other.pk, *newest[17:]]
    assert read(client, "/news/") == (everything[:20], "共 22 篇")
    assert read(client, "/news/?page=2") == (everything[20:], "共 22 篇")
    assert read(client, "/news/?page=2&sort=oldest") == (everything[1::-1], "共 22 篇")
    assert read(client, "/districts/tianjin/news/?page=2") == (newest[20:], "共 21 篇")
    assert read(client, "/news/?channel=policy") == ([other.pk], "共 1 篇")
    assert client.get("/news/?page=3").status_code == 404


def test_a_row_says_where_and_when(client):
    industry = builders.industry()
    builders.article(industry=industry)
    builders.article(district=None)
    page = BeautifulSoup(client.get("/news/").content, "html.parser")
    said = [one.select_one(".meta").get_text(" ", strip=True) for one in page.select("article.article-row")]
    assert said == ["2025-08-22 招商动态", f"2025-08-22 招商动态 天津-武清区 {industry.name}"]


def test_articles_stand_as_they_were_asked_for_without_what_is_gone(django_assert_num_queries):
    first, gone, last = [builders.article() for _ in range(3)]
    numbers = public()[0:9]
    Article.objects.filter(pk=gone.pk).delete()
    assert numbers == [last.pk, gone.pk, first.pk]
    assert listed(numbers) == [last, first]
    with django_assert_num_queries(0):
        assert listed([]) == []


def options(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {
        select["name"]: [
            (one["value"], one.text, one.has_attr("selected")) for one in select.select("option")
        ]
        for select in page.select(".filters select")
    }


def test_offers_what_some_article_is_of(client):
    builders.district("hedong"), builders.industry("14", "食品制造业")
    builders.article(industry=builders.industry("37", "铁路设备"))
    offered = {
        "district": [("", "全部地区", True), ("tianjin", "天津市", False), ("wuqing", "天津-武清区", False)],
        "industry": [("", "全部行业", True), ("37", "铁路设备", False), ("C", "制造业", False)],
        "sort": [("", "最新发布", True), ("oldest", "最早发布", False)],
    }
    assert offered.items() <= options(client, "/news/").items()
    assert offered.items() <= options(client, "/news/?page=1").items()
    chosen = options(client, "/news/?district=wuqing&q=无")["district"]
    assert chosen == [(value, name, value == "wuqing") for value, name, _ in offered["district"]]
    builders.article(district=builders.district("hedong"))
    assert ("hedong", "天津-hedong区", False) in options(client, "/news/")["district"]
