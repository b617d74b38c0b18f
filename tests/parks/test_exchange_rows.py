"""What a row says, and why one is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parks.models import IndustryLabel, Listing, Park, ParkDistance
from tests import builders

from .exchange_files import (
    LISTING,
    NEW_LISTING,
    NEW_PARK,
    NUMBER,
    PARK,
    book,
    changed_file,
    changes,
    exported,
    imported,
    looked_at,
    outcomes,
    reasons,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places():
    builders.district()
    builders.industry()


def listing_row(**values):
    return book(载体=[NEW_LISTING | values])


class TestNewRows:
    def test_become_drafts(self):
        assert (
            outcomes(imported(book(园区=[NEW_PARK], 载体=[NEW_LISTING | {"所属园区": "新园区"}])))
            == ["created"] * 2
        )
        listing = Listing.objects.get()
        assert (listing.park.slug, listing.state, listing.park.state) == ("xinyuan", "draft", "draft")
        assert (listing.area, listing.area_unit, listing.status) == (3200, "sqm", "vacant")

    def test_are_public_from_the_moment_they_name(self):
        imported(listing_row(发布时间="2025-08-22 09:00"))
        assert Listing.objects.get().published_at == builders.PUBLISHED_AT

    def test_stay_drafts_where_the_person_may_not_publish(self):
        report = imported(listing_row(发布时间="2025-08-22"), may_publish=False)
        assert report.rows[0].notices == ["您没有发布的权限，发布时间没有采用"]
        assert Listing.objects.get().published_at is None

    def test_say_what_they_lack(self):
        (reason,) = reasons(looked_at(book(载体=[{"标题": "甲", "所属地区": "武清区", "类别": "厂房"}])))
        assert reason == "没有找到已有的这一条；要新增，还缺 方式、面积、价格单位 这些列"

    def test_are_lost_with_their_park(self):
        park = NEW_PARK | {"级别": "宇宙级"}
        report = imported(book(园区=[park], 载体=[NEW_LISTING | {"所属园区": "新园区"}]))
        assert reasons(report) == [
            "级别“宇宙级”：请从 国家级、省（市）级、区级 中选一个",
            "所属园区“新园区”：没有这个园区（可填名称或网址名）",
        ]
        assert Listing.objects.count() == 0


class TestFinding:
    def test_finds_a_listing_by_its_number_whatever_it_is_called_now(self):
        listing = builders.listing()
        report = imported(book(载体=[{NUMBER: listing.pk, "标题": "新名"}]))
        assert changes(report) == [("标题", "单层钢结构厂房1", "新名")]
        listing.refresh_from_db()
        assert listing.title == "新名"

    def test_finds_a_listing_by_title_district_and_kind(self):
        listing = builders.listing(title="单层厂房")
        builders.listing(title="单层厂房", kind="warehouse")
        report = imported(listing_row(面积=3300))
        assert [row.item.pk for row in report.rows] == [listing.pk]
        assert changes(report) == [("面积", "3200", "3300")]

    def test_asks_for_the_number_where_several_are_called_so(self):
        builders.listing(title="单层厂房")
        builders.listing(title="单层厂房")
        assert reasons(looked_at(listing_row())) == ["标题、地区、类别相同的载体已有 2 个，请填编号"]

    @pytest.mark.parametrize(
        ("number", "reason"),
        [
            (99, "没有编号为 99 的载体；新增的请把编号留空"),
            ("九", "编号“九”：应为数字；新增的请留空"),
            ("9" * 30, f"编号“{'9' * 30}”：应为数字；新增的请留空"),
        ],
    )
    def test_refuses_a_number_nobody_gave(self, number, reason):
        assert reasons(looked_at(book(载体=[{NUMBER: number} | NEW_LISTING]))) == [reason]

    def test_finds_a_park_by_its_address_and_renames_it(self):
        park = builders.park(name="老名", slug="yuan")
        assert outcomes(imported(book(园区=[{"网址名": "yuan", "名称": "新名"}]))) == ["changed"]
        park.refresh_from_db()
        assert park.name == "新名"

    def test_keeps_the_address_of_a_park_that_was_public(self):
        builders.park(name="甲园", slug="jia")
        builders.park(name="乙园", slug="yi", **builders.DRAFT)
        rows = [{"名称": "甲园", "网址名": "jia2"}, {"名称": "乙园", "网址名": "yi2"}]
        report = imported(book(园区=rows))
        assert reasons(report) == ["网址名“jia2”：公开过的园区不能改网址名（原为 jia）"]
        assert sorted(Park.objects.values_list("slug", flat=True)) == ["jia", "yi2"]

    def test_refuses_a_row_that_means_two_parks(self):
        builders.park(name="甲园", slug="jia")
        builders.park(name="乙园", slug="yi")
        report = looked_at(book(园区=[{"名称": "甲园", "网址名": "yi"}]))
        assert reasons(report) == ["网址名和名称分别是两个园区的，请改正其中一个"]

    def test_refuses_all_rows_that_mean_the_same(self):
        listing = builders.listing(title="单层厂房")
        report = looked_at(
            book(载体=[NEW_LISTING, {NUMBER: listing.pk} | NEW_LISTING, NEW_LISTING | {"标题": "别的"}])
        )
        assert outcomes(report) == ["refused", "refused", "created"]
        assert reasons(report)[0] == "第 2、3 行说的是同一条，请只留一行"

    @pytest.mark.parametrize(
        ("header", "reason"),
        [
            ("标题", "标题：不能留空"),
            ("所属地区", "所属地区：不能留空"),
            ("类别", "类别：不能留空"),
        ],
    )
    def test_two_rows_that_cannot_be_told_are_not_the_same(self, header, reason):
        listings = book(载体=[NEW_LISTING | {header: None}] * 2)
        assert [row.reasons for row in looked_at(listings).rows] == [[reason]] * 2

    def test_takes_two_of_one_name_that_have_numbers(self):
        same = [builders.listing(title="单层厂房"), builders.listing(title="单层厂房")]
        assert outcomes(looked_at(exported(LISTING, *same))) == ["unchanged", "unchanged"]


class TestCells:
    @pytest.mark.parametrize(
        ("header", "typed", "name", "value"),
        [
            ("面积", "３，２００．５", "area", Decimal("3200.5")),
            ("面积", 0.1 + 0.2, "area", Decimal("0.3")),
            ("绿地率（%）", "30%", "green_ratio", 30),
            ("层数", "2.0", "floors", 2),
            ("核实日期", "2025/8/22", "verified_on", date(2025, 8, 22)),
            ("核实日期", "2025年8月22日", "verified_on", date(2025, 8, 22)),
            ("核实日期", "２０２５．８．２２", "verified_on", date(2025, 8, 22)),
            ("核实日期", "20250822", "verified_on", date(2025, 8, 22)),
            ("核实日期", 20250822, "verified_on", date(2025, 8, 22)),
            ("核实日期", 45891, "verified_on", date(2025, 8, 22)),
            ("核实日期", date(2025, 8, 22), "verified_on", date(2025, 8, 22)),
            ("可分割", "√", "is_divisible", True),
            ("可办环评", True, "eia_allowed", True),
            ("可办环评", "否", "eia_allowed", False),
            ("状态", "已租(售)", "status", "taken"),
            ("面积单位", "平方米", "area_unit", "sqm"),
            ("楼层", 3, "floor_label", "3"),
        ],
    )
    def test_reads(self, header, typed, name, value):
        assert reasons(imported(listing_row(**{header: typed}))) == []
        assert getattr(Listing.objects.get(), name) == value

    @pytest.mark.parametrize(
        ("header", "typed", "reason"),
        [
            ("面积", "三千", "面积“三千”：应为数字"),
            ("面积", "1e9", "面积“1e9”：应为数字"),
            ("得房率（%）", "101", "得房率（%）“101”：不能大于 100。"),
            ("面积", 0, "面积“0”：面积必须大于 0。"),
            ("面积", None, "面积：不能留空"),
            ("面积", "1.234", "面积“1.234”：小数最多 2 位。"),
            ("面积", "#N/A", "面积“#N/A”：这是 Excel 的错误值，请改正"),
            ("层数", 1.5, "层数“1.5”：应为整数"),
            ("核实日期", "去年", "核实日期“去年”：应为日期，如 2025-08-22"),
            ("核实日期", "2025-02-30", "核实日期“2025-02-30”：应为日期，如 2025-08-22"),
            ("核实日期", "0001-01-01", "核实日期“0001-01-01”：应为日期，如 2025-08-22"),
            ("发布时间", "9999-12-31", "发布时间“9999-12-31”：应为日期，如 2025-08-22"),
            ("可分割", "也许", "可分割“也许”：请填“是”或“否”"),
            ("方式", "赠送", "方式“赠送”：请从 出租、出售、出让、定制 中选一个"),
            ("所属地区", "武青区", "所属地区“武青区”：没有“武青区”这个地区"),
            ("起租（售）面积", 9999, "起租（售）面积“9999”：起租（售）面积不能大于面积。"),
            ("价格", None, "价格：有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"),
            ("价格单位", "元/㎡", "价格单位“元/㎡”：出租的价格单位请选元/㎡/天、元/㎡/月或元/㎡/年。"),
            ("准入行业", "99", "准入行业“99”：没有代码为 99 的行业"),
            (
                "准入行业",
                "37 医药",
                "准入行业“37 医药”：代码 37 是“铁路、船舶、航空航天和其他运输设备制造业”，与后面的名称不符",
            ),
        ],
    )
    def test_refuses(self, header, typed, reason):
        assert reasons(looked_at(listing_row(**{header: typed}))) == [reason]

    def test_says_how_long_a_text_may_be(self):
        (reason,) = reasons(looked_at(listing_row(标题="长" * 121)))
        assert reason.startswith(f"标题“{'长' * 39}…”：请控制在 120 字以内")

    def test_reads_industries_by_code_name_and_label(self):
        other = builders.industry("36", "汽车制造业")
        IndustryLabel.objects.create(name="汽车及装备").industries.set([other])
        for words in ("37；36", "36 汽车制造业\n铁路、船舶、航空航天和其他运输设备制造业", "汽车及装备，37"):
            Listing.objects.all().delete()
            assert reasons(imported(listing_row(准入行业=words))) == []
            assert [one.code for one in Listing.objects.get().industries.all()] == ["36", "37"]

    def test_a_plain_text_gets_its_paragraphs(self):
        imported(listing_row(详细说明="一、位置\n园区东侧。\n二、交通\n近高速。"))
        assert (
            Listing.objects.get().description
            == "<h2>一、位置</h2><p>园区东侧。</p><h2>二、交通</h2><p>近高速。</p>"
        )

    def test_an_absent_column_leaves_alone_and_an_empty_cell_clears(self):
        listing = builders.listing(address="京滨大道", summary="单层", industries=[builders.industry()])
        report = imported(book(载体=[{NUMBER: listing.pk, "地址": None, "准入行业": None}]))
        listing.refresh_from_db()
        assert (listing.address, listing.summary, listing.industries.count()) == ("", "单层", 0)
        assert changes(report)[0] == ("地址", "京滨大道", "（空）")

    def test_refuses_to_clear_what_every_listing_has(self):
        listing = builders.listing()
        assert reasons(looked_at(book(载体=[{NUMBER: listing.pk, "方式": None}]))) == ["方式：不能留空"]

    def test_a_blank_is_the_usual_of_a_new_row_and_leaves_an_old_one_as_it_is(self):
        park = NEW_PARK | dict.fromkeys(one.header for one in PARK.columns if not one.is_required)
        listing = NEW_LISTING | {"状态": None, "面积单位": " ", "可分割": None}
        data = book(园区=[park], 载体=[listing])
        assert outcomes(imported(data)) == ["created", "created"]
        assert Park.objects.get().coordinate_system == "wgs84"
        assert Listing.objects.values_list("status", "area_unit").get() == ("vacant", "sqm")
        assert outcomes(looked_at(data)) == ["unchanged", "unchanged"]
        Park.objects.update(coordinate_system="bd09")
        Listing.objects.update(status="taken", area_unit="mu", is_divisible=True)
        assert [(row.outcome, row.reasons) for row in imported(data).rows] == [("unchanged", [])] * 2
        kept = Listing.objects.values_list("status", "area_unit", "is_divisible").get()
        assert (*kept, Park.objects.get().coordinate_system) == ("taken", "mu", True, "bd09")

    def test_replaces_distances_and_says_what_is_wrong_with_one(self):
        park = builders.park()
        ParkDistance.objects.create(park=park, target="天津港", km=71)
        assert outcomes(
            imported(book(园区=[{"名称": park.name, "距离": "天津港 71km\n天津站：60.5 公里"}]))
        ) == ["changed"]
        assert [str(one) for one in park.distances.all()] == ["天津港 71.0 km", "天津站 60.5 km"]
        report = looked_at(book(园区=[{"名称": park.name, "距离": "天津港"}]))
        assert reasons(report) == ["距离“天津港”：“天津港”应写成“天津港 71 km”这样"]

    def test_reads_the_result_of_a_formula_and_refuses_one_without(self):
        data = changed_file(exported(LISTING, builders.listing()), "载体", 2, 面积="=1600*2")
        assert reasons(looked_at(data)) == [
            "面积“公式”：公式还没有算出结果，请在 Excel 里打开、保存一次，或改贴数值"
        ]


def test_asks_the_database_no_more_for_many_rows_than_for_few():
    def asked(count):
        rows = [NEW_LISTING | {"标题": f"厂房{count}-{number}"} for number in range(count)]
        data = book(载体=rows)
        with CaptureQueriesContext(connection) as queries:
            assert outcomes(looked_at(data)) == ["created"] * count
        return len(queries)

    assert asked(60) == asked(3)


def test_writes_the_entries_of_many_rows_as_often_as_of_few():
    def asked(count):
        rows = [NEW_LISTING | {"标题": f"厂房{count}-{number}"} for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            assert outcomes(imported(book(载体=rows))) == ["created"] * count
        return sum("search_entry" in one["sql"] for one in queries.captured_queries)

    assert asked(40) == asked(3)
    assert len(Listing.objects.matching("厂房")) == 43


def test_asks_no_more_for_many_rows_it_knows():
    def asked(*items):
        data = exported(PARK, *items)
        with CaptureQueriesContext(connection) as queries:
            assert {*outcomes(looked_at(data))} == {"unchanged"}
        return len(queries)

    parks = [builders.park(industries=[builders.industry()]) for _ in range(6)]
    assert asked(*parks) == asked(parks[0])


def test_a_row_the_database_does_not_take_stops_no_other(monkeypatch):
    from django.db import DatabaseError

    plain = Listing.save

    def save(self, **options):
        if self.title == "坏":
            raise DatabaseError
        plain(self, **options)

    monkeypatch.setattr(Listing, "save", save)
    rows = [NEW_LISTING | {"标题": title, "准入行业": "37"} for title in ("甲", "坏", "乙")]
    report = imported(book(载体=rows))
    assert outcomes(report) == ["created", "refused", "created"]
    assert reasons(report) == ["数据库没有收下这一行"]
    assert [one.industries.count() for one in Listing.objects.all()] == [1, 1]
