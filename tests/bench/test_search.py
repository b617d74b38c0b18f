"""Whether the search is compared with the truth, on a few articles: that the bench would see what is missing."""

import pytest
from django.db import transaction

from articles.models import Article, PolicyDocument
from bench.corpus import news
from bench.databases import Database
from bench.parts import rates, search
from bench.scanning import Scanned
from parks.models import District, Listing, Park
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


def things(compared, chosen):
    """A set of (kind, number) for each phrase."""
    return [{compared.things[place] for place in row.nonzero()[0]} for row in chosen]


def of_articles(things):
    return {one for one in things if one[0] == "article"}


@pytest.fixture
def asked(_filled, db):
    return search.phrases(COUNT, CHARACTERS, 60)


def test_the_phrases_are_the_same_in_every_run():
    once = search.phrases(50, 300, 40)
    assert once == search.phrases(50, 300, 40)
    assert len(set(once)) == 40
    assert {len(one) for one in once} == {2, 3, 4, 5, 6}


def test_everything_is_found_and_nothing_else(asked):
    for number in (1, COUNT):
        Article.objects.get(pk=number).withdraw()
    compared = search.compare(HERE, asked)
    public = {
        (model.searched_kind, pk)
        for model in (Article, Park, Listing, PolicyDocument)
        for pk in model.objects.published().values_list("pk", flat=True)
    } | {("district", pk) for pk in District.objects.values_list("pk", flat=True)}
    entries = Entry.objects.values_list("kind", "thing_id", "text")
    texts = {(kind, pk): text for kind, pk, text in entries if (kind, pk) in public}
    assert {kind for kind, _ in texts} == {"article", "park", "listing", "policy", "district"}
    truth = [{thing for thing, text in texts.items() if phrase in text} for phrase in asked]
    assert things(compared, compared.truth) == things(compared, compared.found) == truth
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
    [everywhere, _] = things(compared, compared.truth)
    first = {("article", pk) for pk in [pk for pk in newest if ("article", pk) in everywhere][:7]}
    assert compared.kind(0) == "common"
    assert [of_articles(things(compared, some)[0]) for some in (compared.wanted, compared.found)] == [
        first,
        first,
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


def test_both_pages_were_asked_for_the_same_phrases():
    ours, theirs = [*range(1, 41)], [*range(100, 4_100, 100)]
    hardest, alike = search.claims("here", ours, theirs)
    assert hardest == ("search page, here: icontains ÷ ours, p95 of 40 phrases", 3900 / 39, 100, False)
    assert alike == ("search page, here: icontains ÷ ours, medians of the same", 2100 / 21, None, False)
    assert search.row("ours", ours) == ("ours", "40", "21.0", "39.0", "40.0")
    assert [search.row("", range(count))[3] for count in (20, 21)] == ["", "19.0"]


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
