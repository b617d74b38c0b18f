from decimal import Decimal

import pytest

from parks.matching import matches
from parks.models import Listing
from tests import builders

pytestmark = pytest.mark.django_db


def reasons(needs, **values):
    return matches(Listing.objects.get(pk=builders.listing(**values).pk), needs)


def test_answers_each_stated_need_and_no_other():
    needs = {"kind": "factory", "height_min": Decimal(8), "load_min": None, "area_min": Decimal(2000)}
    assert reasons(needs) == ["厂房", "面积 3,200 ㎡", "净高 9 m，要求 8 m 以上"]


def test_says_that_a_part_can_be_taken():
    assert reasons({"area_max": Decimal(1000)}, area=3200, min_area=500) == ["面积 3,200 ㎡，500 ㎡ 起"]


def test_says_a_price_in_both_units():
    assert reasons({"price_max": Decimal(25), "price_unit": "sqm_month"}) == [
        "0.75 元/㎡/天（≈ 22.8 元/㎡/月）"
    ]


def test_tells_an_invited_industry_from_no_limit():
    industry = builders.industry()
    assert reasons({"industry": industry}, industries=[industry]) == [f"准入行业包括{industry.name}"]
    assert reasons({"industry": industry}) == ["不限行业"]
