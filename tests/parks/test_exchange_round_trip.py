import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import from_field
from openpyxl import load_workbook

from parks.exchange import workbook
from parks.exchange.cells import TOO_LONG
from parks.exchange.nouns import NOUNS
from parks.models import Listing, Park, ParkCompany, ParkDistance
from tests import builders

from .exchange_files import LISTING, PARK, book, cells_of, exported, imported, looked_at, outcomes, reasons

pytestmark = pytest.mark.django_db

ODD = [
    "=1+1",
    "+86 22",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "=",
    "'=1",
    "_x000D_",
    "a_x005F_b",
    "x005F_",
    " 两端 ",
]
ODD += [
    "一\r\n二\r三",
    "响铃\x07",
    "\ufffe\uffff",
    "𠮷",
    "1,200",
    "是",
    "2025-08-22",
    "<b>粗</b> & 细",
    "｜；、",
]
texts = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
)


def unchanged(noun, item):
    before = noun.model.objects.get(pk=item.pk).updated_at
    report = imported(exported(noun, item))
    assert [(row.outcome, row.reasons) for row in report.rows] == [("unchanged", [])]
    assert noun.model.objects.get(pk=item.pk).updated_at == before


def test_every_editable_field_has_its_column():
    for noun in NOUNS:
        editable = {one.name for one in noun.model._meta.fields if one.editable and not one.auto_created}
        editable |= {one.name for one in noun.model._meta.many_to_many if one.editable}
        assert editable - {column.name for column in noun.columns} == set()
        assert len({*noun.headers}) == len(noun.headers)


@pytest.mark.parametrize("text", ODD)
def test_a_text_that_excel_would_misread_comes_back_as_it_was(text):
    unchanged(
        LISTING, builders.listing(title=f"厂房{text}", address=text, floor_loads=text, description=text)
    )
    park = builders.park(alias=text, transport=text, intro=text, contact_phone=text)
    ParkDistance.objects.create(park=park, target=text, km=3)
    ParkCompany.objects.create(park=park, name=text, note=text)
    unchanged(PARK, park)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_taken_out_changes_nothing_when_it_comes_back(data):
    values = {
        "title": data.draw(texts.filter(str.strip)),
        "address": data.draw(texts),
        "summary": data.draw(texts),
    }
    for name in (
        "area",
        "clear_height_m",
        "green_ratio",
        "power_kva",
        "tenure_years",
        "available_on",
        "eia_allowed",
    ):
        values[name] = data.draw(from_field(Listing._meta.get_field(name)))
    values["area"] = max(values["area"], 1)
    listing = builders.listing(**values)
    unchanged(LISTING, listing)
    listing.delete()


