import pytest

from parks.models import District
from tests import builders
from zhaoshang.holdings import by_root, districts_with_figures, holdings

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
