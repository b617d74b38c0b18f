"""What holds for all needs: over rows made once, with the needs drawn."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parks.forms import SitingForm, query_of
from parks.models import District, Industry, Listing
from parks.siting import PARTS, SOFT, Needs, fit_of, fits, ranked, verdicts
from tests import builders

pytestmark = pytest.mark.django_db
READY = date(2030, 3, 1)
# The rows are the same for every example: made once, and what an example adds it takes back.
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rows(_rows, db):
    return Listing.objects.all()


def fill():
    dongli, cars = builders.district("dongli"), builders.industry("36", "汽车制造业")
    today = timezone.localdate()
    for number in range(24):
        builders.listing(
            kind=["factory", "warehouse", "office"][number % 3],
            district=dongli if number % 4 == 0 else builders.district(),
            industries=[[], [cars], [builders.industry()]][number // 2 % 3],
            area=[500, 1000, 3200, 9000][number % 4],
            min_area=[None, 400][number // 4 % 2],
            # 0.12 a day, 3.65 a month and 43.8 a year are one rent: so are their multiples.
            price=[None, "0.60", "18.25", "262.80", "0.84"][number % 5],
            price_unit=["negotiable", "sqm_day", "sqm_month", "sqm_year", "sqm_day"][number % 5],
            clear_height_m=[None, 6, 9, 12][number % 4],
            floor_load_t=[None, 1, 3][number % 3],
            power_kva=[None, 100, 630][number // 3 % 3],
            available_on=[None, READY, READY + timedelta(days=60)][number // 2 % 3],
            verified_on=[today, today - timedelta(days=200)][number // 5 % 2],
        )
    builders.listing(deal="sale", price=600, price_unit="sqm")
    builders.listing(deal="transfer", kind="land", price=40, price_unit="mu_wan", area=60, area_unit="mu")


def maybe(strategy):
    return st.none() | strategy


def some(values):
    """Up to two of `values`, in their order."""
    chosen = st.sets(st.sampled_from(values), max_size=2)
    return chosen.map(lambda some: tuple(sorted(some, key=values.index)))


RENTS = {"sqm_day": Decimal("0.12"), "sqm_month": Decimal("3.65"), "sqm_year": Decimal("43.8")}
SALES = {"sqm": Decimal(15), "mu_wan": Decimal(1)}


@st.composite
def needs(draw):
    unit = draw(st.sampled_from([*RENTS, *SALES]))
    step = (RENTS | SALES)[unit]
    low, high = draw(maybe(st.integers(1, 8))), draw(maybe(st.integers(1, 50)))
    areas = st.sampled_from([Decimal(400), Decimal(1000), Decimal(3000), Decimal(9000)])
    slugs = draw(some(["wuqing", "dongli"]))
    code = draw(maybe(st.sampled_from(["36", "37", "C"])))
    return Needs(
        kinds=draw(some(["land", "factory", "warehouse"])),
        deal=draw(st.sampled_from(["", "rent", "sale"])),
        districts=tuple(District.objects.filter(slug__in=slugs).order_by("path")) if slugs else (),
        industry=code and Industry.objects.get(code=code),
        area_min=draw(maybe(areas)),
        area_max=draw(maybe(areas)),
        price_min=low and low * step,
        price_max=high and high * step,
        price_unit=unit if low or high else "",
        height_min=draw(maybe(st.sampled_from([Decimal(6), Decimal(9), Decimal("12.5")]))),
        load_min=draw(maybe(st.sampled_from([Decimal(1), Decimal("2.5")]))),
        power_min=draw(maybe(st.sampled_from([Decimal(100), Decimal(1000)]))),
        ready_by=draw(maybe(st.dates(READY - timedelta(days=70), READY + timedelta(days=70)))),
        must=frozenset(draw(some(SOFT))),
    )


def numbers(rows, needs):
    return list(ranked(rows, needs).values_list("pk", flat=True))


@few
@given(needs=needs(), name=st.sampled_from(list(PARTS)))
def test_giving_up_a_condition_removes_no_result(rows, needs, name):
    assert set(numbers(rows, needs)) <= set(numbers(rows, needs.without(name)))
    assert set(numbers(rows, needs)) <= set(numbers(rows, needs.wishing(name)))


LOOSER = {
    "area_min": Decimal("0.7"),
    "area_max": Decimal("1.7"),
    "price_min": Decimal("0.7"),
    "price_max": Decimal("1.7"),
    "height_min": Decimal("0.7"),
    "load_min": Decimal("0.7"),
    "power_min": Decimal("0.7"),
}


@few
@given(needs=needs(), part=st.sampled_from([*LOOSER, "ready_by"]))
def test_loosening_a_bound_removes_no_result(rows, needs, part):
    stated = getattr(needs, part)
    if stated is None:
        return
    looser = stated + timedelta(days=20) if part == "ready_by" else stated * LOOSER[part]
    assert set(numbers(rows, needs)) <= set(numbers(rows, replace(needs, **{part: looser})))


@few
@given(needs=needs(), other=st.sampled_from([*RENTS, *SALES]))
def test_the_unit_a_price_is_asked_in_changes_no_rank(rows, needs, other):
    family = next(units for units in (RENTS, SALES) if other in units)
    if needs.price_unit not in family:
        return
    ends = {
        name: price and price / family[needs.price_unit] * family[other]
        for name, price in (("price_min", needs.price_min), ("price_max", needs.price_max))
    }
    spoken = replace(needs, price_unit=other, **ends)
    assert numbers(rows, spoken) == numbers(rows, needs)
    assert spoken.question == needs.question


UNITS = [("0.60", "sqm_day"), ("18.25", "sqm_month"), ("219.00", "sqm_year")]


@few
@given(needs=needs(), spoken=st.permutations(UNITS))
def test_the_unit_a_listing_is_priced_in_changes_no_rank(rows, needs, spoken):
    """Five times 0.12 a day: three halls alike but for the unit, one of them stale, one smaller."""
    orders = []
    for prices in (UNITS, spoken):
        with transaction.atomic():
            halls = [{}, {"verified_on": timezone.localdate()}, {"area": 2500, "min_area": 500}]
            made = [
                builders.listing(price=price, price_unit=unit, **values)
                for values, (price, unit) in zip(halls, prices, strict=True)
            ]
            place = {hall.pk: index for index, hall in enumerate(made)}
            found = [place.get(number, number) for number in numbers(rows, needs)]
            orders.append(found)
            transaction.set_rollback(True)
    assert orders[0] == orders[1]


@few
@given(needs=needs())
def test_what_misses_a_demand_never_ranks_and_all_else_does(rows, needs):
    found = numbers(rows, needs)
    assert set(found) == {listing.pk for listing in rows if fits(listing, needs)}
    assert set(found) == {
        listing.pk
        for listing in rows
        if all(verdict.fits == "yes" for verdict in verdicts(listing, needs) if verdict.hard)
    }


@few
@given(needs=needs())
def test_rank_follows_fit_and_what_meets_everything_comes_first(rows, needs):
    found = list(ranked(rows, needs))
    assert [row.fit for row in found] == [pytest.approx(fit_of(row, needs), abs=1e-9) for row in found]
    assert [row.fit for row in found] == sorted((row.fit for row in found), reverse=True)
    complete = [all(one.fits == "yes" for one in verdicts(row, needs)[:-1]) for row in found]
    assert complete == sorted(complete, reverse=True)


FALLS_SHORT = ("低于", "高于", "小于", "大于", "晚于", "不是", "不在", "不包括", "未核实", "没有")
CANNOT_TELL = ("未注明", "面议", "不能直接比较", "以公告为准")


@few
@given(needs=needs())
def test_a_sentence_says_what_its_verdict_says(rows, needs):
    for listing in rows:
        for verdict in verdicts(listing, needs):
            said = {
                "no": any(word in verdict.sentence for word in FALLS_SHORT),
                "unknown": any(word in verdict.sentence for word in CANNOT_TELL),
            }
            assert said == {"no": verdict.fits == "no", "unknown": verdict.fits == "unknown"}, verdict


@few
@given(needs=needs(), unit=st.sampled_from(["sqm", "mu"]))
def test_an_address_says_the_needs_it_was_made_of(rows, needs, unit):
    areas = {"area_min": needs.area_min, "area_max": needs.area_max}
    if all(areas.values()) and areas["area_min"] > areas["area_max"]:
        needs = needs.without("area")
    prices = needs.price_min, needs.price_max
    if all(prices) and prices[0] > prices[1]:
        needs = needs.without("price")
    asked = any((needs.area_min, needs.area_max))
    needs = replace(needs, area_unit=unit if asked else "sqm")
    read = SitingForm(QueryDict(query_of(needs))).needs()
    demanded = {verdict.name for verdict in verdicts(rows[0], needs) if verdict.hard}
    assert read == replace(needs, must=needs.must & demanded)
