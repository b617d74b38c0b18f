"""Memory finds, counts and sorts as the database does, whatever is asked."""

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parks.columns import public
from parks.facets import facets_of
from parks.forms import ListingFilter, ParkFilter, SitingForm
from parks.models import Listing, Park
from parks.siting import near_misses, ranked
from publishing.columns import forget
from tests import builders

pytestmark = pytest.mark.django_db

DISTRICTS, CODES = ["tianjin", "wuqing", "hedong"], ["C", "14", "37"]
AREAS, PRICES = ["0", "999.99", "1000", "3.5", "4000", "99999"], ["0", "19.99", "20", "20.01", "300", "0.66"]
WHOLE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        yield
        transaction.set_rollback(True)


def fill():
    districts = [builders.tianjin(), *map(builders.district, DISTRICTS[1:])]
    industries = [builders.industry(code, f"行业{code}") for code in CODES]
    hidden = [{}, {}, {}, builders.EXPIRED, builders.SCHEDULED]
    for number in range(5):
        builders.park(
            district=districts[number % 3],
            level=Park.Level.values[number % 3],
            kind=Park.Kind.values[number % 2],
            land_available_mu=[None, 0, "12.5", "300", "4000"][number],
            industries=industries[number % 3 :][:2],
            **hidden[number],
        )
    parks = [None, *Park.objects.order_by("pk")]
    for number in range(24):
        kind, is_land = Listing.Kind.values[number % 4], number % 4 == 0
        builders.listing(
            park=parks[number % 6],
            district=districts[number % 3],
            kind=kind,
            deal=(["transfer", "sale"] if is_land else ["rent", "custom"])[number // 4 % 2],
            status=Listing.Status.values[number // 3 % 4],
            area=["1000", "999.99", "3.5", "4000"][number % 4],
            area_unit=["sqm", "mu"][number % 5 == 2],
            min_area=[None, "2"][number % 7 == 0],
            **priced(number, is_land),
            industries=industries[number % 4 :][:2],
            verified_on=[None, "2025-09-01", "2025-03-01"][number % 3],
            available_on=[None, "2025-12-01", "2026-06-01"][number // 2 % 3],
            valid_until=[None, None, "2025-01-01", "2099-01-01"][number // 5 % 4],
            clear_height_m=[None, "6", "9.5"][number % 3],
            floor_load_t=[None, "1", "3.25"][number // 2 % 3],
            power_kva=[None, 315][number % 2],
            **hidden[number % 4],
        )


def priced(number, is_land):
    if number % 5 == 0:
        return {"price": None, "price_unit": "negotiable"}
    if is_land:
        return {"price": 20 + number % 3, "price_unit": ["mu_wan", "sqm"][number % 2]}
    return {"price": ["20", "19.99", "0.66"][number % 3], "price_unit": ["sqm_month", "sqm_day"][number % 2]}


def queries(**choices):
    """Query strings that ask for some of it."""
    several = {name: st.none() | st.sampled_from(values) for name, values in choices.items()}
    return st.fixed_dictionaries(several).map(
        lambda asked: urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    )


listing_queries = queries(
    kind=Listing.Kind.values,
    deal=Listing.Deal.values,
    district=DISTRICTS,
    industry=CODES,
    area_min=AREAS,
    area_max=AREAS,
    area_unit=["sqm", "mu"],
    price_min=PRICES,
    price_max=PRICES,
    price_unit=["sqm_month", "sqm_day", "sqm", "mu_wan"],
    height_min=["6", "9.5"],
    load_min=["1", "3.26"],
    power_min=["315"],
    available=["1"],
    sort=["vacant", "verified", "new", "area", "-area", "price"],
)
park_queries = queries(
    district=DISTRICTS,
    level=Park.Level.values,
    type=Park.Kind.values[:2],
    industry=CODES,
    area_min=["12.5", "12.6"],
    area_max=["0", "300"],
    available=["1"],
    sort=["level", "name", "land"],
)
siting_queries = queries(
    kind=[["factory"], ["land", "office"]],
    deal=Listing.Deal.values,
    district=[["wuqing"], ["tianjin"], ["hedong", "wuqing"]],
    industry=CODES,
    area_min=AREAS,
    area_max=AREAS,
    area_unit=["sqm", "mu"],
    price_min=PRICES,
    price_max=PRICES,
    price_unit=["sqm_month", "sqm_day", "sqm", "mu_wan"],
    height_min=["6", "9.4"],
    load_min=["1", "3.26"],
    power_min=["100", "316"],
    ready_by=["2025-12-01", "2026-05-31", "2025-10-01"],
    must=[["height"], ["price", "date"], ["load", "power"]],
)


def alike(form):
    """What is found in which order, in memory and in the database; and that the counts are of what is found."""
    forget()
    stated = form.stated()
    in_memory = form.narrowed(public(form.model), stated).sorted_by(form.order)
    in_database = form.narrowed(form.model.objects.published(), stated).sorted_by(form.order)
    numbers = list(in_database.values_list("pk", flat=True))
    for span in (slice(0, 24), slice(0, 3), slice(2, 5)):
        assert list(in_memory[span]) == numbers[span]
    return facets_of(form), len(numbers)


@WHOLE
@given(query=listing_queries)
def test_finds_and_sorts_listings(places, query):
    facets, total = alike(ListingFilter(QueryDict(query)))
    assert facets.total == total


def test_the_first_none_are_none(places):
    forget()
    rows = public(Listing).sorted_by("vacant")
    assert rows.foremost(0).tolist() == rows[0:0] == []


@WHOLE
@given(query=park_queries)
def test_finds_and_sorts_parks(places, query):
    facets, total = alike(ParkFilter(QueryDict(query)))
    assert facets.total == total


def counted(form, rows, stated):
    """{field: {value: rows}} as the database counts them, one choice at a time."""
    return {
        (name, option.value): form.narrowed(rows, chosen(form, stated, name, option.value)).count()
        for name, options in facets_of(form).options.items()
        for option in options
    }


def chosen(form, stated, name, value):
    [[_, understood]] = type(form)(QueryDict(urlencode({name: value}))).stated().items()
    return stated | {name: understood}


@settings(WHOLE, max_examples=12)
@given(query=listing_queries)
def test_counts_beside_each_choice_what_the_database_finds(places, query):
    forget()
    form = ListingFilter(QueryDict(query))
    said = {
        (name, one.value): one.count for name, options in facets_of(form).options.items() for one in options
    }
    assert said == counted(form, Listing.objects.published(), form.stated())


@settings(WHOLE, max_examples=12)
@given(query=park_queries)
def test_counts_beside_each_choice_the_parks_the_database_finds(places, query):
    forget()
    form = ParkFilter(QueryDict(query))
    said = {
        (name, one.value): one.count for name, options in facets_of(form).options.items() for one in options
    }
    assert said == counted(form, Park.objects.published(), form.stated())


@WHOLE
@given(query=siting_queries)
def test_ranks_and_misses_as_the_database_does(places, query):
    form = SitingForm(QueryDict(query))
    form.is_valid()
    in_memory, in_database = public(Listing).available(), Listing.objects.published().available()
    for ask in (ranked, near_misses):
        rows = ask(in_memory, form.needs())
        assert rows[0:30] == list(ask(in_database, form.needs()).values_list("pk", flat=True))
