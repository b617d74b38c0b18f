import pytest

from parks.comparison import compared
from parks.models import ParkDistance
from tests import builders

pytestmark = pytest.mark.django_db


def rows(*parks):
    return {row["label"]: (row["values"], row["differs"]) for row in compared(parks)}


def test_leaves_out_what_no_park_states():
    assert list(rows(builders.park(), builders.park())) == ["所属地区", "级别", "类型", "可供地"]


def test_marks_what_differs_and_prints_figures_with_their_units():
    shown = rows(builders.park(land_available_mu=1200), builders.park(land_available_mu="80.5"))
    assert shown["可供地"] == (["1,200 亩", "80.5 亩"], True)
    assert shown["所属地区"] == (["天津-武清区", "天津-武清区"], False)


def test_compares_the_ways_both_measure():
    near, far = builders.park(), builders.park()
    for park, km in ((near, "12.5"), (far, 71)):
        ParkDistance.objects.create(park=park, target="天津港", km=km)
    ParkDistance.objects.create(park=near, target="天津站", km=9)
    assert rows(near, far)["距天津港"] == (["12.5 km", "71 km"], True)
    assert "距天津站" not in rows(near, far)
