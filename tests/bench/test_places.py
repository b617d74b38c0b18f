"""The bench in short, on whatever database the tests run on: that it asks and counts, not how long it takes."""

import random

import pytest
from django.db import transaction

from bench.corpus import places as corpus
from bench.databases import Database
from bench.measuring import Measure, Timing, timed
from bench.parts import places
from parks.models import Listing, Park

PARKS = 40


@pytest.fixture(scope="module")
def _filled(django_db_setup, django_db_blocker):
    """Made once, in a transaction around these tests, and undone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        corpus.fill(PARKS)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sites(_filled, db):
    return [Database(PARKS), Database(10 * PARKS)]  # the same database twice


def test_every_page_answers_and_its_queries_are_counted(sites):
    asked = places.measures(places.things(sites))
    timings = timed(asked, sites, repeats=1, say=lambda words: None)
    assert {one.name for one in asked if not timings[one, sites[0]].queries} == {"empty view"}
    assert {len(timing.milliseconds) for timing in timings.values()} == {1}
    [table] = places.section(asked, sites, timings).tables
    assert [name for name, *_ in table.rows] == [one.name for one in asked]


def test_the_corpus_has_some_of_everything(sites):
    assert (Park.objects.count(), Listing.objects.count()) == (PARKS, 10 * PARKS)
    public = Listing.objects.published()
    assert 0.6 < public.count() / Listing.objects.count() < 0.95
    for column in ("kind", "deal", "status", "price_unit"):
        choices = set(Listing._meta.get_field(column).flatchoices)
        assert set(public.values_list(column, flat=True)) == {value for value, _ in choices}
    assert public.stale().exists()
    assert Park.objects.exclude(map_latitude=None).exists()


def test_the_corpus_is_the_same_in_every_run(sites):
    def some():
        made = corpus.Corpus(random.Random(7))
        park = made.park(1)
        listings = [made.listing(park, number) for number in range(3)]
        return [(park.name, park.latitude), *[(one.title, one.area, one.price) for one in listings]]

    assert some() == some()


def test_medians_of_both_sizes_stand_side_by_side():
    small, large = Database(20), Database(200)
    page = Measure("a page", "/")
    timings = {
        (page, small): Timing((3.0, 2.0, 9.0), 4, 2048),
        (page, large): Timing((8.0, 5.0, 5.0), 4, 4096),
    }
    assert timings[page, small].at(0.5) == 3.0
    assert timings[page, small].at(1) == 9.0
    section = places.section([page], [small, large], timings)
    assert section.tables[0].rows == [("a page", "3.0 (9.0)", "5.0 (8.0)", "1.7", "4", "2 → 4")]
    assert [ratio.value for ratio in section.ratios] == [5 / 3]
    assert places.row(page, [small, large], timings, 2.01)[3] == "**2.0**"
