"""What is read again when something changes, and that memory answers as the database does."""

from collections import Counter
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.db import transaction
from django.utils import timezone

from parks.columns import ListingRows, ParkRows
from parks.models import Listing
from publishing import columns
from publishing.changes import PRUNED_EVERY, SINGLY, Change, note_change
from publishing.columns import Table
from publishing.remembering import remembered
from publishing.rows import NotKept, tally
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(monkeypatch):
    """What is read of the listings from now on: "all", or the numbers of rows."""
    said, load, renewed = [], Table.load, Table.renewed

    def noted(table, what):
        if table.model is Listing and what:
            said.append(what)

    monkeypatch.setattr(Table, "load", lambda self: noted(self, "all") or load(self))
    monkeypatch.setattr(
        Table, "renewed", lambda self, held, rows: noted(self, sorted(rows)) or renewed(self, held, rows)
    )
    return said


@pytest.fixture
def asked(read):
    def ask():
        """{kind: listings}, and what was read of the table for it."""
        read.clear()
        return dict(ListingRows().counts("kind")), read[:]

    return ask


@pytest.fixture
def three():
    return [builders.listing() for _ in range(3)]


def test_a_change_reads_its_row_alone(asked, three):
    assert asked() == ({"factory": 3}, ["all"])
    assert asked() == ({"factory": 3}, [])
    three[1].kind = "office"
    three[1].save()
    assert asked() == ({"factory": 2, "office": 1}, [[three[1].pk]])


def test_what_is_gone_is_gone_and_what_is_new_stands_in_its_place(asked, three):
    asked()
    number = three[1].pk
    three[1].delete()
    assert asked() == ({"factory": 2}, [[number]])
    builders.listing(pk=number, kind="office")
    last = builders.listing(kind="land")
    assert asked() == ({"factory": 2, "office": 1, "land": 1}, [[number, last.pk]])
    assert ListingRows().numbers() == [three[0].pk, number, three[2].pk, last.pk]


def test_another_tables_row_reads_none_of_this_one(asked, three):
    asked()
    builders.park()
    three[0].district.save()
    assert asked() == ({"factory": 3}, [])


def test_some_at_once_are_read_and_many_are_all(asked, three):
    asked()
    Listing.objects.filter(pk__in=[three[0].pk, three[2].pk]).update(kind="land")
    assert asked() == ({"factory": 1, "land": 2}, [[three[0].pk, three[2].pk]])
    note_change(Listing, range(SINGLY + 1))
    assert asked()[1] == ["all"]


def test_what_may_be_any_row_reads_all(asked, three):
    industry = builders.industry()
    asked()
    industry.listings.add(three[0])
    assert asked()[1] == ["all"]
    industry.save()
    assert asked()[1] == ["all"]
    note_change(Listing)
    assert asked()[1] == ["all"]


def test_its_industries_are_read_with_a_row(asked, three):
    industry = builders.industry()
    asked()
    three[1].industries.set([industry])
    assert asked()[1] == [[three[1].pk]]
    places, named = ListingRows().named()
    assert (places.tolist(), named.tolist()) == ([1], [industry.pk])
    three[0].delete()
    assert ListingRows().named()[0].tolist() == [0]


def test_notices_a_lower_number_that_comes_later(asked, three):
    asked()
    last = Change.objects.latest("pk").pk
    Change.objects.create(pk=last + 5, topic="places", table="parks.listing", row=three[0].pk)
    asked()
    Change.objects.create(pk=last + 2, topic="places", table="parks.listing", row=three[2].pk)
    assert asked()[1] == [[three[2].pk]]


def test_who_saw_what_is_pruned_reads_on_and_who_did_not_reads_all(asked, three):
    asked()
    usual = columns.memory.tables[Listing]
    for _ in range(3 * PRUNED_EVERY):
        note_change(Listing, [three[1].pk])
        asked()
    three[2].save()
    assert asked()[1] == [[three[2].pk]]
    columns.memory.tables[Listing] = usual
    assert asked()[1] == ["all"]


def test_what_was_rolled_back_was_never_there(asked, three):
    asked()
    with transaction.atomic():
        three[0].kind = "land"
        three[0].save()
        assert asked()[0] == {"factory": 2, "land": 1}
        transaction.set_rollback(True)
    assert asked()[0] == {"factory": 3}


