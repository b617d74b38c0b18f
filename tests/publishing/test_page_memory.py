import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from publishing import changes as changes_noted
from publishing import page_memory
from publishing.models import SiteSettings
from tests import builders

pytestmark = pytest.mark.django_db


def questions(client, address, **headers):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers=headers)
    return len(asked), response


def test_asks_one_question_for_a_page_it_has(client):
    address = builders.article().get_absolute_url()
    first = client.get(address)
    asked, again = questions(client, address)
    assert (asked, again.content, again.headers) == (1, first.content, first.headers)


def test_asks_one_question_to_say_that_nothing_has_changed(client):
    address = builders.article().get_absolute_url()
    first = client.get(address)
    asked, again = questions(client, address, **{"if-none-match": first["ETag"]})
    assert (asked, again.status_code, again.content) == (1, 304, b"")


def test_answers_head_as_it_answers_get(client):
    address = builders.article().get_absolute_url()
    first = client.get(address)
    head = client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


def changes():
    """Everything that shows on the page of an article, changed by each of its doors."""
    return {
        "the article saved": lambda article: retitle(article),
        "the article updated": lambda article: Article.objects.filter(pk=article.pk).update(
            title="改过的标题"
        ),
        "its tags": lambda article: article.tags.add("改过的标题"),
        "its parks": lambda article: article.parks.add(builders.park(name="改过的标题")),
        "its district": lambda article: rename(article.district),
        "its channel": lambda article: rename(article.channel),
        "the site": lambda _: SiteSettings(site_name="改过的标题").save(),
        "another article": lambda article: builders.article(
            title="改过的标题", district=article.district, channel=article.channel
        ),
    }


def retitle(article):
    article.title = "改过的标题"
    article.save()


def rename(thing):
    thing.name = "改过的标题"
    thing.save()


@pytest.mark.parametrize("what", changes())
def test_shows_on_the_next_request_a_change_of(client, what):
    article = builders.article()
    before = client.get(article.get_absolute_url())
    changes()[what](article)
    after = client.get(article.get_absolute_url())
    assert "改过的标题" not in before.content.decode()
    assert "改过的标题" in after.content.decode()


def test_withdraws_a_page_at_once(client):
    article = builders.article()
    assert client.get(article.get_absolute_url()).status_code == 200
    article.expires_at = timezone.now()
    article.save()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_shows_what_is_published_by_the_clock(client, monkeypatch):
    ten = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: ten - timedelta(seconds=1))
    article = builders.article(title="十点公开", published_at=ten)
    assert "十点公开" not in client.get("/news/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda: ten)
    assert "十点公开" in client.get("/news/").content.decode()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_keeps_packed_and_plain_apart(client):
    address = builders.article().get_absolute_url()
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(address)
    assert client.get(address).content == plain.content


def test_keeps_hosts_apart(client, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    builders.article()
    for host in ("a.example", "b.example"):
        assert f"http://{host}/" in client.get("/feeds/news/", headers={"host": host}).content.decode()


def test_keeps_no_page_that_is_missing(client):
    assert client.get("/news/1/").status_code == 404
    article = builders.article(pk=1)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_forgets_the_pages_not_asked_for_longest(client, settings):
    settings.PAGE_MEMORY_MB = 0.1  # some six of these pages
    addresses = [builders.article().get_absolute_url() for _ in range(12)]
    for address in addresses:
        client.get(address)
    assert questions(client, addresses[-1])[0] == 1
    assert questions(client, addresses[0])[0] > 1
    assert page_memory.memory._size <= 0.1 * 1024 * 1024


def test_keeps_nothing_where_it_is_switched_off(client, settings):
    settings.PAGE_MEMORY_MB = 0
    address = builders.article().get_absolute_url()
    client.get(address)
    assert questions(client, address)[0] > 1


def test_a_page_of_a_rolled_back_change_is_never_shown(client):
    """What a transaction that fails had made of the site is an edition nobody ever sees again."""
    article = builders.article()
    client.get(article.get_absolute_url())
    with transaction.atomic():
        retitle(article)
        assert "改过的标题" in client.get(article.get_absolute_url()).content.decode()
        transaction.set_rollback(True)
    assert "改过的标题" not in client.get(article.get_absolute_url()).content.decode()


def test_keeps_no_page_with_a_long_address(client):
    address = f"{builders.article().get_absolute_url()}?x={'x' * 1000}"
    client.get(address)
    assert questions(client, address)[0] > 1


def test_the_foot_of_a_page_says_its_own_address(client, settings):
    """It is a part that all pages share."""
    settings.PAGE_MEMORY_MB, settings.ALLOWED_HOSTS = 0, ["a.example", "b.example"]
    builders.article()
    for host, address in [
        ("a.example", "/news/?q=%E7%94%B2"),
        ("b.example", "/news/"),
        ("a.example", "/parks/"),
    ]:
        page = client.get(address, headers={"host": host}).content.decode()
        [foot] = re.findall('<p class="print-only">本页网址：(.*)</p>', page)
        assert foot == f"http://{host}{address}"


def test_every_model_is_watched_or_shown_on_no_page():
    unseen_apps = {"audit", "axes", "outbox", "search", "editorial", "readership", "inquiries"}
    unseen = {
        "publishing.Change": "the changes themselves",
        "publishing.FormerAddress": "redirects, never kept",
        "parks.Remit": "of the staff",
        "articles.Citation": "of the staff",
    }
    models = [
        model
        for app in apps.get_app_configs()
        if not app.name.startswith("django.") and app.label not in unseen_apps | {"admin"}
        for model in app.get_models()
    ]
    assert {model._meta.label for model in models if model not in changes_noted._topics} == set(unseen)
