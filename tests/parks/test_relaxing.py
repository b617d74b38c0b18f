import pytest
from django.http import QueryDict

from parks.forms import ListingFilter, ParkFilter
from parks.models import Listing, Park
from parks.relaxing import needs_of, relaxed
from tests import builders

pytestmark = pytest.mark.django_db


def what_helps(query, form_class=ListingFilter, rows=Listing.objects):
    form = form_class(QueryDict(query))
    assert not form.narrow(rows.published()).exists()
    return relaxed(form, rows.published())


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
    assert what_helps("level=national&area_min=50", ParkFilter, Park.objects) == [
        ("级别", "area_min=50", 1),
    ]


def test_what_was_not_understood_is_no_need():
    form = ListingFilter(QueryDict("kind=castle&price_max=3&price_unit=&sort=area&available=1"))
    form.narrow(Listing.objects.published())
    assert needs_of(form) == [("空置", ["available"])]
