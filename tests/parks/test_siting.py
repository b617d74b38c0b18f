"""The conditions of a siting, each with numbers worked out by hand, and the two sides of each compared."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from parks.models import Listing
from parks.siting import Needs, fit_of, fits, ranked, verdicts
from parks.siting.conditions import CONDITIONS, conditions
from tests import builders

pytestmark = pytest.mark.django_db

READY = date(2030, 3, 1)


def fresh(**values):
    """A listing as the database gives it, verified today."""
    listing = builders.listing(**{"verified_on": timezone.localdate()} | values)
    return Listing.objects.get(pk=listing.pk)


def said(needs, listing):
    """(fits, sentence) of the one condition that `needs` states."""
    verdict, freshness = verdicts(listing, needs)
    assert freshness.name == "fresh"
    return verdict.fits, verdict.sentence


def own_fit(needs, listing):
    """The fit of the one condition that `needs` states: 3 of the 4 parts are its own, 1 is freshness."""
    return (fit_of(listing, needs) * 4 - 1) / 3


def months(text):
    return Needs(price_max=Decimal(text), price_unit="sqm_month")


HIGH = Needs(height_min=Decimal(12))
HEAVY = Needs(load_min=Decimal("2.5"))
STRONG = Needs(power_min=Decimal(800))


@pytest.mark.parametrize(
    ("needs", "values", "expected", "sentence"),
    [
        (HIGH, {"clear_height_m": 12}, 1, "净高 12 m，达到要求的 12 m"),
        (HIGH, {"clear_height_m": 9}, 0.5 * 9 / 12, "净高 9 m，低于要求的 12 m"),
        (HIGH, {"clear_height_m": 0}, 0, "净高 0 m，低于要求的 12 m"),
        (HIGH, {"clear_height_m": None}, 0.3, "净高未注明"),
        (HEAVY, {"floor_load_t": "2.5"}, 1, "承重 2.5 t/㎡，达到要求的 2.5 t/㎡"),
        (HEAVY, {"floor_load_t": 2}, 0.5 * 0.8, "承重 2 t/㎡，低于要求的 2.5 t/㎡"),
        (HEAVY, {"floor_load_t": None}, 0.3, "承重未注明"),
        (STRONG, {"power_kva": 1250}, 1, "供电 1,250 kVA，达到要求的 800 kVA"),
        (STRONG, {"power_kva": 600}, 0.5 * 0.75, "供电 600 kVA，低于要求的 800 kVA"),
        (STRONG, {"power_kva": None}, 0.3, "供电未注明"),
        (HIGH, {"kind": "warehouse", "clear_height_m": None}, 0.3, "净高未注明"),
        (HIGH, {"kind": "office", "clear_height_m": None}, 0, "写字楼没有净高一项"),
        (HEAVY, {"kind": "land", "floor_load_t": None}, 0, "土地没有承重一项"),
        (STRONG, {"kind": "office", "power_kva": None}, 0, "写字楼没有供电一项"),
        (HIGH, {"kind": "office", "clear_height_m": 6}, 0.5 * 6 / 12, "净高 6 m，低于要求的 12 m"),
    ],
)
def test_a_building_reaches_a_figure_or_comes_near_it(needs, values, expected, sentence):
    listing = fresh(**values)
    assert own_fit(needs, listing) == pytest.approx(expected)
    assert said(needs, listing)[1] == sentence


RENT = "价格 0.75 元/㎡/天（≈ 22.8 元/㎡/月）"
SALE = {"deal": "sale", "price": 3800, "price_unit": "sqm"}
NEGOTIABLE = {"price": None, "price_unit": "negotiable"}


@pytest.mark.parametrize(
    ("needs", "values", "expected", "verdict"),
    [
        # 0.75 × 365 / 12 = 22.8125
        (months("22.8125"), {}, 1, ("yes", RENT)),
        (months("20"), {}, 0.5 * 20 / 22.8125, ("no", f"{RENT}，高于要求的 20 元/㎡/月")),
        (months("20"), NEGOTIABLE, 0.3, ("unknown", "价格面议，需另谈")),
        (months("20"), SALE, 0.3, ("unknown", "价格 3,800 元/㎡，与元/㎡/月不能直接比较")),
        (months("0"), {}, 0, ("no", f"{RENT}，高于要求的 0 元/㎡/月")),
        (Needs(price_max=Decimal("0.75"), price_unit="sqm_day"), {}, 1, ("yes", RENT)),
        (
            Needs(price_min=Decimal(365), price_unit="sqm_year"),  # 30.4167 a month
            {},
            0.5 * 22.8125 / 30.4167,
            ("no", f"{RENT}，低于要求的 365 元/㎡/年"),
        ),
        # 40 万元/亩 are 40 × 15 = 600 元/㎡
        (
            Needs(price_max=Decimal(600), price_unit="sqm"),
            {"kind": "land", "deal": "transfer", "price": 40, "price_unit": "mu_wan"},
            1,
            ("yes", "价格 40 万元/亩（≈ 600 元/㎡）"),
        ),
        (
            Needs(price_max=Decimal(30), price_unit="mu_wan"),
            {"kind": "land", "deal": "transfer", "price": 40, "price_unit": "mu_wan"},
            0.5 * 30 / 40,
            ("no", "价格 40 万元/亩（≈ 600 元/㎡），高于要求的 30 万元/亩"),
        ),
    ],
)
def test_a_price_is_compared_in_one_unit(needs, values, expected, verdict):
    listing = fresh(**values)
    assert own_fit(needs, listing) == pytest.approx(expected)
    assert said(needs, listing) == verdict


@pytest.mark.parametrize("unit", ["", "negotiable"])
def test_a_price_without_a_unit_asks_for_nothing(unit):
    assert [one.name for one in conditions(Needs(price_max=Decimal(1), price_unit=unit))] == ["fresh"]


@pytest.mark.parametrize(
    ("days_late", "expected"),
    [(None, 1), (-400, 1), (0, 1), (1, 0.4), (30, 0.4), (31, 0.2), (90, 0.2), (91, 0)],
)
def test_a_date_is_missed_by_steps(days_late, expected):
    day = None if days_late is None else READY + timedelta(days=days_late)
    assert own_fit(Needs(ready_by=READY), fresh(available_on=day)) == pytest.approx(expected)


def test_says_when_a_listing_is_ready():
    needs = Needs(ready_by=READY)
    assert said(needs, fresh()) == ("yes", "现在就能交付")
    assert said(needs, fresh(available_on=timezone.localdate())) == ("yes", "现在就能交付")
    assert said(needs, fresh(available_on=date(2030, 2, 28))) == ("yes", "2030年2月28日可交付")
    assert said(needs, fresh(available_on=date(2030, 3, 2))) == (
        "no",
        "2030年3月2日可交付，晚于要求的2030年3月1日",
    )


PLOT = {"kind": "land", "deal": "transfer"}


@pytest.mark.parametrize(
    ("values", "expected", "verdict"),
    [
        (PLOT, 0.3, ("unknown", "交地时间以公告为准")),
        (PLOT | {"notice_stage": "listed"}, 0.3, ("unknown", "交地时间以公告为准")),
        (PLOT | {"notice_stage": "planned"}, 0.3, ("unknown", "现为预公告，交地时间以公告为准")),
        (PLOT | {"available_on": date(2030, 2, 28)}, 1, ("yes", "2030年2月28日可交付")),
    ],
)
def test_nobody_knows_when_land_is_handed_over_unless_it_says(values, expected, verdict):
    needs, plot = Needs(ready_by=READY), fresh(**values)
    assert said(needs, plot) == verdict
    assert own_fit(needs, plot) == pytest.approx(expected)
    assert [one.fit for one in ranked(Listing.objects.all(), needs)] == [pytest.approx(fit_of(plot, needs))]
    assert (
        fits(plot, demanded(needs, "date")) == ranked(Listing.objects.all(), demanded(needs, "date")).exists()
    )
    assert fits(plot, demanded(needs, "date")) == (expected == 1)


def test_the_last_day_there_is_may_be_asked_for():
    assert [one.fit for one in ranked(Listing.objects.filter(pk=fresh().pk), Needs(ready_by=date.max))] == [1]


def test_says_what_is_not_as_demanded():
    dongli = builders.district("dongli", name="东丽区")
    wuqing, cars = builders.district(), builders.industry("36", "汽车制造业")
    listing = fresh(kind="warehouse", district=dongli, industries=[builders.industry("17", "纺织业")])
    needs = Needs(kinds=("factory", "office"), deal="sale", districts=(wuqing,), industry=cars)
    assert [(one.fits, one.hard, one.sentence) for one in verdicts(listing, needs)] == [
        ("no", True, "类别是仓库，不是厂房或写字楼"),
        ("no", True, "方式是出租，不是出售"),
        ("no", True, "位于东丽区，不在武清区"),
        ("no", True, "准入行业不包括汽车制造业"),
        ("yes", False, "今天核实"),
    ]


def test_says_what_is_as_demanded():
    cars = builders.industry("36", "汽车制造业")
    needs = Needs(kinds=("factory",), deal="rent", districts=(builders.tianjin(),), industry=cars.parent)
    sentences = [one.sentence for one in verdicts(fresh(industries=[cars]), needs)]
    assert sentences == ["厂房", "出租", "位于武清区", "准入行业包括制造业", "今天核实"]
    assert verdicts(fresh(), needs)[3].sentence == "不限行业"


def test_fit_is_the_weighted_mean_of_what_was_stated_and_freshness():
    # Kind met 3, height 9 of 12 missed 3 × 0.5 × 0.75 = 1.125, load not stated 0.9, fresh 1; of 3 × 3 + 1.
    needs = Needs(kinds=("factory",), height_min=Decimal(12), load_min=Decimal(3))
    listing = fresh(floor_load_t=None)
    assert fit_of(listing, needs) == pytest.approx((3 + 1.125 + 0.9 + 1) / 10)
    listing.verified_on = timezone.localdate() - timedelta(days=91)
    assert fit_of(listing, needs) == pytest.approx((3 + 1.125 + 0.9) / 10)


def titles(needs):
    return [one.title for one in ranked(Listing.objects.published().available(), needs)]


def test_what_meets_everything_but_is_stale_stands_before_what_falls_short():
    long_ago = timezone.localdate() - timedelta(days=91)
    fresh(title="没有这一项", kind="office", clear_height_m=None)
    fresh(title="差得多", clear_height_m=7)  # 0.5 × 7/12 = 0.29
    fresh(title="未注明", clear_height_m=None)
    fresh(title="差一点", clear_height_m="11.99")
    fresh(title="久未核实", clear_height_m=12, verified_on=long_ago)
    fresh(title="符合", clear_height_m=12)
    assert titles(HIGH) == ["符合", "久未核实", "差一点", "未注明", "差得多", "没有这一项"]


def test_the_nearest_area_comes_first_then_the_lately_verified_then_the_new():
    today = timezone.localdate()
    fresh(title="整五千", area=5000)
    fresh(title="整三千二", area=3200)
    fresh(title="可分", area=9000, min_area=500)
    fresh(title="两千一", area=2100, verified_on=today - timedelta(days=3))
    fresh(title="两千一新核", area=2100)
    fresh(title="两千一再", area=2100)
    # The middle of 2,000–4,000 is 3,000: 0, 200, 900 and 2,000 ㎡ away.
    needs = Needs(area_min=Decimal(2000), area_max=Decimal(5000))
    assert titles(Needs(area_min=Decimal(2000), area_max=Decimal(4000))) == [
        "可分",
        "整三千二",
        "两千一再",
        "两千一新核",
        "两千一",
    ]
    assert titles(needs)[0] == "可分"  # 3,500
    assert titles(Needs(area_min=Decimal(2000))) == [
        "可分",
        "两千一再",
        "两千一新核",
        "两千一",
        "整三千二",
        "整五千",
    ]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("price", NEGOTIABLE),
        ("price", SALE),
        ("height", {"clear_height_m": None}),
        ("load", {"floor_load_t": None}),
        ("power", {"power_kva": None}),
    ],
)
def test_what_nobody_can_tell_satisfies_no_demand(name, values):
    wish = {"price": months("30"), "height": HIGH, "load": HEAVY, "power": STRONG}[name]
    fresh(title="不详", **values)
    assert titles(wish) == ["不详"]
    assert titles(demanded(wish, name)) == []


def demanded(needs, *names):
    return Needs(**{**vars(needs), "must": frozenset(names)})


def test_a_date_may_be_demanded():
    fresh(title="现在")
    fresh(title="明天太晚", available_on=READY + timedelta(days=1))
    assert titles(demanded(Needs(ready_by=READY), "date")) == ["现在"]


def test_several_kinds_and_districts_are_alternatives():
    dongli, jinnan = builders.district("dongli"), builders.district("jinnan")
    fresh(title="厂", district=dongli)
    fresh(title="库", kind="warehouse", district=builders.district())
    fresh(title="楼", kind="office", district=dongli)
    fresh(title="远", district=jinnan)
    needs = Needs(kinds=("factory", "warehouse"), districts=(dongli, builders.district()))
    assert sorted(titles(needs)) == ["厂", "库"]


def grid():
    """Rows in which everything a condition reads is there, missing, at the bound and beyond it."""
    dongli, cars = builders.district("dongli"), builders.industry("36", "汽车制造业")
    prices = [("0.75", "sqm_day"), (20, "sqm_month"), (300, "sqm_year"), (None, "negotiable")]
    measures = [(9, 3, 630), (12, None, 800), (None, "2.5", 100), ("7.99", 0, None)]
    for number, ((price, unit), (height, load, power)) in enumerate(product(prices, measures)):
        builders.listing(
            kind=["factory", "warehouse", "land"][number % 3],
            district=dongli if number % 2 else builders.district(),
            industries=[[], [cars], [builders.industry("17", "纺织业")], [cars.parent]][number % 4],
            price=price,
            price_unit=unit,
            clear_height_m=height,
            floor_load_t=load,
            power_kva=power,
            area=[800, 3200, 60, 12000, 2][number % 5],
            area_unit="mu" if number % 5 in (2, 4) else "sqm",
            min_area=[None, 500, None, 0, 1][number % 5],
            available_on=[None, READY, READY + timedelta(days=20), READY + timedelta(days=200)][number % 4],
            verified_on=[None, timezone.localdate(), timezone.localdate() - timedelta(days=90 + number % 2)][
                number % 3
            ],
        )
    builders.listing(deal="sale", price=3800, price_unit="sqm")
    builders.listing(kind="land", deal="transfer", price=40, price_unit="mu_wan", area=60, area_unit="mu")


def everything():
    return Needs(
        kinds=("factory", "land"),
        deal="rent",
        districts=(builders.district(),),
        industry=builders.industry("36", "汽车制造业"),
        area_min=Decimal(1000),
        area_max=Decimal(5000),
        price_min=Decimal(19),
        price_max=Decimal("22.5"),
        price_unit="sqm_month",
        height_min=Decimal(9),
        load_min=Decimal("2.5"),
        power_min=Decimal(630),
        ready_by=READY,
    )


@pytest.mark.parametrize("made", CONDITIONS, ids=lambda made: made.name)
def test_both_sides_of_a_condition_say_the_same_of_every_row(made):
    grid()
    condition = made(everything())
    rows = list(Listing.objects.annotate(fit=condition.fit))
    assert len(rows) == 18
    assert {row.pk: row.fit for row in rows} == {
        row.pk: pytest.approx(condition.fit_of(row), abs=1e-12) for row in rows
    }
    assert {row.pk for row in Listing.objects.filter(condition.holds)} == {
        row.pk for row in rows if condition.fit_of(row) == 1
    }
    assert len({condition.fit_of(row) for row in rows}) > 1


def test_both_sides_of_the_ranking_say_the_same():
    grid()
    needs = Needs(**{**vars(everything()), "kinds": (), "districts": (), "deal": "", "area_min": None})
    rows = list(ranked(Listing.objects.all(), needs))
    assert [row.fit for row in rows] == [pytest.approx(fit_of(row, needs), abs=1e-12) for row in rows]
    assert {row.pk for row in rows} == {row.pk for row in Listing.objects.all() if fits(row, needs)}
    assert 1 < len(rows) < 18