@pytest.mark.django_db(transaction=True)
def test_a_number_given_again_after_a_rollback_is_another_change(asked):
    listing = builders.listing()
    builders.listing()
    asked()
    with transaction.atomic():
        listing.kind = "land"
        listing.save()
        assert asked()[0] == remembered_kinds() == {"factory": 1, "land": 1}
        rolled_back = Change.objects.latest("pk")
        transaction.set_rollback(True)
    Change.objects.create(
        pk=rolled_back.pk, topic="places", table="parks.listing", row=listing.pk
    )  # as SQLite does
    assert asked()[0] == remembered_kinds() == {"factory": 2}


def remembered_kinds():
    def count():
        return Counter(Listing.objects.order_by().values_list("kind", flat=True))

    return remembered("places", "kinds", count, lambda: None)


def test_keeps_a_moment_a_day_and_a_price_to_the_last_place():
    listing = builders.listing(
        published_at="2025-09-10T12:00:00.000001+08:00",
        verified_on="2024-02-29",
        valid_until="2050-12-31",
        price="19.99",
        price_unit="sqm_month",
        area="1999.99",
    )
    listing.refresh_from_db()
    [number] = ListingRows().numbers()
    for moment in ("2025-09-10T12:00:00.000001+08:00", "2025-09-10T12:00:00.000002+08:00"):
        asked = {"published_at__gte": timezone.datetime.fromisoformat(moment)}
        assert len(ListingRows().filter(**asked)) == Listing.objects.filter(**asked).count()
    assert number == listing.pk
    for lookup, value in [
        ("verified_on", date(2024, 2, 29)),
        ("valid_until__gt", date(2050, 12, 30)),
        ("rent_per_sqm_month__lte", Decimal("19.9900")),
        ("area_sqm__lte", Decimal("1999.99")),
    ]:
        assert len(ListingRows().filter(**{lookup: value})) == 1
    assert len(ListingRows().filter(area_sqm__gt=Decimal("1999.99"))) == 0


@pytest.mark.parametrize("numbers", [[3, 4, 7], [3, 4, 7_000], [3, 4, 2**62]])
def test_knows_where_a_row_stands_however_far_apart_the_numbers_are(numbers):
    held = columns.Held(np.array(numbers), {}, columns.NO_PAIRS, columns.NO_PAIRS[:, 0])
    asked = [columns.NOTHING, -1, 0, 2, 3, 4, 5, 6, 7, 8, numbers[-1], 2**63 - 1]
    assert held.places(np.array(asked)).tolist() == [
        numbers.index(one) if one in numbers else -1 for one in asked
    ]


def test_asks_of_a_park_what_it_says_and_of_none_that_it_says_nothing():
    park = builders.park(latitude="39.5", longitude="117.1")
    there, nowhere = builders.listing(park=park), builders.listing(park=builders.park())
    without = builders.listing(park=None)
    rows = ListingRows()
    asked = {
        "park__map_latitude__isnull": [(True, [nowhere, without]), (False, [there])],
        "park__map_latitude": [(None, [nowhere, without])],
        "park__map_latitude__gt": [(39, [there]), (40, [])],
        "park__map_latitude__range": [((39, 40), [there])],
        "park__district__in": [([park.district_id], [there, nowhere])],
    }
    for lookup, values in asked.items():
        for value, found in values:
            assert rows.filter(**{lookup: value}).numbers() == [one.pk for one in found], (lookup, value)
            assert list(Listing.objects.filter(**{lookup: value}).order_by("pk")) == found
    parks, counts = rows.counted_by("park")
    assert dict(zip(parks.numbers(), counts.tolist(), strict=True)) == {park.pk: 1, nowhere.park_id: 1}


def test_a_park_without_a_place_lies_nowhere():
    builders.listing(park=builders.park(latitude=None, longitude=None))
    builders.listing()
    assert len(ParkRows().filter(map_latitude__isnull=False)) == 0
    assert len(ListingRows().filter(park__map_latitude__isnull=False)) == 0
    assert len(ListingRows().filter(park=None)) == 1


def test_refuses_what_it_does_not_keep():
    with pytest.raises(NotKept):
        ListingRows().filter(title="厂房")


@pytest.mark.parametrize(
    "values",
    [
        np.array([], np.int64),
        np.array([3, 0, 3, 1]),
        np.array([2, 0, 2], np.int8),
        np.array([5_000_000_000, 1, 1]),
        np.array([-1, 2, -1]),
        np.array([0.5, 0.25, 0.5]),
    ],
)
def test_a_tally_says_what_sorting_says(values):
    counted, sorted_out = tally(values), np.unique(values, return_counts=True)
    assert [one.tolist() for one in counted] == [one.tolist() for one in sorted_out]
