import pytest
from django.http import QueryDict

from parks.facets import total_of
from parks.forms import ListingFilter, ParkFilter
from parks.models import Listing, Park
from parks.needs import needs_of, relaxed
from tests import builders

pytestmark = pytest.mark.django_db


def understood(query):
    form = ListingFilter(QueryDict(query))
    form.narrow(Listing.objects.published())
    return needs_of(form)


def what_helps(query, form_class=ListingFilter, rows=Listing.objects):
    form = form_class(QueryDict(query))
    assert not form.narrow(rows.published()).exists()
    return [(need.label, need.query, count) for need, count in relaxed(form, total_of)]


def test_says_each_need_in_words():
    builders.listing()
    query = "q=车间&kind=factory&district=wuqing&area_min=1000&area_max=5000&price_max=25&price_unit=sqm_month&available=1&load_min=2"
    assert [need.words for need in understood(query)] == [
        "“车间”",
        "厂房",
        "武清区",
        "面积 1,000–5,000 ㎡",
        "价格 ≤ 25 元/㎡/月",
        "承重 ≥ 2 t/㎡",
        "只看空置",
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("area_min=50&area_unit=mu", ["面积 ≥ 50 亩"]),
        ("height_min=9.125", ["净高 ≥ 9.125 m"]),
        ("area_max=0", ["面积 ≤ 0 ㎡"]),
        ("area_max=900&area_unit=sqm", ["面积 ≤ 900 ㎡"]),
        ("area_unit=mu", []),
        ("price_unit=sqm", []),
        ("sort=price&price_unit=sqm", []),
    ],
)
def test_says_an_area_in_the_unit_it_was_asked_in(query, words):
    assert [need.words for need in understood(query)] == words


def test_what_was_not_understood_is_no_need():
    assert [need.label for need in understood("kind=castle&price_max=3&price_unit=&sort=area&deal=rent")] == [
        "方式"
    ]


def test_names_each_need_that_alone_stands_in_the_way():
    builders.listing(area=3000, clear_height_m=6)
    builders.listing(area=900, clear_height_m=9)
    assert what_helps("kind=factory&area_min=1000&height_min=8&page=1") == [
        ("面积", "kind=factory&height_min=8", 1),
        ("净高", "kind=factory&area_min=1000", 1),
    ]


def test_gives_up_a_price_with_its_unit():
    builders.listing(price="0.75", price_unit="sqm_day")
    assert what_helps("price_max=10&price_unit=sqm_month&deal=rent") == [("价格", "deal=rent", 1)]


def test_says_nothing_when_no_single_need_helps():
    builders.listing(kind="factory", deal="rent")
    assert what_helps("kind=office&deal=sale") == []


def test_helps_among_parks_too():
    builders.park(level="district", land_available_mu=100)
    assert what_helps("level=national&area_min=50", ParkFilter, Park.objects) == [("级别", "area_min=50", 1)]
