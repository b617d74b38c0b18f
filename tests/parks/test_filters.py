import re

import pytest
from bs4 import BeautifulSoup

from parks.forms import ListingFilter, ParkFilter
from parks.models import Industry, Listing, Park
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
        "area_min": ["“面积下限”请填数字，此项未生效。"],
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


@pytest.mark.parametrize("typed", ["1,000", "１，０００", "１０００", "1,000.00", " 1000 "])
def test_reads_a_figure_as_it_is_written(typed):
    builders.listing(title="小", area=999)
    builders.listing(title="大", area=1000)
    assert found(area_min=typed) == (["大"], {})


@pytest.mark.parametrize("typed", ["1,00", "1，5", ",000", "1,000,00", "一千", "\x00", "1" * 5000])
def test_says_that_a_figure_it_cannot_read_is_not_applied(typed):
    builders.listing(title="甲")
    titles, errors = found(area_min=typed)
    says = "太大了" if typed.isdecimal() else "请填数字"
    assert (titles, errors) == (["甲"], {"area_min": [f"“面积下限”{says}，此项未生效。"]})


def test_shows_again_only_the_beginning_of_what_it_cannot_read():
    form = ListingFilter({"area_min": "1\x00" * 2500, "q": "9" * 5000, "park": "甲" * 5000})
    assert form["area_min"].value() == "1" * 40
    assert (form["q"].value(), form["park"].value()) == ("9" * 80, "甲" * 80)
    assert 'maxlength="20"' in str(form["area_max"])


def test_parks_narrow_by_available_land():
    builders.park(name="少", land_available_mu=10)
    builders.park(name="多", land_available_mu=100)
    builders.park(name="无", land_available_mu=None)
    parks = ParkFilter({"area_min": "50"}).narrow(Park.objects.published())
    assert [park.name for park in parks] == ["多"]


def test_areas_are_asked_in_square_metres_or_mu():
    # 50 亩 = 33,333.33 ㎡
    builders.listing(
        title="五十亩", kind="land", area=50, area_unit="mu", deal="transfer", price_unit="mu_wan"
    )
    builders.listing(title="厂房", area=33333)
    assert found(area_min=50, area_unit="mu") == (["五十亩"], {})
    assert found(area_min=33333) == found(area_min=33333, area_unit="sqm") == (["五十亩", "厂房"], {})
    assert found(area_max="49.9995", area_unit="mu") == (["厂房"], {})  # 33,333.00 ㎡


def test_says_that_the_ends_of_a_range_are_crossed_and_narrows_nothing():
    builders.listing(title="甲")
    titles, errors = found(area_min=900, area_max=800, price_min=3, price_max=2, price_unit="sqm_day")
    assert titles == ["甲"]
    assert errors == {
        "area_max": ["“面积”的上限小于下限，这两项暂不生效。"],
        "price_max": ["“价格”的上限小于下限，这两项暂不生效。"],
    }
    assert ParkFilter({"area_min": "9", "area_max": "8"}).errors == {
        "area_max": ["“可供地（亩）”的上限小于下限，这两项暂不生效。"]
    }


def in_order(form):
    return [str(row) for row in form.narrow(form.model.objects.published())]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["昨日核实", "旧核实", "未核实"]),
        ({"sort": "verified"}, ["昨日核实", "旧核实", "未核实"]),
        ({"sort": "new"}, ["旧核实", "未核实", "昨日核实"]),
        ({"sort": "area"}, ["未核实", "昨日核实", "旧核实"]),
        ({"sort": "-area"}, ["旧核实", "昨日核实", "未核实"]),
        ({"sort": "price"}, ["旧核实", "未核实", "昨日核实"]),
        ({"sort": "price", "price_unit": "sqm_year"}, ["旧核实", "未核实", "昨日核实"]),
        ({"sort": "price", "price_unit": "mu_wan"}, ["昨日核实", "旧核实", "未核实"]),
        ({"sort": "-verified_on"}, ["昨日核实", "旧核实", "未核实"]),
        ({"sort": "vacant"}, ["昨日核实", "旧核实", "未核实"]),
    ],
)
def test_sorts_as_asked(query, titles):
    # 20 元/㎡/月 is dearer than 0.6 元/㎡/天, 18.25 元/㎡/月; the third is for sale.
    sale = {"deal": "sale", "price": 3000, "price_unit": "sqm"}
    builders.listing(title="昨日核实", verified_on="2025-08-21", area=2000, published_at=day(1), **sale)
    builders.listing(title="旧核实", verified_on="2025-05-21", area=3000, published_at=day(3), price="0.6")
    builders.listing(
        title="未核实", verified_on=None, area=1000, published_at=day(2), price=20, price_unit="sqm_month"
    )
    assert in_order(ListingFilter(query)) == titles


