import pytest
from bs4 import BeautifulSoup

from tests import builders

pytestmark = pytest.mark.django_db


def test_a_district_without_a_place_on_the_map_stands_below_it(client):
    placed = builders.district(grid_row=3, grid_column=2)
    builders.park(district=placed)
    builders.park(district=builders.district("zone", kind="zone", parent=placed))
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert [a["href"] for a in page.select(".tile-map a")] == ["/districts/wuqing/"]
    assert [a["href"] for a in page.select(".tile-map + .tiles a")] == [
        "/districts/tianjin/",
        "/districts/zone/",
    ]


def test_shows_only_what_one_can_take_now(client):
    plot = {"kind": "land", "deal": "transfer", "price": 60, "price_unit": "mu_wan"}
    builders.listing(title="流拍", notice_stage="failed", **plot)
    builders.listing(title="已租", status="taken")
    builders.listing(title="厂房，曾是土地", notice_stage="failed")
    builders.listing(title="挂牌", notice_stage="listed", **plot)
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert [one.text for one in page.select("[data-listing] h3")] == ["挂牌", "厂房，曾是土地"]
