from datetime import date

import pytest

from parks.facts import delivery, facts, lead, notice_path, points, what_is_prepared
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
        ("交付", "随时可交付"),
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
        ("交付", "随时可交付"),
        ("分割", "可分割，200 ㎡ 起"),
        ("楼层", "12–14 层"),
        ("得房率", "75%"),
        ("免租期", "1.5 个月"),
    ]


def test_land_says_what_it_costs_before_what_may_be_built():
    land = stored(
        kind="land", deal="transfer", price=None, price_unit="negotiable", area=60, area_unit="mu",
        parcel_number="津武（挂）2025-01号", land_use="工业用地", notice_stage="listed", starting_price_wan=2280,
        deposit_wan=456, tenure_years=50, floor_area_ratio_min=1, building_density=40, green_ratio=20,
        investment_wan_per_mu=350, output_wan_per_mu=500, tax_wan_per_mu=20, available_on=date(2999, 3, 1),
    )  # fmt: skip
    assert facts(land) == [
        ("宗地编号", "津武（挂）2025-01号"),
        ("用途", "工业用地"),
        ("公告阶段", "挂牌中"),
        ("起始价", "2,280 万元（≈ 38 万元/亩）"),
        ("保证金", "456 万元"),
        ("年限", "50 年"),
        ("交付", "2999年3月1日起可交付"),
        ("容积率", "不低于 1"),
        ("建筑系数", "40%"),
        ("绿地率", "20%"),
        ("投资强度", "350 万元/亩"),
        ("亩均产出", "500 万元/亩"),
        ("亩均税收", "20 万元/亩"),
    ]


def test_lands_own_page_leads_with_what_it_starts_at_and_draws_its_stage_below():
    land = stored(kind="land", notice_stage="listed", starting_price_wan=2280, tenure_years=50)
    assert lead(land) == [("起始价", "2,280 万元"), ("年限", "50 年")]
    assert points(land) == [("公告阶段", "挂牌中"), ("年限", "50 年")]
    assert lead(stored()) == points(stored())


def test_a_starting_price_is_compared_by_the_mu_whatever_the_plot_is_measured_in():
    land = stored(kind="land", area=20000, starting_price_wan=900)  # 30 亩
    assert ("起始价", "900 万元（≈ 30 万元/亩）") in facts(land)
    assert "起始价" not in dict(facts(stored(kind="land", starting_price_wan=None)))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "随时可交付"),
        ({"available_on": date(2025, 1, 1)}, "随时可交付"),
        ({"available_on": date(2999, 12, 5)}, "2999年12月5日起可交付"),
        ({"status": "taken"}, ""),
        ({"status": "taken", "available_on": date(2999, 12, 5)}, "2999年12月5日起可交付"),
        ({"kind": "land"}, ""),
    ],
)
def test_says_when_one_may_move_in(values, words):
    assert delivery(stored(**values)) == words


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"notice_stage": "planned"}, [("预公告", "now"), ("挂牌中", ""), ("已成交", "")]),
        ({"notice_stage": "listed"}, [("预公告", "done"), ("挂牌中", "now"), ("已成交", "")]),
        ({"notice_stage": "sold"}, [("预公告", "done"), ("挂牌中", "done"), ("已成交", "now")]),
        ({"notice_stage": "failed"}, [("预公告", "done"), ("挂牌中", "done"), ("流拍", "now")]),
        ({}, []),
        ({"notice_stage": "listed", "kind": "factory"}, []),
    ],
)
def test_a_plot_goes_its_way_to_a_buyer(values, path):
    assert notice_path(stored(**{"kind": "land"} | values)) == path


def test_says_what_is_prepared():
    park = builders.park(site_preparation="3")
    assert what_is_prepared(park) == "通水、通电、通路，场地平整"
    assert what_is_prepared(builders.park()) == ""


def test_a_part_as_large_as_the_whole_is_no_division():
    assert ("分割", "可分割，600 ㎡ 起") in facts(stored(area=1200, min_area=600, is_divisible=True))
    assert "分割" not in dict(facts(stored(area=1200, min_area=1200, is_divisible=True)))
