from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone

from parks.columns import public
from parks.models import Listing
from parks.models.listings import gone
from tests import builders

pytestmark = pytest.mark.django_db


def refusals(**values):
    with pytest.raises(ValidationError) as refused:
        Listing(
            **{
                "title": "厂房",
                "kind": "factory",
                "deal": "rent",
                "district": builders.district(),
                "area": 1000,
                "price": "0.6",
                "price_unit": "sqm_day",
            }
            | values
        ).full_clean()
    return refused.value.messages


def test_refuses_contradictions_in_words():
    assert refusals(min_area=2000) == ["起租（售）面积不能大于面积。"]
    assert refusals(area=0) == ["面积必须大于 0。"]
    assert refusals(price=None) == ["有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"]
    assert refusals(price_unit="negotiable") == [
        "有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"
    ]
    assert refusals(price_unit="mu_wan") == ["出租的价格单位请选元/㎡/天、元/㎡/月或元/㎡/年。"]
    assert refusals(deal="sale") == ["出售或出让的价格单位请选元/㎡或万元/亩。"]
    assert refusals(floor_area_ratio_min=2, floor_area_ratio_max=1) == ["容积率下限不能大于上限。"]


def test_leaves_the_public_pages_the_day_after_it_ends():
    today = timezone.localdate()
    last_day = builders.listing(valid_until=today)
    builders.listing(valid_until=today - timedelta(days=1))
    assert list(Listing.objects.published()) == [last_day]


def test_the_question_and_the_property_agree():
    yesterday = timezone.localdate() - timedelta(days=1)
    hidden_park = builders.park(**builders.DRAFT)
    shown = builders.listing(park=builders.park(), valid_until=timezone.localdate())
    hidden = [
        builders.listing(**builders.DRAFT),
        builders.listing(valid_until=yesterday),
        builders.listing(park=hidden_park),
    ]
    assert list(Listing.objects.published()) == [shown]
    assert [one.is_published for one in [shown, *hidden]] == [True, False, False, False]
    assert [one.hidden_because for one in hidden] == ["", "有效期已过", "所属园区未公开"]


def test_is_hidden_with_its_park():
    hidden = builders.park(**builders.DRAFT)
    shown = builders.park()
    builders.listing(park=hidden)
    listing = builders.listing(park=shown)
    assert list(Listing.objects.published()) == [listing]


def test_one_open_to_all_industries_fits_every_industry():
    industry = builders.industry("37")
    other = builders.industry("27", "医药制造业")
    open_to_all = builders.listing()
    builders.listing(industries=[other])
    fitting = builders.listing(industries=[industry])
    assert set(Listing.objects.in_industry(industry)) == {open_to_all, fitting}
    assert Listing.objects.in_industry(industry.parent).count() == 3


def test_goes_stale_after_ninety_days():
    today = timezone.localdate()
    assert not builders.listing(verified_on=today - timedelta(days=90)).is_stale
    assert builders.listing(verified_on=today - timedelta(days=91)).is_stale
    assert builders.listing(verified_on=None).is_stale


def test_the_question_what_can_be_taken_now_and_the_property_agree():
    plot = {"kind": "land", "deal": "transfer", "price_unit": "mu_wan"}
    stages = ["", *Listing.NoticeStage.values]
    for number, status in enumerate(Listing.Status.values * 2):
        for stage in stages:
            builders.listing(status=status, notice_stage=stage, **(plot if number > 3 else {}))
    rows = Listing.objects.all()
    free = {one.pk for one in rows if one.is_available}
    assert {one.pk for one in rows.available()} == set(public(Listing).available().numbers()) == free
    said = [(one.kind, one.status, one.notice_stage) for one in rows if one.pk in free]
    halls = [("factory", "vacant", stage) for stage in stages]
    plots = [("land", "vacant", stage) for stage in stages if stage != "failed"]
    assert sorted(said) == sorted([*halls, *plots])
    assert {one.pk for one in rows.filter(gone())} == {one.pk for one in rows if one.is_gone}


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"kind": "land", "notice_stage": "planned"}, ("planned", "预公告")),
        ({"kind": "land", "notice_stage": "listed"}, ("listed", "挂牌中")),
        ({"kind": "land", "notice_stage": "failed"}, ("failed", "流拍")),
        ({"kind": "land", "notice_stage": "failed", "status": "locked"}, ("failed", "流拍")),
        ({"kind": "land", "notice_stage": "sold", "status": "taken"}, ("sold", "已成交")),
        ({"kind": "land", "notice_stage": "listed", "status": "reserved"}, ("reserved", "意向")),
        ({"kind": "land"}, ("vacant", "空置")),
        ({"status": "locked"}, ("locked", "锁定")),
    ],
)
def test_a_plot_shows_its_stage_in_place_of_whether_it_stands_empty(client, values, shown):
    plot = builders.listing(park=builders.park(), **values)
    addresses = ["/listings/", plot.get_absolute_url(), plot.park.get_absolute_url()]
    pages = [BeautifulSoup(client.get(address).content, "html.parser") for address in addresses]
    states = [page.select_one("main .state") for page in pages]
    assert [(state["data-state"], state.text) for state in states] == [shown] * 3
