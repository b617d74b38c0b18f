from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from parks.models import District, Listing, Park, ParkDistance
from tests import builders
from tests.staff_screens import act, cells, enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def rows_of(client, model, query=""):
    return [row[0] for row in cells(client.get(screen(model) + query))]


def test_lists_districts_as_a_tree(client):
    enter(client, "站长")
    builders.district()
    builders.district("baodi", name="宝坻区", short_name="宝坻区")
    hebei = District.objects.create(name="河北省", short_name="河北", slug="hebei", kind="province")
    builders.district("langfang", name="廊坊市", short_name="廊坊", parent=hebei)
    assert rows_of(client, District) == ["河北省", "廊坊市", "天津市", "宝坻区", "武清区"]


def test_says_in_words_what_still_needs_a_district(client):
    enter(client, "站长")
    builders.park(name="京滨工业园", district=builders.district())
    page = client.get(screen(District, "delete", builders.district().pk)).content.decode()
    assert "地区“天津-武清区”还有下列内容在用，请先处理它们，再来删除：" in page
    assert "京滨工业园" in page


def test_refuses_a_district_below_itself(client):
    enter(client, "站长")
    wuqing = builders.district()
    tianjin = wuqing.parent
    response = save(client, screen(District, "change", tianjin.pk), parent=wuqing.pk)
    assert errors_on(response) == ["上级地区不能是自己或自己的下级。"]


def test_refuses_a_code_that_is_taken(client):
    enter(client, "站长")
    builders.district()
    other = builders.district("dongli", name="东丽区", short_name="东丽区")
    response = save(client, screen(District, "change", other.pk), code="120114")
    assert errors_on(response) == ["这个行政区划代码已经有地区在用。"]


LISTING_FAULTS = [
    ({"area": "0"}, "面积必须大于 0。"),
    ({"min_area": "4000"}, "起租（售）面积不能大于面积。"),
    ({"price": ""}, "有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"),
    ({"price_unit": "negotiable"}, "有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"),
    ({"price_unit": "mu_wan"}, "出租的价格单位请选元/㎡/天、元/㎡/月或元/㎡/年。"),
    ({"deal": "sale"}, "出售或出让的价格单位请选元/㎡或万元/亩。"),
    ({"floor_area_ratio_min": "2", "floor_area_ratio_max": "1"}, "容积率下限不能大于上限。"),
    (
        {"expires_at_0": "2024-01-01", "expires_at_1": "09:00"},
        "下线时间必须晚于发布时间；没有发布时间的内容不能设下线时间。",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), LISTING_FAULTS)
def test_refuses_a_listing_at_odds_with_itself_in_words(client, editor, values, sentence):
    listing = builders.listing()
    assert errors_on(save(client, screen(Listing, "change", listing.pk), **values)) == [sentence]


PARK_FAULTS = [
    ({"planned_area_km2": "1", "built_area_km2": "2"}, "建成面积不能大于规划面积。"),
    ({"latitude": "39.5"}, "经度和纬度请同时填写，或同时留空。"),
]


@pytest.mark.parametrize(("values", "sentence"), PARK_FAULTS)
def test_refuses_a_park_at_odds_with_itself_in_words(client, editor, values, sentence):
    park = builders.park()
    assert errors_on(save(client, screen(Park, "change", park.pk), **values)) == [sentence]


def test_every_promise_of_the_database_is_tried_above():
    """A new constraint on these models wants a line in the lists above."""
    spoken = {sentence for _, sentence in LISTING_FAULTS + PARK_FAULTS}
    promised = {
        constraint.violation_error_message
        for model in (Listing, Park)
        for constraint in model._meta.constraints
    }
    assert promised - spoken == set()


def test_a_listing_without_a_district_lies_in_its_parks(client, editor):
    park = builders.park(district=builders.district("dongli", name="东丽区"))
    listing = builders.listing()
    address = screen(Listing, "change", listing.pk)
    assert save(client, address, district="", park=park.pk).status_code == 302
    listing.refresh_from_db()
    assert listing.district == park.district
    assert errors_on(save(client, address, district="", park="")) == ["请选择所属地区，或选择所属园区。"]


def test_says_what_a_change_of_kind_leaves_unseen(client, editor):
    listing = builders.listing(
        kind="factory", clear_height_m="9.00", floors=None, floor_load_t=None, can_register=True
    )
    address = screen(Listing, "change", listing.pk)
    values = form_of(client, address) | {"kind": "office", "power_kva": ""}
    said = told(client.post(address, values, follow=True))
    assert said[0] == "这些填写属于其他类别，留着但不在网页上显示：净高（m） 9.00。"


