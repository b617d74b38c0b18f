"""How much one can take of a listing, against how much is needed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from parks.columns import public
from parks.models import Listing
from parks.siting import Needs, fits, ranked, verdicts
from parks.siting.conditions import conditions
from tests.parks.test_siting import SALE, fresh, own_fit, said, titles

pytestmark = pytest.mark.django_db

PART = {"area": 3200, "min_area": 500}


@pytest.mark.parametrize(
    ("needs", "values", "verdict"),
    [
        (Needs(area_min=Decimal(3200)), {}, ("yes", "面积 3,200 ㎡")),
        (Needs(area_min=Decimal(3201)), {}, ("no", "面积 3,200 ㎡，小于要求的 3,201 ㎡")),
        (Needs(area_max=Decimal(3200)), {}, ("yes", "面积 3,200 ㎡")),
        (Needs(area_max=Decimal(1000)), {}, ("no", "面积 3,200 ㎡，不分割，大于要求的 1,000 ㎡")),
        (Needs(area_max=Decimal(1000)), PART, ("yes", "面积 3,200 ㎡，可分割，500 ㎡ 起租")),
        (Needs(area_min=Decimal(3000)), PART, ("yes", "面积 3,200 ㎡，可分割，500 ㎡ 起租")),
        (Needs(area_max=Decimal(400)), PART, ("no", "面积 3,200 ㎡，可分割，500 ㎡ 起租，大于要求的 400 ㎡")),
        (
            Needs(area_min=Decimal("33333.33"), area_unit="mu"),
            {"area": 60, "area_unit": "mu"},
            ("yes", "面积 60 亩（≈ 40,000 ㎡）"),
        ),
        (
            Needs(area_min=Decimal("53333.33"), area_unit="mu"),
            {"area": 60, "area_unit": "mu"},
            ("no", "面积 60 亩（≈ 40,000 ㎡），小于要求的 80 亩"),
        ),
    ],
)
def test_an_area_is_large_enough_and_to_be_had_small_enough(needs, values, verdict):
    listing = fresh(**values)
    assert said(needs, listing) == verdict
    assert fits(listing, needs) == (verdict[0] == "yes")


LARGE = {"area": 20000}


@pytest.mark.parametrize(
    ("values", "expected", "found"),
    [
        ({"area": 799}, 0.5 * 799 / 800, [("no", True, "面积 799 ㎡，小于要求的 800 ㎡")]),
        ({"area": 800}, 1, [("yes", True, "面积 800 ㎡")]),
        ({"area": 1600}, 1, [("yes", True, "面积 1,600 ㎡")]),
        (
            {"area": 1601},
            0.5 * 1600 / 1601,
            [("yes", True, "面积 1,601 ㎡"), ("no", False, "整租 1,601 ㎡，大于需要的面积")],
        ),
        (
            LARGE,
            0.5 * 0.08,
            [("yes", True, "面积 20,000 ㎡"), ("no", False, "整租 20,000 ㎡，大于需要的面积")],
        ),
        (
            LARGE | SALE,
            0.5 * 0.08,
            [("yes", True, "面积 20,000 ㎡"), ("no", False, "整体出售 20,000 ㎡，大于需要的面积")],
        ),
        (
            {"kind": "land", "deal": "transfer", "area": 60, "area_unit": "mu"},
            0.5 * 0.04,
            [
                ("yes", True, "面积 60 亩（≈ 40,000 ㎡）"),
                ("no", False, "整体出让 60 亩（≈ 40,000 ㎡），大于需要的面积"),
            ],
        ),
        (LARGE | {"min_area": 800}, 1, [("yes", True, "面积 20,000 ㎡，可分割，800 ㎡ 起租")]),
        (
            LARGE | {"min_area": 5000},
            0.5 * 0.32,
            [
                ("yes", True, "面积 20,000 ㎡，可分割，5,000 ㎡ 起租"),
                ("no", False, "可分割，5,000 ㎡ 起租，大于需要的面积"),
            ],
        ),
        (
            LARGE | {"is_divisible": True},
            0.3,
            [("yes", True, "面积 20,000 ㎡"), ("unknown", False, "可分割，起租面积未注明")],
        ),
    ],
)
def test_who_needs_some_area_at_least_is_told_what_he_would_have_to_take(values, expected, found):
    needs, listing = Needs(area_min=Decimal(800)), fresh(**values)
    assert own_fit(needs, listing) == pytest.approx(expected)
    assert [(one.fits, one.hard, one.sentence) for one in verdicts(listing, needs)[:-1]] == found
    assert fits(listing, needs) == (found[0][0] == "yes")
    (in_sql,) = Listing.objects.annotate(fit=conditions(needs)[0].fit)
    assert in_sql.fit == pytest.approx(expected)


def test_what_can_be_divided_meets_no_demand_for_less_until_it_says_from_what_size():
    listing = fresh(**LARGE, is_divisible=True)
    assert said(Needs(area_max=Decimal(1000)), listing) == (
        "no",
        "面积 20,000 ㎡，可分割，没有写明起租面积，大于要求的 1,000 ㎡",
    )


def test_what_one_would_have_to_take_too_much_of_stands_behind_what_fits():
    long_ago = timezone.localdate() - timedelta(days=91)
    fresh(title="整租两万", **LARGE)
    fresh(title="可分割", **LARGE, is_divisible=True)
    fresh(title="久未核实", area=1000, verified_on=long_ago)
    fresh(title="五千起", **LARGE, min_area=5000)
    fresh(title="八百起", **LARGE, min_area=800)
    fresh(title="九百", area=900)
    # Of 4: 4 and 0 ㎡ away, 4 and 100 ㎡ away, 3, 3 × 0.3 + 1, 3 × 0.16 + 1, 3 × 0.04 + 1.
    expected = ["八百起", "九百", "久未核实", "可分割", "五千起", "整租两万"]
    assert titles(Needs(area_min=Decimal(800))) == expected
    in_memory = ranked(public(Listing), Needs(area_min=Decimal(800)))[:9]
    assert [Listing.objects.get(pk=number).title for number in in_memory] == expected
