"""What the sitemap says of what is published, and what it costs to say."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests import builders
from zhaoshang import sitemaps

pytestmark = pytest.mark.django_db


def found(client, path, tag="loc"):
    return re.findall(f"<{tag}>(?:https?://[^/]+)?([^<]+)</{tag}>", client.get(path).content.decode())


def test_names_what_is_public_the_oldest_first_file_by_file(client, monkeypatch):
    monkeypatch.setattr(sitemaps.PublishedSitemap, "limit", 2)
    now = timezone.now()
    newest, oldest, between = (
        builders.article(published_at=now - timedelta(days=days)) for days in (1, 3, 2)
    )
    builders.article(published_at=None)
    files = [found(client, f"/sitemap-articles.xml?p={page}") for page in (1, 2)]
    assert files == [
        [oldest.get_absolute_url(), between.get_absolute_url()],
        [newest.get_absolute_url()],
    ]


def test_the_index_reads_no_article_to_say_when_one_last_changed(client):
    newer, older, hidden = builders.article(), builders.article(), builders.article(published_at=None)
    now = timezone.now().replace(microsecond=0)
    for days, article in enumerate((hidden, newer, older)):
        Article.objects.filter(pk=article.pk).update(updated_at=now - timedelta(days=days))
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        index = client.get("/sitemap.xml").content.decode()
    [said] = re.findall(r"sitemap-articles.xml</loc>\s*<lastmod>([^<]+)<", index)
    assert datetime.fromisoformat(said) == now - timedelta(days=1)
    assert not [one["sql"] for one in asked if re.search('SELECT (?!MAX).*"updated_at".* FROM', one["sql"])]
