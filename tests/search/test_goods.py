"""What people ask of the goods: a kind, a deal and a place, each alone, side by side or written together."""

import pytest

from parks.models import District, Listing, Park
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    nankai = builders.district("nankai", name="南开区", short_name="南开区")
    hall = {"title": "单层厂房", "kind": "factory", "deal": "rent"}
    land = {"kind": "land", "deal": "transfer", "price_unit": "mu_wan", "price": 40}
    builders.listing(**hall)
    builders.listing(title="京滨地块", **land)
    builders.listing(title="整层", kind="office", deal="sale", price_unit="sqm", district=nankai)


ASKED = {
    "写字楼": ["整层"],
    "南开 写字楼": ["整层"],
    "南开写字楼出售": ["整层"],
    "土地": ["京滨地块"],
    "武清 土地": ["京滨地块"],
    "武清区土地出让": ["京滨地块"],
    "武清厂房": ["单层厂房"],
    "厂房出租": ["单层厂房"],
    "出租厂房": ["单层厂房"],
    "厂房租赁": ["单层厂房"],
    "武清区厂房出租": ["单层厂房"],
    "武清厂房出租": ["单层厂房"],
    "天津厂房出租": ["单层厂房"],
    "天津市武清区厂房出租": ["单层厂房"],
    "天津武清区厂房租赁": ["单层厂房"],
    "天津武清": ["京滨地块", "单层厂房"],
    "南开厂房": [],
    "武清写字楼": [],
    "厂房出售": [],
}


@pytest.mark.parametrize(("words", "titles"), ASKED.items(), ids=ASKED)
def test_finds_listings_by(goods, words, titles):
    assert list(Listing.objects.matching(words).order_by("title").values_list("title", flat=True)) == titles


@pytest.mark.parametrize("words", ["16000", "16,000", "１６，０００", "面积16000"])
def test_finds_a_figure_with_and_without_its_separator(words):
    builders.listing(summary="面积16,000㎡")
    builders.listing(summary="面积16000㎡")
    builders.listing(summary="面积16㎡，000")
    assert len(Listing.objects.matching(words)) == 2


def test_names_a_place_with_all_above_it():
    zone = builders.district("zone", name="京滨片区", short_name="京滨", parent=builders.district())
    assert zone.names_in_full() == [
        *["天津市", "天津", "天津市武清区", "天津市武清", "天津武清区", "天津武清"],
        *["天津市武清区京滨片区", "天津市武清区京滨片", "天津市武清区京滨"],
        *["天津市武清京滨片区", "天津市武清京滨片", "天津市武清京滨"],
        *["天津武清区京滨片区", "天津武清区京滨片", "天津武清区京滨"],
        *["天津武清京滨片区", "天津武清京滨片", "天津武清京滨"],
    ]


def test_finds_a_park_and_a_district_by_where_they_are():
    builders.park(name="甲园", kind="logistics")
    for words in ("武清", "武清 物流园区", "武清物流园区", "天津武清区"):
        assert [one.name for one in Park.objects.matching(words)] == ["甲园"]
    assert [one.name for one in District.objects.matching("天津武清区")] == ["武清区"]


def test_a_place_that_is_corrected_corrects_what_lies_in_it(goods):
    District.objects.filter(slug="tianjin").update(name="津沽市", short_name="津沽")
    assert [len(Listing.objects.matching(words)) for words in ("津沽武清厂房出租", "天津")] == [1, 0]


def test_the_page_shows_why_it_found_one(client, goods):
    text = client.get("/search/?q=南开写字楼").content.decode()
    assert text.count("南开写字楼</mark>出售") == 1