def test_what_is_vacant_stands_first_unless_another_order_is_asked(client):
    for status, days in [("taken", [31, 12]), ("locked", [30]), ("reserved", [29]), ("vacant", [28, 13])]:
        for number in days:
            title = f"{Listing.Status(status).label}{number}"
            builders.listing(title=title, status=status, verified_on=f"2025-07-{number}")
    builders.listing(
        title="流拍27",
        kind="land",
        notice_stage="failed",
        deal="transfer",
        price_unit="mu_wan",
        verified_on="2025-07-27",
    )
    default = ["空置28", "空置13", "意向29", "流拍27", "已租（售）31", "锁定30", "已租（售）12"]
    assert in_order(ListingFilter({})) == in_order(ListingFilter({"sort": "vacant"})) == default
    assert shown(client, "/listings/") == default
    assert [one["title"] for one in client.get("/api/v1/listings").json()["results"]] == default
    lately = ["意向29", "空置28", "流拍27", "空置13", "已租（售）31", "锁定30", "已租（售）12"]
    assert in_order(ListingFilter({"sort": "verified"})) == lately
    assert shown(client, "/listings/?sort=verified") == lately


@pytest.mark.parametrize("order", ["new", "area", "-area", "price"])
def test_what_is_gone_stands_last_in_every_order(client, order):
    for number, status in enumerate(["locked", "reserved", "taken", "vacant", "taken"]):
        values = {"area": 900 + number, "price": 30 - number, "published_at": day(number + 1)}
        builders.listing(title=f"{status}{number}", status=status, **values)
    upwards = ["reserved1", "vacant3", "locked0", "taken2", "taken4"]
    downwards = ["vacant3", "reserved1", "taken4", "taken2", "locked0"]
    expected = upwards if order == "area" else downwards
    assert in_order(ListingFilter({"sort": order})) == expected
    assert shown(client, f"/listings/?sort={order}") == expected


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", []),
        ("?sort=area", ["已租（售）和锁定的在最后。"]),
        ("?sort=area&available=1", []),
        ("?sort=price", ["先租金、后售价，面议的随后；已租（售）和锁定的在最后。"]),
        ("?sort=price&available=1", ["先租金、后售价，面议的随后。"]),
        ("?sort=price&price_unit=mu_wan", ["先售价、后租金，面议的随后；已租（售）和锁定的在最后。"]),
        ("?sort=price&q=没有", []),
    ],
)
def test_says_of_an_order_what_its_name_does_not(client, query, words):
    builders.listing()
    page = BeautifulSoup(client.get(f"/listings/{query}").content, "html.parser")
    assert [one.text for one in page.select(".result-head + p")] == words


def shown(client, address):
    """The titles of the cards of a directory."""
    return re.findall(r'<h3><a href="/listings/\d+/">([^<]*)<', client.get(address).content.decode())


def day(number):
    return builders.PUBLISHED_AT.replace(month=7, day=number)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["乙", "丙", "甲"]),
        ({"sort": "level"}, ["乙", "丙", "甲"]),
        ({"sort": "name"}, ["丙", "乙", "甲"]),
        ({"sort": "land"}, ["甲", "丙", "乙"]),
        ({"sort": "name; drop table"}, ["乙", "丙", "甲"]),
    ],
)
def test_sorts_parks_as_asked(query, names):
    builders.park(name="甲", level="district", land_available_mu=90)
    builders.park(name="乙", level="national", land_available_mu=None)
    builders.park(name="丙", level="provincial", land_available_mu=10)
    assert in_order(ParkFilter(query)) == names


def test_parks_narrow_by_type_and_by_vacancies():
    builders.park(name="有地", land_available_mu=10, kind="logistics")
    builders.park(name="无地", land_available_mu=0, kind="logistics")
    let, hidden = (builders.park(name=name, land_available_mu=None) for name in ("有空置", "空置未公开"))
    builders.park(name="已租", land_available_mu=None)
    builders.listing(park=let)
    builders.listing(park=hidden, **builders.DRAFT)
    builders.listing(park=Park.objects.get(name="已租"), status="taken")
    assert sorted(in_order(ParkFilter({"available": "1"}))) == ["有空置"]
    assert sorted(in_order(ParkFilter({"type": "logistics"}))) == ["无地", "有地"]
    assert in_order(ParkFilter({"type": "logistics", "available": "1"})) == []


def test_a_listing_open_to_a_section_is_open_to_its_divisions():
    bikes, textiles = builders.industry(), builders.industry("17", "纺织业")
    builders.listing(title="制造业", industries=[bikes.parent])
    builders.listing(title="纺织", industries=[textiles])
    builders.listing(title="不限")
    assert found(industry="37") == (["制造业", "不限"], {})
    assert found(industry="C") == (["制造业", "纺织", "不限"], {})
    admitting = Industry.objects.admitting(bikes)
    assert {one.code for one in Industry.objects.all() if one.admits(bikes)} == {"37", "C"}
    assert {one.code for one in admitting} == {"37", "C"}


def test_zero_is_a_bound_like_any_other():
    builders.listing(title="甲")
    assert found(area_max=0) == ([], {})
