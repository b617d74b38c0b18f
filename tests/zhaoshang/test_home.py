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
