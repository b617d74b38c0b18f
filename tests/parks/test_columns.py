"""Answers from memory are those of the database, and of who has never asked before, whatever changed in between."""

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parks.facets import facets_of
from parks.forms import ListingFilter, ParkFilter, SitingForm
from parks.guide import spreads_beside, spreads_in
from parks.maps import View
from parks.models import District, Industry, Listing, Park
from parks.siting import Answer
from parks.views.map import found_places
from publishing import columns
from tests import builders
from zhaoshang.holdings import holdings, place_figures

pytestmark = pytest.mark.django_db

SLUGS, CODES = ["tianjin", "wuqing", "hedong"], ["C", "14", "37"]


@pytest.fixture
def few(monkeypatch):
    """Few parks or squares on a map, as if the tables were large."""
    monkeypatch.setattr("parks.maps.lying.MOST", 3)
    monkeypatch.setattr("parks.guide.ENOUGH", 2)
    monkeypatch.setattr("parks.columns.FEW", 2)


@pytest.fixture
def rows(_rows, db, few):
    return None


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    """Made once; what an example changes it takes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        yield
        transaction.set_rollback(True)


def fill():
    districts = [builders.district(slug) if slug != "tianjin" else builders.tianjin() for slug in SLUGS]
    industries = [builders.industry(code, f"行业{code}") for code in CODES]
    for number in range(5):
        park = builders.park(
            district=districts[number % 3],
            latitude=f"39.{number}",
            longitude=f"117.{number * 3 % 7}",
            industries=industries[number % 3 :][:1],
        )
        for other in range(3):
            builders.listing(
                park=park,
                district=districts[(number + other) % 3],
                industries=industries[number % 4 :][: other % 2],
                price=20 + number * other,
                price_unit="sqm_month",
                kind=["factory", "office"][other % 2],
            )
    builders.listing(**builders.SCHEDULED)


def shown(query, form):
    facets = facets_of(form(QueryDict(query)))
    return facets.total, {name: [tuple(one) for one in some] for name, some in facets.options.items()}


def siting(query):
    form = SitingForm(QueryDict(query))
    form.is_valid()
    answer = Answer(form.needs())
    return answer.total, answer.complete, [one.listing.pk for one in answer[0:12]]


def missed(query):
    form = SitingForm(QueryDict(query))
    form.is_valid()
    return [one.listing.pk for one in Answer(form.needs()).near_misses()]


def on_map(noun, form, query):
    return found_places(noun, form(QueryDict(query)), View(None, None))


ASKED = [
    lambda: shown("", ListingFilter),
    lambda: shown("kind=factory&district=wuqing&industry=C&available=1", ListingFilter),
    lambda: shown("price_min=21&price_unit=sqm_month", ListingFilter),
    lambda: shown("", ParkFilter),
    lambda: shown("available=1&industry=37", ParkFilter),
    lambda: siting("kind=factory&area_min=1000&area_max=4000"),
    lambda: siting("industry=37&price_max=24&price_unit=sqm_month"),
    lambda: missed("kind=factory&height_min=99&must=height&district=wuqing"),
    lambda: on_map("park", ParkFilter, ""),
    lambda: on_map("listing", ListingFilter, "kind=office"),
    lambda: [spreads_in(one) for one in District.objects.order_by("slug")],
    lambda: {
        kind: [(one.slug, beside) for one, beside in rows]
        for kind, rows in spreads_beside(builders.tianjin()).items()
    },
    holdings,
    place_figures,
    lambda: place_figures(builders.district("hedong")),
]


def nth(model, number):
    rows = model.objects.order_by("pk")
    return rows[number % rows.count()] if rows.exists() else None


def save(listing, number):
    listing.kind = ["factory", "warehouse", "office"][number % 3]
    listing.price = 10 + number
    listing.status = ["vacant", "taken"][number % 2]
    listing.park = nth(Park, number)
    listing.district = nth(District, number // 2)
    listing.save()


def move(park, number):
    park.district, park.latitude = nth(District, number), f"{30 + number}.5"
    park.save()


def let(park, number):
    """To the last hall."""
    for listing in park.listings.all():
        listing.status = "taken"
        listing.save()


def add(listing, number):
    builders.listing(park=nth(Park, number), district=nth(District, number))


def move_hedong():
    hedong = builders.district("hedong")
    hedong.parent = None if hedong.parent else builders.tianjin()
    hedong.save()


def publish_listings(listing, number):
    """As one who works on many at once."""
    Listing.objects.filter(pk__lte=listing.pk).update(status="vacant", kind="factory")


CHANGES = {
    "a save": (Listing, save),
    "a deletion": (Listing, lambda listing, number: listing.delete()),
    "a new one": (Listing, add),
    "its industries": (Listing, lambda listing, number: listing.industries.set([nth(Industry, number)])),
    "no industries": (Listing, lambda listing, number: listing.industries.clear()),
    "an industry's listings": (Listing, lambda listing, number: nth(Industry, number).listings.add(listing)),
    "a withdrawal": (Listing, lambda listing, number: listing.withdraw()),
    "a publication": (Listing, lambda listing, number: listing.publish()),
    "an update": (Listing, publish_listings),
    "a hidden park": (Park, lambda park, number: park.withdraw()),
    "a shown park": (Park, lambda park, number: park.publish()),
    "a moved park": (Park, move),
    "a park that is let": (Park, let),
    "a park's industries": (Park, lambda park, number: park.industries.set([nth(Industry, number)])),
    "a moved district": (District, lambda district, number: move_hedong()),
    "an industry": (Industry, lambda industry, number: industry.save()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_change_is_noticed(rows, name):
    process = columns.Memory()
    answers(process)
    change(name, 7, 4)
    assert answers(process) == answers(columns.Memory())


steps = st.lists(
    st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 20), st.integers(0, 9), st.booleans()),
    min_size=2,
    max_size=6,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_what_is_remembered_is_what_is_there(rows, steps):
    """In two processes; one that was not asked after a change has more to catch up with."""
    processes = [columns.Memory(), columns.Memory()]
    with transaction.atomic():
        for memory in processes:
            answers(memory)
        for name, place, number, which in steps:
            change(name, place, number)
            answers(processes[which])
        assert answers(processes[0]) == answers(processes[1]) == answers(columns.Memory())
        transaction.set_rollback(True)


def change(name, place, number):
    model, make = CHANGES[name]
    if thing := nth(model, place):
        make(thing, number)


def answers(memory):
    """Of a process that has this memory, and nothing else."""
    caches["answers"].clear()
    usual, columns.memory = columns.memory, memory
    try:
        return [ask() for ask in ASKED]
    finally:
        columns.memory = usual
