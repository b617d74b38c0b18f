"""Another file for a picture while somebody saves a text that shows it, each in a thread and a connection of his own."""

import threading
import time

import pytest
from django.db import connection, transaction

from articles.models import Article
from editorial import versioning
from editorial.contents import content_of
from library.intake import take
from library.replacing import replace
from tests import builders

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,  # SQLite lets one write at a time anyway
]
ADDED = "<p>刚写的一段。</p>"


def until_somebody_waits():
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("nobody waits")


def replacing_while(picture, save):
    """Replaces `picture` while `save(wait)` is in its transaction; `wait()` returns when the replacing waits for it."""
    said = []

    def work():
        try:
            replace(picture, builders.picture_file("b.png", size=(80, 20), colour="#0a0"))
        except Exception as error:  # a deadlock ends the one or the other
            said.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)

    def wait():
        thread.start()
        until_somebody_waits()

    try:
        with transaction.atomic():
            save(wait)
    finally:
        thread.join()
    assert said == []


def shown(text, picture):
    picture.refresh_from_db()
    return text.replace("OLD", picture.image.url) + ADDED


def add_to(article):
    content = content_of(article)
    versioning.record(article, content | {"body": content["body"] + ADDED}, None)


@pytest.fixture
def picture():
    return take(builders.picture_file("a.png", size=(80, 20)))[0]


TEXT = '<figure><img alt="" height="20" src="OLD" width="80"></figure>'


def test_keeps_what_is_saved_while_it_waits(picture):
    article = builders.article(body=TEXT.replace("OLD", picture.image.url), published_at=None)

    def save(wait):
        add_to(article)
        wait()

    replacing_while(picture, save)
    stored = Article.objects.get(pk=article.pk)
    assert stored.body == versioning.latest(stored).content["body"] == shown(TEXT, picture)


def test_lets_who_has_the_article_save_it(picture):
    article = builders.article(body=TEXT.replace("OLD", picture.image.url), published_at=None)

    def save(wait):
        versioning.locked(article)
        wait()
        add_to(article)

    replacing_while(picture, save)
    assert Article.objects.get(pk=article.pk).body == shown(TEXT, picture)


def test_keeps_what_goes_live_while_it_waits(picture):
    article = builders.article(body=TEXT.replace("OLD", picture.image.url))
    add_to(article)

    def save(wait):
        versioning.make_live(versioning.latest(article))
        wait()

    replacing_while(picture, save)
    stored = Article.objects.get(pk=article.pk)
    assert stored.body == versioning.live(stored).content["body"] == shown(TEXT, picture)
