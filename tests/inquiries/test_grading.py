import pytest

from inquiries.desk.grading import suggest
from tests import builders

pytestmark = pytest.mark.django_db


def test_weighs_what_is_known():
    industry = builders.industry()
    hall = builders.listing(park=builders.park(industries=[industry]))
    inquiry = builders.inquiry(
        investment_wan=3000, landing_timeframe="half_year", area_min=900, area_max=3200, listing=hall, headcount=120,
        industry=industry,
    )  # fmt: skip
    suggested = suggest(inquiry)
    assert suggested.reasons == [
        ("总投资 3,000 万元", 3),
        ("半年内落地", 2),
        ("面积 3,200 ㎡", 2),
        ("指明了载体", 2),
        ("留了企业名称", 1),
        ("用工 120 人", 1),
        ("铁路、船舶、航空航天和其他运输设备制造业是当地园区的主导产业", 2),
    ]
    # 3 + 2 + 2 + 2 + 1 + 1 + 2
    assert (suggested.points, suggested.grade, suggested.label) == (13, "a", "A 重点")


@pytest.mark.parametrize(
    ("values", "points", "grade"),
    [
        ({"company": ""}, 0, "c"),
        ({}, 1, "c"),
        ({"investment_wan": 1000, "landing_timeframe": "year"}, 4, "c"),  # 1 + 2 + 1
        ({"investment_wan": 3000, "landing_timeframe": "year"}, 5, "b"),  # 1 + 3 + 1
        ({"investment_wan": 10000, "landing_timeframe": "now"}, 8, "b"),  # 1 + 4 + 3
        ({"investment_wan": 10000, "landing_timeframe": "now", "area_min": 1000}, 9, "a"),  # 1 + 4 + 3 + 1
        ({"investment_wan": 99, "landing_timeframe": "later", "area_max": 999, "headcount": 99}, 1, "c"),
    ],
)
def test_suggests_a_grade_by_the_sum(values, points, grade):
    suggested = suggest(builders.inquiry(**values))
    assert (suggested.points, suggested.grade) == (points, grade)


def test_a_park_counts_less_than_a_listing_and_a_division_covers_its_classes():
    division = builders.industry("C", "制造业")
    child = builders.industry("36", "汽车制造业", parent=division)
    park = builders.park(industries=[division])
    suggested = suggest(builders.inquiry(park=park, industry=child, company=""))
    assert suggested.reasons == [("指明了园区", 1), ("汽车制造业是当地园区的主导产业", 2)]


def test_a_hidden_park_and_one_elsewhere_count_for_nothing():
    industry = builders.industry()
    builders.park(industries=[industry], **builders.DRAFT)
    inquiry = builders.inquiry(industry=industry, district=builders.district(), company="")
    assert suggest(inquiry).reasons == []
