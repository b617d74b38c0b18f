"""Whether the search is compared with the truth, on a few articles: that the bench would see what is missing."""

import pytest
from django.db import transaction

from articles.models import Article
from bench.corpus import news
from bench.databases import Database
from bench.parts import rates, search
from bench.scanning import Scanned
from search.engines import engine
from search.finding import Found
from search.models import Entry, Rebuild
from search.questions import Question

COUNT, CHARACTERS = 120, 250
HERE = Database(COUNT)


@pytest.fixture(scope="module")
def _filled(django_db_setup, django_db_blocker):
    """Made once, in a transaction around these tests, and undone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        news.fill(COUNT, CHARACTERS)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def asked(_filled, db):
    return search.phrases(COUNT, CHARACTERS, 60)


def test_the_phrases_are_the_same_in_every_run():
    once = search.phrases(50, 300, 40)
    assert once == search.phrases(50, 300, 40)
    assert len(set(once)) == 40
    assert {len(one) for one in once} == {2, 3, 4, 5, 6}


def test_everything_is_found_and_nothing_else(asked):
    Article.objects.filter(pk__in=[1, COUNT]).update(published_at=None)
    compared = search.compare(HERE, asked)
    public = dict(
        Entry.objects.filter(kind="article", thing_id__in=Article.objects.published()).values_list(
            "thing_id", "text"
        )
    )
    truth = {phrase: {pk for pk, text in public.items() if phrase in text} for phrase in asked}
    assert [set(row.nonzero()[0]) for row in compared.truth] == list(truth.values())
    assert (compared.recall, compared.precision) == (1, 1)
    assert search.recall_row(compared)[4:] == ("0", "0", "1.000", "1.000")


def test_of_a_common_phrase_the_first_are_compared(asked, monkeypatch):
    for module in ("finding", "matching"):
        monkeypatch.setattr(f"search.{module}.CAP", 10)
        monkeypatch.setattr(f"search.{module}.SLACK", 5)
    monkeypatch.setattr(search, "CAP", 10)
    monkeypatch.setattr(search, "SHOWN", 7)
    compared = search.compare(HERE, ["招商引资", asked[0]])
    newest = Article.objects.published().newest_first().values_list("pk", flat=True)
    first = [pk for pk in newest if compared.truth[0, pk]][:7]
    assert compared.kind(0) == "common"
    assert [set(row.nonzero()[0]) for row in (compared.wanted[0], compared.found[0])] == [
        set(first),
        set(first),
    ]
    assert (compared.recall, compared.precision) == (1, 1)


def test_what_the_index_has_lost_is_missed(asked):
    entry = Entry.objects.get(kind="article", thing_id=Article.objects.published().first().pk)
    in_it = sum(phrase in entry.text for phrase in asked)
    engine().forget([entry])
    compared = search.compare(HERE, asked)
    assert in_it > 0
    assert search.recall_row(compared)[4:6] == (str(in_it), "0")
    assert compared.recall < 1


def test_the_scanning_page_finds_what_stands_in_a_column(asked):
    rows = Article.objects.published().newest_first()
    texts = {one.pk: (one.title, one.subtitle, one.summary, one.body) for one in rows}
    expected = [pk for pk, columns in texts.items() if any("招商引资" in text for text in columns)]
    theirs = Scanned(rows, Question.of("招商引资"), "new")
    assert (theirs.count, theirs[0:COUNT]) == (len(expected), expected)
    assert len(expected) > 20
    assert set(expected) <= set(Found(rows, Question.of("招商引资"), "new")[0:COUNT])  # and by tags


def test_the_index_is_measured_in_part_and_stays_whole(asked):
    entries = list(Entry.objects.filter(kind="article").order_by("thing_id").values_list("thing_id", "text"))
    assert rates.rebuild_rate(HERE, 1) > 0
    assert (
        list(Entry.objects.filter(kind="article").order_by("thing_id").values_list("thing_id", "text"))
        == entries
    )
    assert not Rebuild.objects.exists()
    assert search.compare(HERE, asked).recall == 1
