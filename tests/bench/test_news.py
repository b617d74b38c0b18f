"""The corpus of articles: the same in every run, some of everything, and in the database what was written."""

from collections import Counter

import pytest
from django.db import transaction

from articles.models import Article, Channel, Citation
from bench.corpus import news
from parks.models import District
from search.models import Entry

COUNT, CHARACTERS = 300, 250


@pytest.fixture(scope="module")
def _filled(django_db_setup, django_db_blocker):
    """Made once, in a transaction around these tests, and undone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        news.fill(COUNT, CHARACTERS)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def articles(_filled, db):
    return Article.objects.order_by("pk")


def test_the_same_texts_in_every_run():
    once, again = (list(news.articles(5, 800)) for _ in range(2))
    assert once == again
    assert len({one["title"] for one in once}) == 5


def test_a_text_is_as_long_as_was_asked():
    lengths = [len(one["body"]) for one in news.articles(400, 2_000)]
    assert 1_900 < sum(lengths) / 400 < 2_400
    assert min(lengths) < 1_000
    assert max(lengths) > 3_500


def test_phrases_are_rare_middling_and_common():
    bodies = [one["body"] for one in news.articles(300, 2_000)]
    cut = [bodies[at][200 + at : 203 + at] for at in range(300)]
    shares = [sum(phrase in one for one in bodies) / 300 for phrase in cut]
    several = Counter("rare" if one < 0.02 else "middling" if one < 0.2 else "common" for one in shares)
    assert {kind for kind, many in several.items() if many > 30} == {"rare", "middling", "common"}
    assert sum("招商引资" in one for one in bodies) > 250


def test_the_database_holds_what_was_written(articles):
    written = list(news.articles(COUNT, CHARACTERS))
    assert [(one.pk, one.title, one.body) for one in articles] == [
        (one["number"], one["title"], one["body"]) for one in written
    ]
    assert [sorted(one.tags.names()) for one in articles[:20]] == [
        sorted(one["tags"]) for one in written[:20]
    ]
    assert Citation.objects.count() == sum(len(one["policies"]) for one in written) > 0
    assert Article.parks.through.objects.count() == sum(len(one["parks"]) for one in written) > 0


def test_the_search_finds_every_article_by_its_tags_and_text(articles):
    entries = dict(Entry.objects.filter(kind="article").values_list("thing_id", "text"))
    assert len(entries) == COUNT
    assert all(
        tag.casefold() in entries[one["number"]]
        for one in news.articles(20, CHARACTERS)
        for tag in one["tags"]
    )


def test_there_is_some_of_everything(articles):
    assert {Channel.objects.get(slug=slug).articles.exists() for slug in news.CHANNELS} == {True}
    states = Counter(one.state for one in articles)
    assert states["published"] > 0.9 * COUNT
    assert {"draft", "expired"} <= states.keys()
    several = Counter(articles.exclude(district=None).values_list("district", flat=True))
    assert len(several) > 60
    assert several.most_common(1)[0][1] >= 8
    assert District.objects.filter(pk__in=several, kind="county").count() == len(several)
    assert articles.exclude(industry=None).exists()


def test_the_next_article_gets_a_number_of_its_own(articles):
    last = articles.last()
    last.pk = None
    last._state.adding = True
    last.save()
    assert last.pk > COUNT
