"""Each choice of a directory's form says how much it would find."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parks.facets import facets_of, total_of
from parks.forms import ListingFilter, ParkFilter
from parks.models import District, Listing
from publishing.columns import forget
from tests import builders

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2025-09-10T12:00:00+08:00")


@pytest.fixture(autouse=True)
def _september(monkeypatch):
    set_clock(monkeypatch, NOON)


def set_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def shown(query="", form=ListingFilter):
    """{field: {value: count}} and how many are found in all."""
    facets = facets_of(form(QueryDict(query)))
    counts = {name: {one.value: one.count for one in options} for name, options in facets.options.items()}
    return counts | {"total": facets.total}


def some_listings():
    hedong = builders.district("hedong")
    bikes, food, making = builders.industry(), builders.industry("14", "食品制造业"), builders.industry("C")
    builders.listing(industries=[bikes, food])
    builders.listing(industries=[bikes, making], status="taken")
    builders.listing(kind="warehouse", district=hedong)
    builders.listing(kind="office", deal="sale", price_unit="sqm", district=hedong, industries=[making])
    builders.listing(kind="office", district=builders.tianjin(), area=90)
    builders.listing(kind="land", **builders.DRAFT)


def test_counts_each_choice():
    some_listings()
    assert shown() == {
        "total": 5,
        "kind": {"factory": 2, "warehouse": 1, "office": 2},
        "deal": {"rent": 4, "sale": 1},
        "district": {"tianjin": 5, "hedong": 2, "wuqing": 2},
        "industry": {"C": 5, "14": 5, "37": 5},  # two are open to all, two to all of manufacturing
        "available": {True: 4},
    }


def test_counts_obey_every_other_need_but_their_own():
    some_listings()
    assert shown("kind=office&district=hedong") == {
        "total": 1,
        "kind": {"warehouse": 1, "office": 1},
        "deal": {"sale": 1},
        "district": {"tianjin": 2, "hedong": 1},
        "industry": {"C": 1, "14": 1, "37": 1},
        "available": {True: 1},
    }
    assert shown("industry=37&available=1&area_min=100") == {
        "total": 3,
        "kind": {"factory": 1, "warehouse": 1, "office": 1},
        "deal": {"rent": 2, "sale": 1},
        "district": {"tianjin": 3, "hedong": 2, "wuqing": 1},
        "industry": {"C": 3, "14": 3, "37": 3},
        "available": {True: 3},
    }


def test_what_was_chosen_stays_though_it_finds_nothing():
    some_listings()
    builders.district("heping")
    builders.industry("26", "化学原料和化学制品制造业")
    counts = shown("kind=land&district=heping&industry=26&available=1&deal=custom&q=没有")
    assert counts == {
        "total": 0,
        "kind": {"land": 0},
        "deal": {"custom": 0},
        "district": {"tianjin": 0, "heping": 0},
        "industry": {"26": 0},
        "available": {True: 0},
    }


def test_every_count_is_what_the_choice_then_finds():
    some_listings()
    for query in ("", "kind=office", "district=hedong&available=1", "industry=C", "industry=14&deal=rent"):
        for name, options in shown(query).items():
            if name == "total":
                continue
            for value, count in options.items():
                asked = QueryDict(query, mutable=True)
                asked[name] = str(value)
                found = ListingFilter(asked).narrow(Listing.objects.published())
                assert (query, name, value, found.count()) == (query, name, value, count)


def test_counts_parks():
    hedong = builders.district("hedong")
    bikes = builders.industry()
    builders.park(level="national", kind="economic", industries=[bikes])
    builders.park(level="district", land_available_mu=None, district=hedong)
    let = builders.park(level="district", land_available_mu=0, district=hedong, industries=[bikes])
    builders.listing(park=let)
    builders.park(level="provincial", **builders.EXPIRED)
    assert shown("", ParkFilter) == {
        "total": 3,
        "level": {"national": 1, "district": 2},
        "type": {"economic": 1, "industrial": 2},
        "district": {"tianjin": 3, "hedong": 2, "wuqing": 1},
        "industry": {"C": 2, "37": 2},
        "available": {True: 1},
    }
    assert shown("district=hedong&industry=C", ParkFilter) == {
        "total": 1,
        "level": {"district": 1},
        "type": {"industrial": 1},
        "district": {"tianjin": 2, "hedong": 1, "wuqing": 1},
        "industry": {"C": 1, "37": 1},
        "available": {True: 1},
    }


def test_options_stand_in_the_order_and_depth_of_the_tree():
    zone = builders.district("wuqing-zone", parent=builders.district())
    builders.listing(district=zone, industries=[builders.industry()])
    options = facets_of(ListingFilter(QueryDict(""))).options
    assert [one.label for one in options["district"]] == ["天津市", "　武清区", "　　wuqing-zone区"]
    assert [one.label for one in options["industry"]] == [
        "制造业",
        "　铁路、船舶、航空航天和其他运输设备制造业",
    ]


CHANGES = {
    "a withdrawal": (lambda listing, park: listing.withdraw(), 0),
    "a publication": (lambda listing, park: Listing.objects.get(title="草稿").publish(), 2),
    "a park that is hidden": (lambda listing, park: park.withdraw(), 0),
    "a change of many": (lambda listing, park: Listing.objects.update(kind="land"), 0),
    "a deletion": (lambda listing, park: Listing.objects.all().delete(), 0),
    "another district's name": (lambda listing, park: District.objects.get(slug="wuqing").save(), 1),
}


@pytest.mark.parametrize(("change", "count"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_shows_on_the_next_request(client, change, count):
    park = builders.park()
    listing = builders.listing(park=park)
    builders.listing(title="草稿", **builders.DRAFT)
    assert number_of_halls(client) == 1
    change(listing, park)
    assert number_of_halls(client) == count


def number_of_halls(client):
    """What the page says and what it shows are the same."""
    page = client.get("/listings/?kind=factory").content.decode()
    said = int(page.partition("<b>")[2].partition("</b>")[0])
    assert page.count('data-listing="') == said
    assert f'<option value="factory" selected>厂房（{said}）</option>' in page
    return said


@pytest.mark.parametrize(
    ("values", "moment", "before", "after"),
    [
        ({"published_at": NOON + timedelta(hours=1)}, NOON + timedelta(hours=1), 0, 1),
        ({"expires_at": NOON + timedelta(hours=1)}, NOON + timedelta(hours=1), 1, 0),
        ({"valid_until": "2025-09-10"}, NOON + timedelta(hours=12), 1, 0),
        ({"park": {"published_at": NOON + timedelta(minutes=5)}}, NOON + timedelta(minutes=5), 0, 1),
        ({"park": {"expires_at": NOON + timedelta(minutes=5)}}, NOON + timedelta(minutes=5), 1, 0),
    ],
)
def test_the_clock_shows_on_the_next_request(client, monkeypatch, values, moment, before, after):
    if "park" in values:
        values = {"park": builders.park(**values["park"])}
    builders.listing(**values)
    assert number_of_halls(client) == before
    set_clock(monkeypatch, moment - timedelta(seconds=1))
    assert number_of_halls(client) == before
    set_clock(monkeypatch, moment)
    assert number_of_halls(client) == after


def test_an_industry_that_is_set_shows_on_the_next_request():
    listing, other = builders.listing(), builders.listing()
    other.industries.set([builders.industry()])
    assert shown()["industry"] == {"C": 2, "37": 2}
    listing.industries.set([builders.industry("14", "食品制造业")])
    assert shown()["industry"] == {"C": 2, "14": 1, "37": 1}
    assert shown("industry=37")["total"] == 1


@pytest.mark.parametrize("address", ["/listings/?kind=factory&district=tianjin", "/parks/?level=provincial"])
def test_a_warm_page_counts_nothing(client, django_assert_max_num_queries, address):
    builders.listing(park=builders.park())
    client.get(address)
    with django_assert_max_num_queries(12) as asked:
        client.get(address)
    dear = [query["sql"] for query in asked if "COUNT(" in query["sql"] or "DISTINCT" in query["sql"]]
    assert dear == []


def queries(ask):
    forget()
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


@pytest.mark.parametrize("ask", [facets_of, total_of])
@pytest.mark.parametrize("query", ["", "kind=factory&district=tianjin&industry=C"])
def test_more_options_ask_no_more_queries(ask, query):
    some_listings()
    few = queries(lambda: ask(ListingFilter(QueryDict(query))))
    for number in range(5):
        builders.listing(
            district=builders.district(f"county-{number}"),
            industries=[builders.industry(f"1{number}", f"行业{number}")],
            kind=Listing.Kind.values[number % 4],
        )
    assert queries(lambda: ask(ListingFilter(QueryDict(query)))) == few


def test_what_nobody_asked_before_walks_no_table():
    some_listings()
    facets_of(ListingFilter(QueryDict("")))
    with CaptureQueriesContext(connection) as asked:
        facets_of(ListingFilter(QueryDict("deal=rent&kind=office&industry=C&area_min=10")))
    assert [query["sql"] for query in asked if "parks_listing" in query["sql"]] == []


def test_a_named_section_offers_its_divisions_whatever_else_is_asked():
    builders.industry("26", "化学原料和化学制品制造业")
    builders.listing(industries=[builders.industry("C")])
    for query in ("", "kind=factory"):
        assert shown(query)["industry"] == {"C": 1, "26": 1}


def test_words_are_asked_of_the_index_once_a_page(client):
    for name in ("自行车王国产业园", "京滨工业园"):
        builders.listing(park=builders.park(name=name), title=f"{name}厂房")

    def found(address):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        asked = [one for one in queries if "thing_id" in one["sql"]]
        return len(asked), [name for name in ("自行车王国产业园", "京滨工业园") if f"{name}</a>" in page]

    assert found("/parks/?q=自行车") == (1, ["自行车王国产业园"])
    assert found("/parks/?q=京滨") == (1, ["京滨工业园"])
