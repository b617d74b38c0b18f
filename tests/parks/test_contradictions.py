"""What cannot all be true is refused in words, at the field, whoever calls `full_clean`."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parks.models import Listing
from tests import builders

pytestmark = pytest.mark.django_db

LAND = {"kind": "land", "deal": "transfer", "area_unit": "mu", "price_unit": "mu_wan", "price": 38}
OFFICE = {"kind": "office", "clear_height_m": None}
PRICE = "有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"


def complaints(thing):
    try:
        thing.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def about(model=builders.listing, **values):
    """What `full_clean` says of a row that was fine before `values` were typed."""
    thing = type(made := model())._default_manager.get(pk=made.pk)
    for name, value in values.items():
        setattr(thing, name, value)
    return complaints(thing)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"area": 0}, {"area": ["面积必须大于 0。"]}),
        ({"area": -1}, {"area": ["不能小于 0。"]}),
        ({"price": -1}, {"price": ["不能小于 0。"]}),
        ({"title": "长" * 303}, {"title": ["请控制在 120 字以内（现在 303 字）。"]}),
        ({"clear_height_m": Decimal("9.123")}, {"clear_height_m": ["小数最多 2 位。"]}),
        ({"min_area": 3201}, {"min_area": ["起租（售）面积不能大于面积。"]}),
        ({"min_area": 0}, {"min_area": ["“起租（售）面积”请填大于 0 的数，不清楚的留空。"]}),
        ({"price": None}, {"price": [PRICE]}),
        ({"price": 0}, {"price": [PRICE]}),
        ({"price_unit": "negotiable"}, {"price": [PRICE]}),
        ({"price_unit": "sqm"}, {"price_unit": ["出租的价格单位请选元/㎡/天、元/㎡/月或元/㎡/年。"]}),
        ({"deal": "sale"}, {"price_unit": ["出售或出让的价格单位请选元/㎡或万元/亩。"]}),
        (
            {"deal": "transfer", "price_unit": "sqm"},
            {"deal": ["只有土地可以出让；房屋请选“出售”或“出租”。"]},
        ),
        ({**OFFICE, "area_unit": "mu"}, {"area_unit": ["写字楼的面积按建筑面积填，单位请选㎡。"]}),
        (
            {**OFFICE, "deal": "sale", "price_unit": "mu_wan"},
            {"price_unit": ["写字楼不按亩计价，出售的单位请选元/㎡。"]},
        ),
        (
            {**LAND, "notice_stage": "sold"},
            {"status": ["公告阶段是“已成交”的土地不能是“空置”。"]},
        ),
        (
            {**LAND, "floor_area_ratio_min": 2, "floor_area_ratio_max": Decimal("1.5")},
            {"floor_area_ratio_min": ["容积率下限不能大于上限。"]},
        ),
        (
            {**LAND, "building_density": 80, "green_ratio": 21},
            {"green_ratio": ["建筑系数与绿地率之和不能超过 100%。"]},
        ),
        (
            {**LAND, "starting_price_wan": 1000, "deposit_wan": Decimal("1000.01")},
            {"deposit_wan": ["保证金不能高于起始价。"]},
        ),
        ({**LAND, "tenure_years": 71}, {"tenure_years": ["土地出让最长 70 年。"]}),
        (
            {**LAND, "starting_price_wan": 0},
            {"starting_price_wan": ["“起始价（万元）”请填大于 0 的数，不清楚的留空。"]},
        ),
        ({"floors": 0}, {"floors": ["“层数”请填大于 0 的数，不清楚的留空。"]}),
        (
            {"floor_loads": "首层 5 t/㎡，二层 1 t/㎡"},
            {"floor_loads": ["这里写的首层承重是 5 t/㎡，与“首层承重”一栏不一致。"]},
        ),
        (
            {**OFFICE, "efficiency_ratio": Decimal("100.01")},
            {"efficiency_ratio": ["不能大于 100。"]},
        ),
        (
            {"verified_on": None, "valid_until": date(2025, 8, 21)},
            {"valid_until": ["有效期在发布之前就已结束，发布后也不会公开。"]},
        ),
    ],
)
def test_a_listing_at_odds_with_itself_is_refused(values, said):
    assert about(**values) == said


def test_nothing_was_verified_tomorrow():
    assert about(verified_on=tomorrow()) == {"verified_on": ["核实日期不能晚于今天。"]}
    assert about(builders.park, verified_on=tomorrow()) == {"verified_on": ["核实日期不能晚于今天。"]}
    assert about(builders.park, approved_on=tomorrow()) == {"approved_on": ["批准时间不能晚于今天。"]}


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "land", "deal": "rent", "price": 2, "price_unit": "sqm_year"},
        {"kind": "land", "deal": "sale", "price": 50, "price_unit": "mu_wan"},
        {"kind": "factory", "area_unit": "mu", "area": 20},
        {"deal": "custom", "price": None, "price_unit": "negotiable"},
        {"floors": 3, "floor_loads": "11层 1 t/㎡，首层：3.0吨/㎡"},
        {"crane_t": 0, "power_kva": 0},
        {"min_area": 3200},
        {"valid_until": date(2025, 8, 22)},
        {"verified_on": date(2025, 9, 20), "valid_until": date(2025, 8, 22)},
        {"status": "taken", "available_on": date(2027, 1, 1)},
        {**LAND, "notice_stage": "sold", "status": "taken"},
        {"floor_area_ratio_max": 2, "parcel_number": "津武（挂）2025-01号"},
    ],
)
def test_what_owners_really_write_is_taken(values):
    assert about(**values) == {}


def test_a_listing_lies_where_its_park_lies():
    park = builders.park(name="京滨工业园")
    street = builders.district("jingbin", parent=park.district, kind="zone")
    for district in (park.district, park.district.parent, street):
        assert about(park=park, district=district) == {}
    elsewhere = builders.district("dongli", name="东丽区")
    said = ["与所属园区不符：“京滨工业园”在天津-武清区。"]
    assert about(park=park, district=elsewhere) == {"district": said}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"planned_area_km2": 1, "built_area_km2": 2}, {"built_area_km2": ["建成面积不能大于规划面积。"]}),
        ({"latitude": Decimal("39.5")}, {"longitude": ["经度和纬度请同时填写，或同时留空。"]}),
        (
            {"planned_area_km2": 1, "land_available_mu": 1501},
            {"land_available_mu": ["可供地不能大于规划面积（1 km² = 1,500 亩）。"]},
        ),
        ({"planned_area_km2": 1, "land_available_mu": 1500}, {}),
        ({"slug": "冷测"}, {"slug": ["网址名只能用小写拼音字母、数字和连字符，如 jingbin。"]}),
    ],
)
def test_a_park_at_odds_with_itself_is_refused(values, said):
    assert about(builders.park, **values) == said


def test_everything_wrong_is_said_at_once():
    said = about(min_area=9999, floors=0, verified_on=tomorrow())
    assert sorted(said) == ["floors", "min_area", "verified_on"]


@pytest.mark.parametrize("odd", ["abc", "", "NaN", "1e999", "2025-13-45", "九", "-1"])
def test_what_cannot_be_read_is_a_sentence_and_no_error(odd):
    for name in ("area", "min_area", "price", "floors", "deposit_wan", "verified_on", "valid_until"):
        said = about(**{name: odd})
        assert set(said) <= {name, "price_unit", "__all__"}
        assert all(isinstance(sentence, str) for sentences in said.values() for sentence in sentences)
    assert "district" in complaints(Listing(title="空", park_id=999_999, district_id=999_999))
