from datetime import date, timedelta
from decimal import Decimal

import pytest

from parks.models import Listing
from parks.siting import Needs, near_misses, ranked, relaxations
from parks.siting.answers import Answer
from tests import builders

pytestmark = pytest.mark.django_db

READY = date(2030, 3, 1)


def steps(needs):
    """(condition, part, value it is loosened to, count) of each way out, in order."""
    vacant = Listing.objects.published().available()
    assert not ranked(vacant, needs).exists()
    found = [
        (one.name, step.part, getattr(step.needs, step.part) if step.part else None, step.count, step.needs)
        for one in relaxations(vacant, needs)
        for step in one.steps
    ]
    # What is promised is what is found.
    assert [count for *_, count, _ in found] == [ranked(vacant, less).count() for *_, less in found]
    return [row[:4] for row in found]


def demanding(*must, **needs):
    return Needs(must=frozenset(must), **needs)


def test_names_the_nearest_value_and_how_many_it_would_bring():
    for height in (9, 9, 9, 8, None):
        builders.listing(clear_height_m=height)
    assert steps(demanding("height", height_min=Decimal(12))) == [
        ("height", "height_min", Decimal(9), 3),
        ("height", "", None, 5),
    ]


def test_a_demand_that_may_be_a_wish_stays_a_wish():
    builders.listing(clear_height_m=9)
    needs = demanding("height", "load", height_min=Decimal(12), load_min=Decimal(3))
    (relaxation,) = relaxations(Listing.objects.all(), needs)
    assert relaxation.steps[-1].needs == demanding("load", height_min=Decimal(12), load_min=Decimal(3))


def test_each_demand_that_alone_stands_in_the_way():
    dongli = builders.district("dongli")
    builders.listing(kind="warehouse")
    builders.listing(district=dongli)
    builders.listing(district=dongli, kind="office")
    builders.listing(deal="sale", price=3800, price_unit="sqm")
    builders.listing(industries=[builders.industry("17", "纺织业")])
    needs = Needs(
        kinds=("factory",),
        districts=(builders.district(),),
        deal="rent",
        industry=builders.industry("36", "汽车制造业"),
    )
    assert steps(needs) == [
        ("kind", "", None, 1),
        ("deal", "", None, 1),
        ("district", "", None, 1),
        ("industry", "", None, 1),
    ]


def test_an_area_gives_way_at_the_end_that_is_missed():
    builders.listing(area=900)
    builders.listing(area=800)
    builders.listing(area=3200)
    builders.listing(area=9000, min_area=2500)
    assert steps(Needs(area_min=Decimal(1000), area_max=Decimal(2000))) == [
        ("area", "area_min", Decimal(900), 1),
        ("area", "area_max", Decimal(2500), 1),
        ("area", "", None, 4),
    ]


def test_an_area_asked_in_mu_gives_way_in_mu():
    # 9,000 ㎡ are 13.5 亩; 9,001 ㎡ are 13.5015, said as 13.5 亩, so that it is within.
    builders.listing(area=9001)
    ((name, part, value, count), _) = steps(Needs(area_min=Decimal(20000), area_unit="mu"))
    assert (name, part, value, count) == ("area", "area_min", Decimal("9000.00"), 1)


def test_a_price_gives_way_in_the_unit_it_was_asked_in():
    builders.listing(price="0.75", price_unit="sqm_day")
    builders.listing(price=23, price_unit="sqm_month")
    builders.listing(price=None, price_unit="negotiable")
    # 23 a month are 0.7562 a day; 0.75 a day are 22.8125 a month, asked as 22.82.
    assert steps(demanding("price", price_max=Decimal(10), price_unit="sqm_month")) == [
        ("price", "price_max", Decimal("22.82"), 1),
        ("price", "", None, 3),
    ]
    assert steps(demanding("price", price_max=Decimal("0.5"), price_unit="sqm_day")) == [
        ("price", "price_max", Decimal("0.75"), 1),
        ("price", "", None, 3),
    ]
    assert steps(demanding("price", price_min=Decimal(30), price_unit="sqm_month")) == [
        ("price", "price_min", Decimal("23.00"), 1),
        ("price", "", None, 3),
    ]


def test_a_date_gives_way_to_the_first_after_it():
    builders.listing(available_on=READY + timedelta(days=9))
    builders.listing(available_on=READY + timedelta(days=40))
    assert steps(demanding("date", ready_by=READY)) == [
        ("date", "ready_by", date(2030, 3, 10), 1),
        ("date", "", None, 2),
    ]


def test_says_nothing_when_no_single_demand_helps():
    builders.listing(kind="office", clear_height_m=3)
    assert steps(demanding("height", kinds=("factory",), height_min=Decimal(9))) == []


def test_the_nearest_misses_lack_one_demand_and_come_nearest_first():
    low = builders.listing(clear_height_m=6)
    high = builders.listing(clear_height_m=9)
    builders.listing(clear_height_m=12, kind="warehouse")
    needs = demanding("height", kinds=("factory",), height_min=Decimal(12))
    # Height 9 of 12 keeps 0.375 of its part, 6 of 12 keeps 0.25; another kind is none.
    assert [(one.pk, one.misses) for one in near_misses(Listing.objects.all(), needs)] == [
        (high.pk, 1),
        (low.pk, 1),
    ]
    assert [one.listing for one in Answer(needs).near_misses()] == [high, low]


def test_shows_those_that_lack_two_where_none_lacks_one():
    both = builders.listing(clear_height_m=3, area=900)
    builders.listing(clear_height_m=3, area=900, deal="sale", price=3800, price_unit="sqm")
    needs = demanding(
        "height", kinds=("factory",), deal="rent", height_min=Decimal(9), area_min=Decimal(1000)
    )
    (result,) = Answer(needs).near_misses()
    assert (result.listing, result.missed_demands) == (both, 2)


def test_asks_as_often_for_many_rows_as_for_one(django_assert_num_queries):
    needs = demanding("height", "price", height_min=Decimal(12), price_max=Decimal(1), price_unit="sqm_month")
    builders.listing(clear_height_m=13)
    with django_assert_num_queries(2):
        relaxations(Listing.objects.published().available(), needs)
    for _ in range(5):
        builders.listing(clear_height_m=13)
        builders.listing(price="0.01")
    with django_assert_num_queries(2):
        relaxations(Listing.objects.published().available(), needs)
