from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from parks.forms import SitingForm, query_of
from parks.siting import Needs
from tests import builders

pytestmark = pytest.mark.django_db


def read(query):
    form = SitingForm(QueryDict(query))
    return form.needs(), dict(form.errors)


def test_reads_every_need():
    wuqing, dongli, cars = (
        builders.district(),
        builders.district("dongli"),
        builders.industry("36", "汽车制造业"),
    )
    day = timezone.localdate() + timedelta(days=60)
    query = (
        "kind=factory&kind=warehouse&deal=rent&district=wuqing&district=dongli&industry=36&area_min=1000&area_max=3000"
        "&price_min=10&price_max=25&price_unit=sqm_month&height_min=9&load_min=2.5&power_min=630"
        f"&ready_by={day}&must=height&must=date"
    )
    needs, errors = read(query)
    assert errors == {}
    assert needs == Needs(
        kinds=("factory", "warehouse"),
        deal="rent",
        districts=(dongli, wuqing),
        industry=cars,
        area_min=Decimal(1000),
        area_max=Decimal(3000),
        price_min=Decimal(10),
        price_max=Decimal(25),
        price_unit="sqm_month",
        height_min=Decimal(9),
        load_min=Decimal("2.5"),
        power_min=Decimal(630),
        ready_by=day,
        must=frozenset({"height", "date"}),
    )
    assert query_of(needs) == query.replace(
        "district=wuqing&district=dongli", "district=dongli&district=wuqing"
    )


def test_reads_an_area_in_mu():
    needs, _ = read("area_min=50&area_max=100&area_unit=mu")
    # 1 亩 = 10000/15 ㎡
    assert (needs.area_min, needs.area_max) == (Decimal("33333.33"), Decimal("66666.67"))
    assert query_of(needs) == "area_min=50&area_max=100&area_unit=mu"


def test_an_area_is_in_square_metres_unless_said_otherwise():
    assert read("area_min=1000")[0] == read("area_min=1000&area_unit=sqm")[0] == Needs(area_min=Decimal(1000))
    assert read("area_unit=mu")[0] == Needs(area_unit="mu")
    assert query_of(Needs(area_unit="mu")) == ""


def test_nothing_asked_asks_for_nothing():
    assert read("") == (Needs(), {})
    assert read(
        "kind=&deal=&district=&area_min=&price_unit=sqm_month&ready_by=&page=3&available=1&from=x"
    ) == (
        Needs(),
        {},
    )


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("kind=castle", "kind", "“类别”里有不认识的选项，已忽略。"),
        ("district=nowhere", "district", "有的地区没有找到，已忽略。"),
        ("district=%00", "district", "有的地区没有找到，已忽略。"),
        ("must=luck", "must", "“必须满足”里有不认识的选项，已忽略。"),
        ("deal=steal", "deal", "“方式”没有这个选项，已忽略。"),
        ("industry=99", "industry", "没有找到这个行业，下面是全部行业的结果。"),
        ("height_min=高", "height_min", "“净高至少（m）”请填数字，此项未生效。"),
        ("height_min=NaN", "height_min", "“净高至少（m）”请填数字，此项未生效。"),
        ("load_min=-1", "load_min", "“承重至少（t/㎡）”不能小于 0，此项未生效。"),
        ("power_min=9999999999", "power_min", "“供电至少（kVA）”太大了，此项未生效。"),
        ("price_max=25", "price_unit", "按价格筛选时请选价格单位，否则无法比较。"),
        ("area_min=3000&area_max=1000", "area_max", "“面积”的上限小于下限，这两项暂不生效。"),
        (
            "price_min=30&price_max=20&price_unit=sqm_month",
            "price_max",
            "“价格”的上限小于下限，这两项暂不生效。",
        ),
        ("ready_by=明年", "ready_by", "“最迟交付日期”请写成 2027-03-01 的样子。"),
        ("ready_by=2027-02-30", "ready_by", "“最迟交付日期”请写成 2027-03-01 的样子。"),
        ("ready_by=2020-01-01", "ready_by", "“最迟交付日期”已经过去，暂不按它挑选。"),
        ("ready_by=0001-01-01", "ready_by", "“最迟交付日期”已经过去，暂不按它挑选。"),
        ("ready_by=9999-12-31", "ready_by", "“最迟交付日期”太远了，暂不按它挑选。"),
    ],
)
def test_what_it_cannot_read_asks_for_nothing_and_is_said(query, field, sentence):
    needs, errors = read(query)
    assert needs == Needs()
    assert errors == {field: [sentence]}


def test_keeps_what_it_can_read_beside_what_it_cannot():
    builders.district()
    needs, errors = read("kind=castle&kind=office&district=wuqing&district=nowhere&must=luck&must=load")
    assert needs == Needs(kinds=("office",), districts=(builders.district(),), must=frozenset({"load"}))
    assert list(errors) == ["kind", "district", "must"]


def test_the_same_value_twice_is_said_once():
    assert read("kind=office&kind=office&must=load&must=load") == (
        Needs(kinds=("office",), must=frozenset({"load"})),
        {},
    )


def test_reads_today_as_a_date():
    today = timezone.localdate()
    assert read(f"ready_by={today}")[0].ready_by == today
    assert read(f"ready_by={today - timedelta(days=1)}")[0].ready_by is None


def test_reads_no_more_than_forty_values_of_a_name():
    many = "&".join(f"district=d{number}" for number in range(900))
    builders.district()
    assert read(f"{many}&district=wuqing")[0] == Needs()
    assert read(f"district=wuqing&{many}")[0].districts == (builders.district(),)


def test_an_address_carries_no_demand_of_what_is_not_asked():
    assert query_of(Needs(height_min=Decimal("9.50"), must=frozenset({"load", "height"}))) == (
        "height_min=9.5&must=height"
    )
    assert query_of(Needs(ready_by=date(2027, 3, 1))) == "ready_by=2027-03-01"


@pytest.mark.parametrize(
    ("query", "name", "figure"),
    [
        ("area_min=3000㎡", "area_min", 3000),
        ("area_min=3，000 平方米", "area_min", 3000),
        ("area_min=50亩&area_unit=mu", "area_min", Decimal("33333.33")),
        ("height_min=8米", "height_min", 8),
        ("height_min=8m", "height_min", 8),
        ("height_min=８ Ｍ", "height_min", 8),
        ("load_min=2.5吨/平方米", "load_min", Decimal("2.5")),
        ("load_min=2.5 t/㎡", "load_min", Decimal("2.5")),
        ("power_min=630KVA", "power_min", 630),
    ],
)
def test_reads_a_figure_with_its_unit(query, name, figure):
    needs, errors = read(query)
    assert (getattr(needs, name), errors) == (figure, {})


@pytest.mark.parametrize(("query", "unit"), [("area_min=50亩", "㎡"), ("area_min=3000㎡&area_unit=mu", "亩")])
def test_takes_no_figure_whose_unit_is_not_the_chosen_one(query, unit):
    needs, errors = read(query)
    assert needs.area_min is None
    assert errors == {"area_min": [f"“面积下限”的单位与所选的“{unit}”不同，此项未生效。"]}