def test_filters_listings_by_what_the_dot_says(client, editor):
    gone = timezone.localdate() - timedelta(days=1)
    builders.listing(title="公开")
    builders.listing(title="过期", valid_until=gone)
    builders.listing(title="草稿", valid_until=gone, **builders.DRAFT)
    assert rows_of(client, Listing, "?state=published") == ["公开"]
    assert rows_of(client, Listing, "?state=hidden") == ["过期"]
    assert rows_of(client, Listing, "?state=draft") == ["草稿"]


def test_calls_the_status_by_one_name(client, editor):
    listing = builders.listing()
    page = BeautifulSoup(client.get(screen(Listing)).content, "html.parser")
    form = BeautifulSoup(client.get(screen(Listing, "change", listing.pk)).content, "html.parser")
    assert "租售状态" in [one["data-filter-title"] for one in page.select("[data-filter-title]")]
    assert form.select_one("label[for=id_status]").text.strip(":：") == "租售状态"


def test_notes_todays_verification_and_says_how_many(client, editor):
    rows = [builders.listing(), builders.listing(verified_on=None)]
    today = timezone.localdate()
    assert act(client, Listing, "verify_today", *rows) == [f"已把 2 条的核实日期记为今天（{today}）。"]
    assert set(Listing.objects.values_list("verified_on", flat=True)) == {today}


def test_verifies_parks_too(client, editor):
    park = builders.park()
    act(client, Park, "verify_today", park)
    park.refresh_from_db()
    assert park.verified_on == timezone.localdate()


def test_finds_what_nobody_verified_for_a_quarter(client, editor):
    today = timezone.localdate()
    for title, day in [("从未核实", None), ("九十一天", 91), ("九十天", 90), ("今天", 0)]:
        builders.listing(title=title, verified_on=day if day is None else today - timedelta(days=day))
    stale = [listing.title for listing in Listing.objects.all() if listing.is_stale]
    assert sorted(stale) == ["九十一天", "从未核实"]
    assert rows_of(client, Listing, "?verified=stale") == ["从未核实", "九十一天"]


def test_lists_a_listing_as_one_reads_it(client, editor):
    builders.listing(title="单层厂房", verified_on="2025-08-20", park=builders.park(name="京滨工业园"))
    assert cells(client.get(screen(Listing))) == [
        [
            "单层厂房",
            "已发布",
            "2025-08-20 今日核实",
            "厂房出租",
            "3,200 ㎡",
            "0.75 元/㎡/天",
            "空置",
            "天津-武清区 京滨工业园",
            "—",
            "查看",
        ]
    ]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        (lambda: {"valid_until": "2025-01-01"}, "不公开：有效期已过"),
        (lambda: {"park": builders.park(**builders.DRAFT)}, "不公开：所属园区未公开"),
    ],
)
def test_says_why_a_published_listing_is_not_on_the_site(client, editor, values, state):
    builders.listing(**values())
    assert Listing.objects.published().count() == 0
    assert [(row[1], row[-1]) for row in cells(client.get(screen(Listing)))] == [(state, "—")]


def test_marks_the_fields_by_the_kind_they_belong_to(client, editor):
    page = BeautifulSoup(client.get(screen(Listing, "add")).content, "html.parser")
    marked = {
        fieldset.h2.text: sorted(name for name in fieldset["class"] if name.startswith("kind-"))
        for fieldset in page.select("fieldset[class*='kind-']")
    }
    assert marked == {
        "土地": ["kind-land"],
        "厂房、仓库": ["kind-factory", "kind-warehouse"],
        "写字楼": ["kind-office"],
    }


def test_keeps_the_address_of_a_park_that_was_public(client, editor):
    park = builders.park()
    save(client, screen(Park, "change", park.pk), slug="other", alias="新园")
    park.refresh_from_db()
    assert (park.slug, park.alias) == ("jingbin-1", "新园")


def test_lets_the_address_of_a_draft_be_mended(client, editor):
    park = builders.park(**builders.DRAFT)
    save(client, screen(Park, "change", park.pk), slug="jingbin")
    park.refresh_from_db()
    assert park.slug == "jingbin"


def test_saves_distances_with_the_park(client, editor):
    park = builders.park()
    row = {
        "distances-TOTAL_FORMS": "1",
        "distances-0-target": "天津港",
        "distances-0-km": "71",
        "distances-0-position": "1",
        "distances-0-park": park.pk,
    }
    save(client, screen(Park, "change", park.pk), **row)
    assert [str(one) for one in ParkDistance.objects.all()] == ["天津港 71.0 km"]


def test_suggests_districts_by_their_full_names_in_a_fixed_number_of_queries(
    client, editor, django_assert_max_num_queries
):
    builders.district()
    for number in range(6):
        builders.district(f"zone-{number}")
    address = "/admin/autocomplete/?app_label=articles&model_name=article&field_name=district&term="
    texts = [one["text"] for one in client.get(address + "wuqing").json()["results"]]
    with django_assert_max_num_queries(7):
        everything = client.get(address).json()["results"]
    assert texts == ["天津-武清区"]
    assert len(everything) == 8