def test_a_file_brings_a_park_whole_into_an_empty_site():
    park = builders.park(
        name="=京滨园",
        approved_on=date(1899, 12, 31),
        latitude=Decimal("39.123456"),
        longitude=Decimal("116.5"),
        coordinate_system="gcj02",
        site_preparation="7",
        employees=15000,
        industries=[builders.industry(), builders.industry("36", "汽车制造业")],
        expires_at=datetime(2999, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    ParkDistance.objects.create(park=park, target="天津港 2 号门", km="71.5")
    ParkCompany.objects.create(park=park, name="甲公司", industry=builders.industry(), note="整车")
    ParkCompany.objects.create(park=park, name="乙公司", note="=座椅")
    fields = [one.name for one in Park._meta.fields if one.name not in ("id", "created_at", "updated_at")]
    before = Park.objects.values(*fields).get()
    data = exported(PARK, park)
    park.delete()
    assert outcomes(imported(data)) == ["created"]
    assert Park.objects.values(*fields).get() == before
    again = Park.objects.get()
    assert [*again.industries.values_list("code", flat=True)] == ["36", "37"]
    assert [str(one) for one in again.distances.all()] == ["天津港 2 号门 71.5 km"]
    assert [(one.name, one.industry and one.industry.code, one.note) for one in again.companies.all()] == [
        ("甲公司", "37", "整车"),
        ("乙公司", None, "=座椅"),
    ]
    assert outcomes(looked_at(data)) == ["unchanged"]


def test_keeps_numbers_and_days_as_such_and_formulas_as_texts():
    listing = builders.listing(title="=1+1", area="3200.50", is_divisible=True, verified_on=date(2025, 8, 20))
    headers, row = cells_of(exported(LISTING, listing), "载体")
    said = dict(zip(headers, row, strict=True))
    assert said["标题*"] == "=1+1"
    assert said["面积*"] == 3200.5
    assert said["核实日期"] == datetime(2025, 8, 20)  # noqa: DTZ001
    assert said["可分割"] == "是"
    assert said["发布时间"] == datetime(2025, 8, 22, 9, 0)  # noqa: DTZ001
    sheet = load_workbook(io.BytesIO(exported(LISTING, listing)))["载体"]
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", True)


def test_leaves_alone_what_is_too_long_for_a_cell():
    park = builders.park(intro=f"<p>{'长' * 40_000}</p>")
    headers, row = cells_of(exported(PARK, park), "园区")
    assert row[headers.index("介绍")] == TOO_LONG
    unchanged(PARK, park)


def example(noun):
    """The 【示例】 of the template, typed into a row of its own as somebody trying it would."""
    headers, _, row = cells_of(workbook.template(noun), noun.title)
    said = zip(headers, row, strict=True)
    return {header.rstrip("*"): (text or "").removeprefix("【示例】") for header, text in said}


class TestTemplate:
    @pytest.mark.parametrize("noun", NOUNS)
    def test_imports_nothing_as_it_is(self, noun):
        builders.district()
        report = looked_at(workbook.template(noun))
        assert (report.refusal, report.rows, report.notices) == (None, [], ["表头下面没有内容"])

    def test_the_example_of_a_listing_is_one_in_the_first_park_there_is(self):
        builders.industry("36", "汽车制造业")
        builders.park(name="A 园")
        builders.park(name="B 园", district=builders.district("baodi"))
        assert outcomes(imported(book(载体=[example(LISTING)]))) == ["created"]
        listing = Listing.objects.get()
        assert (listing.park.name, listing.district.slug) == ("A 园", "wuqing")
        assert (listing.area, listing.price, listing.available_on, listing.published_at) == (
            3200,
            Decimal("0.75"),
            None,
            None,
        )
        today = timezone.localdate()
        assert (listing.verified_on, listing.valid_until) == (today, today + timedelta(days=365))

    def test_the_example_of_a_park_is_a_new_one(self):
        builders.park(name="京滨工业园", slug="jingbin", district=builders.district("baodi"))
        for code, name in (("36", "汽车制造业"), ("34", "通用设备制造业")):
            builders.industry(code, name)
        assert outcomes(imported(book(园区=[example(PARK)]))) == ["created"]
        park = Park.objects.get(name="示例工业园")
        assert (park.slug, park.district.slug, park.verified_on) == (
            "shili",
            "baodi",
            timezone.localdate(),
        )
        assert [str(one) for one in park.distances.all()] == ["天津港 71.0 km", "天津站 60.0 km"]

    def test_where_there_are_no_parks_the_example_names_the_first_district_alone(self):
        builders.district()
        row = example(LISTING)
        assert (row["所属地区"], row["所属园区"], row["准入行业"]) == ("天津市", "", "")
        assert outcomes(imported(book(载体=[row]))) == ["created"]

    def test_in_an_empty_site_the_examples_name_no_place(self):
        for noun in NOUNS:
            assert reasons(looked_at(book(**{noun.title: [example(noun)]}))) == ["所属地区：不能留空"]

    def test_says_what_a_blank_means_where_it_clears_nothing(self):
        rows = cells_of(workbook.template(LISTING), "填写说明")
        said = {row[0]: row[2] for row in rows if row[0]}
        assert said["状态"] == "选一项；留空：新增的按“空置”，已有的不改动"
        assert said["面积单位"] == "选一项；留空：新增的按“㎡”，已有的不改动"
        assert said["核实日期"] == "日期"

    def test_offers_choices_districts_and_parks(self):
        builders.park(name="京滨工业园")
        made = load_workbook(io.BytesIO(workbook.template(LISTING)))
        offers = {str(one.sqref): one.formula1 for one in made["载体"].data_validations.dataValidation}
        assert made.sheetnames == ["载体", "填写说明", "地区", "行业", "园区名录"]
        assert offers["C4:C6000"] == '"土地,厂房,仓库,写字楼"'
        assert offers["F4:F6000"] == "'地区'!$A$2:$A$3"
        assert made["载体"].freeze_panes == "C2"
        assert made["载体"].column_dimensions["AG"].number_format == "General"
        assert made["载体"].column_dimensions["B"].number_format == "@"
        assert max(map(len, offers.values())) <= 255  # Excel's limit
        assert [row[0] for row in cells_of(workbook.template(LISTING), "地区")[1:]] == [
            "天津市",
            "天津-武清区",
        ]

    def test_of_many_districts_offers_those_in_use(self, monkeypatch):
        monkeypatch.setattr(workbook, "ALL_DISTRICTS", 1)
        builders.district("baodi")
        builders.listing()
        rows = cells_of(workbook.template(LISTING), "地区")
        assert [row[0] for row in rows] == ["地区", "天津-武清区"]
        assert rows[0][3] == "这里只列出已有园区或载体的地区；别的地区也可以填，写法相同。"
