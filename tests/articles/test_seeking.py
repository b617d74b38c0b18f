"""Feeds and the API go on after what was read, however much was added before it."""

from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Article
from tests import builders

pytestmark = pytest.mark.django_db
MINUTE = timezone.timedelta(minutes=1)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def many(monkeypatch):
    """Seven articles, two of them of the same moment, read three at a time."""
    monkeypatch.setattr("zhaoshang.api.views.PER_PAGE", 3)
    monkeypatch.setattr("articles.feeds.NewsFeed.ITEMS", 3)
    return [builders.article(published_at=builders.PUBLISHED_AT + n // 2 * MINUTE) for n in range(7)]


def newest(*numbers):
    """The pages of the articles of these places in the order they were made."""
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    return [keys[number] for number in numbers]


def feed(client, address):
    root = ElementTree.fromstring(client.get(address).content)
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    keys = [int(one.text.rstrip("/").rpartition("/")[2]) for one in root.findall(f"{ATOM}entry/{ATOM}id")]
    return keys, links


def api(client, address):
    answer = client.get(address).json()
    return [one["id"] for one in answer["results"]], answer


def test_the_feed_leads_to_its_older_pages(client, many):
    keys, links = feed(client, "/feeds/news/")
    assert keys == newest(6, 5, 4)
    assert links == {
        "alternate": "http://testserver/news/",
        "self": "http://testserver/feeds/news/",
        "first": "http://testserver/feeds/news/",
        "next": f"http://testserver/feeds/news/?before=1755824520000000-{many[4].pk}",
    }
    builders.article()
    assert feed(client, links["next"])[0] == newest(3, 2, 7)
    many[3].withdraw()
    keys, links = feed(client, links["next"])
    assert keys == newest(2, 7, 1)
    keys, links = feed(client, links["next"])
    assert (keys, "next" in links) == (newest(0), False)


def test_a_districts_feed_stays_in_the_district(client, many):
    for one in many[3:6]:
        one.district = None
        one.save()
    keys, links = feed(client, "/feeds/news/?district=wuqing")
    assert keys == newest(6, 2, 1)
    assert links["next"].endswith(f"/feeds/news/?district=wuqing&before=1755824400000000-{many[1].pk}")
    assert links["first"].endswith("/feeds/news/?district=wuqing")
    assert feed(client, links["next"])[0] == newest(0)


def test_the_api_leads_from_page_to_page(client, many):
    keys, answer = api(client, "/api/v1/articles?channel=news&page=1")
    first = {name: answer[name] for name in ("count", "page", "pages")}
    assert (keys, first) == (newest(6, 5, 4), {"count": 7, "page": 1, "pages": 3})
    after = f"1755824520000000-{many[4].pk}"
    assert answer["next"] == f"http://testserver/api/v1/articles?channel=news&after={after}"
    builders.article(published_at=timezone.now())
    keys, answer = api(client, answer["next"])
    assert (keys, answer["count"], answer["page"], answer["pages"]) == (newest(3, 2, 1), 8, 2, 3)
    keys, answer = api(client, answer["next"])
    assert (keys, answer["page"], answer["next"]) == (newest(0), 3, None)


def test_the_oldest_first_go_on_with_the_newer(client, many):
    keys, answer = api(client, "/api/v1/articles?sort=oldest")
    assert keys == newest(0, 1, 2)
    keys, answer = api(client, answer["next"])
    assert (keys, answer["page"]) == (newest(3, 4, 5), 2)
    assert api(client, "/api/v1/articles?sort=oldest&page=3")[1]["next"] is None


def test_nothing_follows_the_last(client, many):
    keys, answer = api(client, f"/api/v1/articles?after=0-{many[0].pk}")
    assert (keys, answer["count"], answer["pages"], answer["next"]) == ([], 7, 3, None)


def test_a_page_all_of_which_is_gone_meanwhile_leads_nowhere(client, many, monkeypatch):
    monkeypatch.setattr("articles.listed.listed", lambda numbers: [])
    keys, answer = api(client, f"/api/v1/articles?after=1755824520000000-{many[4].pk}")
    assert (keys, answer["next"]) == ([], None)


@pytest.mark.parametrize(
    "position", ["x", "1-", "1755824400000000", "1-2-3", "9" * 30 + "-1", "1-" + "9" * 19]
)
def test_what_is_no_position_is_not_there(client, position):
    assert client.get("/api/v1/articles", {"after": position}).status_code == 404
    assert client.get("/feeds/news/", {"before": position}).status_code == 404


def test_says_how_to_read_all(client):
    told = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/articles"]["get"]["description"]
    assert "`next`" in told
