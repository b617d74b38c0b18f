from datetime import date

import pytest
from django.test import Client

from publishing.models import SiteSettings
from readership.models import Reading
from readership.tally import tally
from tests import builders

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def send(body="article-7", **headers):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/read/", body, content_type="text/plain;charset=UTF-8", **headers)
    assert (answer.status_code, answer.content, list(answer.cookies)) == (204, b"", [])
    return {f"{kind}-{number}": count for (kind, number, _), count in tally.counts.items()}


def test_counts_without_a_token_a_cookie_or_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert send(**OURS) == {"article-7": 1}


@pytest.mark.parametrize("kind", Reading.Kind.values)
def test_counts_every_kind(kind):
    assert send(f"{kind}-12", **OURS) == {f"{kind}-12": 1}


def test_believes_an_old_browser_by_its_origin():
    assert send(HTTP_ORIGIN="http://testserver") == {"article-7": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": ""},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": ""},
        {"HTTP_ORIGIN": "http://[::1"},
    ],
)
def test_ignores_what_another_site_sends(headers):
    assert send(**headers) == {}


ODD = [
    "",
    "article",
    "article-",
    "article-0",
    "article-007",
    "article--7",
    "article-7\n",
    "article-7 ",
    "article-٧",
    "article-1234567890123456789012345",
    "Article-7",
    "inquiry-7",
    "user-1",
    "article-7&article-8",
    "article-7\x00",
    b"\xff\xfe\xed\xa0\x80",
    "article-7" + " " * 200,
    "x" * 1_000_000,
    '{"kind": "article", "number": 7}',
]


@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
def test_ignores_what_it_cannot_read_without_a_line_in_the_log(body, caplog):
    assert send(body, **OURS) == {}
    assert caplog.records == []


def test_is_sent_by_post_only(client):
    assert client.get("/read/").status_code == 405
    assert tally.counts == {}


def test_may_be_kept_by_nobody(client):
    answer = client.post("/read/", "article-7", content_type="text/plain", **OURS)
    assert answer["Cache-Control"] == "private, no-store"


# --- Which pages send it


def test_pages_say_what_they_are(client, db):
    park = builders.park()
    things = {
        f"article-{(article := builders.article()).pk}": article.get_absolute_url(),
        f"policy-{(policy := builders.policy()).pk}": policy.get_absolute_url(),
        f"listing-{(listing := builders.listing()).pk}": listing.get_absolute_url(),
        f"park-{park.pk}": park.get_absolute_url(),
        f"district-{park.district.pk}": park.district.get_absolute_url(),
    }
    for name, address in things.items():
        page = client.get(address).content.decode()
        assert page.count(f'data-read="{name}"') == 1, address
        assert page.count("js/read.js") == 1, address
        assert "data-reads" not in page, address


def test_a_preview_is_read_by_nobody(client, db):
    from editorial import versioning
    from editorial.contents import content_of
    from editorial.previewing import signer

    for item in (builders.article(**builders.DRAFT), builders.policy(**builders.DRAFT)):
        version = versioning.begin(item, content_of(item), None)
        page = client.get(f"/preview/{signer().sign(str(version.pk))}/")
        assert page.status_code == 200
        assert b"data-read" not in page.content
        assert b"read.js" not in page.content


# --- The number for visitors


@pytest.fixture
def shown(db):
    SiteSettings.objects.create(shows_reader_counts=True)


def test_tells_how_often_a_page_was_read(client, shown):
    article = builders.article()
    for day, count in ((date(2026, 1, 1), 1200), (date(2026, 11, 22), 4)):
        Reading.objects.create(kind="article", number=article.pk, day=day, count=count)
    Reading.objects.create(kind="park", number=article.pk, day=date(2026, 11, 22), count=9)
    answer = client.get(f"/read/article-{article.pk}/")
    assert (answer.status_code, answer.content.decode(), list(answer.cookies)) == (200, "1204", [])
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"].startswith("public, max-age=0, s-maxage=")


def test_tells_of_a_page_nobody_read_yet(client, shown):
    assert client.get(f"/read/park-{builders.park().pk}/").content == b"0"


def test_tells_nothing_where_the_site_does_not_want_it(client, db):
    assert client.get(f"/read/article-{builders.article().pk}/").status_code == 404


@pytest.mark.parametrize("hidden", builders.HIDDEN)
def test_tells_nothing_of_what_is_hidden(client, shown, hidden):
    article = builders.article(**builders.HIDDEN[hidden])
    Reading.objects.create(kind="article", number=article.pk, day=date(2026, 11, 22), count=4)
    assert client.get(f"/read/article-{article.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["article-0", "article-999999999999999999", "inquiry-1", "x", "article-7-7"])
def test_tells_nothing_of_what_there_is_not(client, shown, name):
    assert client.get(f"/read/{name}/").status_code == 404


def test_a_reader_more_makes_no_new_page(client, shown):
    article = builders.article()
    before = client.get(article.get_absolute_url())
    assert b"<span data-reads></span>" in before.content
    Reading.objects.create(kind="article", number=article.pk, day=date(2026, 11, 22), count=4)
    assert client.get(article.get_absolute_url())["ETag"] == before["ETag"]
