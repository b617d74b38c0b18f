import pytest

from parks.facts import facts, points, what_is_prepared
from parks.models import Listing
from tests import builders

pytestmark = pytest.mark.django_db


def stored(**values):
    return Listing.objects.get(pk=builders.listing(**values).pk)


def test_a_hall_says_height_load_and_power_first():
    assert points(stored()) == [("净高", "9 m"), ("承重", "3 t/㎡"), ("供电", "630 kVA")]


def test_leaves_out_what_nobody_states():
    hall = stored(floor_load_t=None, power_kva=None, eia_allowed=False, floors=1, is_divisible=True)
    assert facts(hall) == [
        ("分割", "可分割"),
        ("层数", "单层"),
        ("净高", "9 m"),
        ("办理环评", "不可以"),
    ]


def test_says_none_where_none_is_stated():
    assert ("行车", "无") in facts(stored(crane_t=0))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(1, "2.5", "1–2.5"), (2, 2, "2"), (1, None, "不低于 1"), (None, "2.5", "不高于 2.5")],
)
def test_a_floor_area_ratio_has_one_end_or_two(low, high, words):
    land = stored(kind="land", area=60, area_unit="mu", floor_area_ratio_min=low, floor_area_ratio_max=high)
    assert points(land) == [("容积率", words)]


def test_an_office_speaks_of_floors_and_months():
    office = stored(
        kind="office", min_area=200, floor_label="12–14 层", efficiency_ratio=75, rent_free_months="1.5"
    )
    assert facts(office) == [
        ("分割", "可分割，200 ㎡ 起"),
        ("楼层", "12–14 层"),
        ("得房率", "75%"),
        ("免租期", "1.5 个月"),
    ]


def test_says_what_is_prepared():
    park = builders.park(site_preparation="3")
    assert what_is_prepared(park) == "通水、通电、通路，场地平整"
    assert what_is_prepared(builders.park()) == ""
