import pytest

from parks.forms import ListingFilter, ParkFilter
from parks.models import Listing, Park
from tests import builders

pytestmark = pytest.mark.django_db


def found(**asked):
    form = ListingFilter({name: str(value) for name, value in asked.items()})
    return [listing.title for listing in form.narrow(Listing.objects.published()).order_by("pk")], form.errors


def test_compares_prices_in_the_unit_asked():
    # 0.75 元/㎡/天 × 365 / 12 = 22.8125 元/㎡/月; 22 元/㎡/月 is cheaper, 280 元/㎡/年 = 23.33 is dearer.
    builders.listing(title="天", price="0.75", price_unit="sqm_day")
    builders.listing(title="月", price="22", price_unit="sqm_month")
    builders.listing(title="年", price="280", price_unit="sqm_year")
    builders.listing(title="面议", price=None, price_unit="negotiable")
    assert found(price_max="22.82", price_unit="sqm_month") == (["天", "月"], {})
    assert found(price_max="0.75", price_unit="sqm_day") == (["天", "月"], {})
    assert found(price_min="275", price_unit="sqm_year") == (["年"], {})


def test_says_that_a_price_needs_a_unit_and_narrows_nothing():
    builders.listing(title="甲")
    titles, errors = found(price_max=1)
    assert titles == ["甲"]
    assert errors == {"price_unit": ["按价格筛选时请选价格单位，否则无法比较。"]}


def test_an_area_fits_when_a_part_of_it_can_be_taken():
    builders.listing(title="整租", area=3000)
    builders.listing(title="可分", area=3000, min_area=500)
    assert found(area_max=1000) == (["可分"], {})
    assert found(area_min=2000) == (["整租", "可分"], {})


def test_asks_for_height_load_and_power():
    builders.listing(title="低", clear_height_m=6, floor_load_t=1, power_kva=200)
    builders.listing(title="高", clear_height_m=9, floor_load_t=3, power_kva=630)
    builders.listing(title="不详", clear_height_m=None, floor_load_t=None, power_kva=None)
    assert found(height_min=9)[0] == found(load_min=3)[0] == found(power_min=630)[0] == ["高"]


def test_a_district_includes_what_lies_below_it():
    builders.listing(title="区", district=builders.district())
    builders.listing(title="别处", district=builders.district("hedong"))
    assert found(district="wuqing") == (["区"], {})
    assert found(district="tianjin") == (["区", "别处"], {})


def test_ignores_values_it_cannot_read_and_says_so():
    builders.listing(title="甲")
    titles, errors = found(district="nowhere", kind="castle", area_min="许多", available="1")
    assert titles == ["甲"]
    assert errors == {
        "district": ["没有找到这个地区，下面是全部地区的结果。"],
        "kind": ["“类别”没有这个选项，已忽略。"],
        "area_min": ["“面积下限（㎡）”请填数字。"],
    }


@pytest.mark.parametrize("value", ["\x00", "NaN", "Infinity", "1e999", "-1", "9" * 400, "'--"])
@pytest.mark.parametrize("name", ["area_min", "height_min", "district", "industry", "kind", "sort"])
def test_hostile_values_narrow_nothing(name, value):
    builders.listing(title="甲")
    titles, errors = found(**{name: value})
    assert titles == ["甲"]
    assert list(errors) == [name]


def test_national_parks_come_first():
    builders.park(name="甲", level="district")
    builders.park(name="乙", level="national")
    parks = ParkFilter({}).narrow(Park.objects.published())
    assert [park.name for park in parks] == ["乙", "甲"]


def test_parks_narrow_by_available_land():
    builders.park(name="少", land_available_mu=10)
    builders.park(name="多", land_available_mu=100)
    builders.park(name="无", land_available_mu=None)
    parks = ParkFilter({"area_min": "50"}).narrow(Park.objects.published())
    assert [park.name for park in parks] == ["多"]
