import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parks.models import District
from tests import builders
from zhaoshang.holdings import (
    by_root,
    districts_with,
    districts_with_figures,
    holdings,
    place_figures,
)

pytestmark = pytest.mark.django_db


def test_counts_what_the_public_finds_with_everything_below():
    builders.park()
    builders.park(**builders.DRAFT)
    builders.listing()
    builders.listing(district=builders.tianjin())
    assert holdings() == {
        "tianjin/": {"parks": 1, "listings": 2},
        "tianjin/wuqing/": {"parks": 1, "listings": 1},
    }


def test_a_district_with_nothing_public_is_not_shown():
    builders.article(district=builders.district(), **builders.DRAFT)
    assert districts_with_figures() == []


def test_lists_what_lies_below_a_root_by_kind():
    wuqing, zone = builders.district(), builders.district("port", kind=District.Kind.ZONE)
    builders.park(district=wuqing)
    builders.park(district=zone)
    District.objects.filter(pk=wuqing.pk).update(grid_row=1, grid_column=2)
    assert by_root(districts_with_figures()) == [
        (builders.tianjin(), [wuqing], [(District.Kind.COUNTY, [wuqing]), (District.Kind.ZONE, [zone])])
    ]


def test_the_figures_of_a_place_are_those_of_all_below_it():
    builders.park(land_available_mu=800)
    builders.park(land_available_mu=100, district=builders.district("port"))
    builders.park(land_available_mu=7, **builders.DRAFT)
    builders.listing()
    builders.listing(status="taken")
    assert place_figures(builders.district()) == {"parks": 1, "listings": 1, "land_available_mu": 800}
    assert place_figures(builders.tianjin()) == {"parks": 2, "listings": 1, "land_available_mu": 900}
    assert place_figures() == {"parks": 2, "listings": 1, "land_available_mu": 900}
    builders.listing()
    assert place_figures()["listings"] == 2


def test_walks_over_the_places_once_while_nothing_changes():
    builders.listing()
    place_figures(), districts_with_figures()
    with CaptureQueriesContext(connection) as asked:
        place_figures(), districts_with_figures(), list(districts_with("parks"))
    assert [query["sql"] for query in asked if "COUNT(" in query["sql"]] == []
