"""Which files are read, and which are refused; the command that imports them."""

import io
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from parks.exchange.reading import read
from parks.models import Listing, Park
from publishing.files import Refusal
from tests import builders

from .exchange_files import (
    NEW_LISTING,
    NEW_PARK,
    book,
    imported,
    looked_at,
    outcomes,
    reasons,
)

pytestmark = pytest.mark.django_db
CSV = "标题,类别,方式,所属地区,面积,价格,价格单位\n单层厂房,厂房,出租,武清区,3200,0.75,元/㎡/天\n"


@pytest.fixture(autouse=True)
def _place():
    builders.district()


def with_part(name, content):
    file = io.BytesIO(book(载体=[NEW_LISTING]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def refusal(data, name="a.xlsx"):
    with pytest.raises(Refusal) as refused:
        read(data, name)
    return refused.value.reason


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_reads_csv_as_office_programs_write_it(self, encoding):
        assert outcomes(imported(CSV.encode(encoding), "a.csv")) == ["created"]
        assert Listing.objects.get().price_unit == "sqm_day"

    def test_reads_columns_in_any_order_and_names_those_it_does_not_know(self):
        row = dict(reversed(NEW_LISTING.items())) | {"房东心情": "好", "网页": "x"}
        report = imported(book(Sheet1=[row]))
        assert outcomes(report) == ["created"]
        assert report.notices == ["不认识这些列，没有读取：房东心情、网页"]

    def test_reads_below_a_heading_and_past_empty_rows(self):
        headers, values = [*NEW_LISTING], [*NEW_LISTING.values()]
        report = looked_at(book(载体=[["三月汇总"], [], headers, [], values]))
        assert [(row.line, row.outcome) for row in report.rows] == [(5, "created")]

    def test_a_listing_may_name_a_park_of_the_same_file_whichever_sheet_comes_first(self):
        report = imported(book(载体=[NEW_LISTING | {"所属园区": "新园区"}], 园区=[NEW_PARK]))
        assert outcomes(report) == ["created", "created"]
        assert Listing.objects.get().park == Park.objects.get()

    def test_says_which_sheet_it_left(self):
        report = looked_at(book(载体=[NEW_LISTING], 备忘=[["电话", "123"]]))
        assert report.notices == ["“备忘”表里没有园区或载体的表头，没有读取"]

    def test_refuses_a_csv_row_with_more_cells_than_headers(self):
        report = looked_at((CSV + "甲,乙,丙,丁,1,2,3,4\n").encode(), "a.csv")
        assert outcomes(report) == ["created", "refused"]
        assert reasons(report) == ["这一行有 8 格，表头只有 7 格；含逗号的文字要加引号"]

    @pytest.mark.parametrize(
        ("data", "name", "reason"),
        [
            (b"%PDF-1.7", "a.pdf", "只能导入 .xlsx 或 .csv 表格。"),
            (b"text", "a.xlsx", "只能导入 .xlsx 或 .csv 表格，这个文件可能已经损坏。"),
            (b"PK\x03\x04" + b"x" * 99, "a.xlsx", "文件已经损坏，打不开。"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "a.xls",
                "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再导入。",
            ),
            (b"\xe6\xad\xa3\xff\xff\xff", "a.csv", "编码无法识别，请另存为 UTF-8 再导入。"),
            (b"\x00\x01", "a.csv", "这是二进制文件，不是文本（UTF-16 的文本请另存为 UTF-8）。"),
        ],
    )
    def test_says_why_a_file_is_not_read(self, data, name, reason):
        assert refusal(data, name) == reason

    def test_refuses_what_may_do_harm(self):
        assert "宏" in refusal(with_part("xl/vbaProject.bin", b"x"))
        assert "链接" in refusal(with_part("xl/externalLinks/externalLink1.xml", b"<a/>"))
        assert "解压后大得不正常" in refusal(with_part("xl/media/zeros.xml", b"0" * 60_000_000))
        assert "不该出现的 XML 声明" in refusal(
            with_part("xl/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        )
        assert refusal(with_part("xl/a.xml", b"<a>" * 9999)) == "文件已经损坏，打不开。"

    def test_refuses_a_sheet_without_our_headers_in_words(self):
        assert refusal(book(载体=[["甲", "乙"]])).startswith("“载体”表里找不到表头，请用网站的模板。")
        assert refusal("甲,乙\n1,2\n".encode(), "a.csv") == (
            "找不到表头，请用网站的模板。至少要有这些列：园区要有 名称 或 网址名；载体要有 编号 或 所属地区、标题、类别。"
        )

    def test_refuses_two_columns_of_one_name(self):
        rows = [[*NEW_LISTING, "面积"], [*NEW_LISTING.values(), 5]]
        assert refusal(book(载体=rows)) == "表头里有两个“面积”，请删去一个。"

    def test_refuses_a_sheet_that_pretends_to_be_endless(self):
        from openpyxl import Workbook

        made, file = Workbook(), io.BytesIO()
        made.active["A1"], made.active["A1048576"] = "名称", "远"
        made.save(file)
        assert refusal(file.getvalue()) == "表格超过 20000 行，请拆开再导入。"


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("所属地区", "天津" * 500_000),
        ("详细说明", "1.2." * 200_000),
        ("准入行业", "；、" * 300_000),
        ("面积", "1," * 300_000),
        ("核实日期", "2025-" * 200_000),
        ("标题", "长" * 1_000_000),
    ],
)
def test_is_quick_with_cells_made_to_be_slow(header, text):
    row = NEW_LISTING | {header: text}
    data = f"{','.join(row)}\n{','.join(f'{chr(34)}{one}{chr(34)}' for one in row.values())}\n".encode()
    report = looked_at(data, "a.csv")
    assert outcomes(report) == ["refused"]
    assert max(map(len, reasons(report))) < 200


def test_is_quick_with_a_line_of_distances_made_to_be_slow():
    data = f"名称,距离\n{builders.park().name},甲{' ' * 200_000}乙\n".encode()
    assert reasons(looked_at(data, "a.csv"))[0].endswith("应写成“天津港 71 km”这样")


class TestCommand:
    @pytest.fixture
    def run(self, tmp_path):
        def run(data, *options, name="a.xlsx"):
            (tmp_path / name).write_bytes(data)
            out = StringIO()
            try:
                call_command("import_parks", tmp_path / name, *options, stdout=out)
            except CommandError as error:
                out.write(str(error))
            return out.getvalue().replace(f"{tmp_path}/", "").splitlines()

        return run

    BAD = NEW_LISTING | {"标题": "坏", "面积": "大"}

    def test_says_what_became_of_each_row(self, run):
        builders.park(name="老园区", slug="lao", level="district", summary="旧")
        old = NEW_PARK | {"名称": "老园区", "网址名": "lao"}
        same = builders.listing(title="老厂房", area=100)
        row = NEW_LISTING | {"标题": "老厂房", "面积": 100}
        assert run(book(园区=[NEW_PARK, old | {"类型": "物流园区"}], 载体=[NEW_LISTING, self.BAD, row])) == [
            "a.xlsx［载体］:3 面积“大”：应为数字。",
            "a.xlsx：新增 2，更新 1，跳过 1，拒绝 1",
            "合计：新增 2，更新 1，跳过 1，拒绝 1",
            "有 1 行没有导入，原因见上。",
        ]
        assert Park.objects.get(slug="lao").kind == "logistics"
        assert [one.title for one in Listing.objects.exclude(pk=same.pk)] == ["单层厂房"]

    def test_twice_the_same_file_changes_nothing(self, run):
        data = book(园区=[NEW_PARK | {"距离": "天津港 71 km"}], 载体=[NEW_LISTING | {"所属园区": "新园区"}])
        assert run(data)[-1] == "合计：新增 2，更新 0，跳过 0，拒绝 0"
        moments = [Park.objects.get().updated_at, Listing.objects.get().updated_at]
        assert run(data)[-1] == "合计：新增 0，更新 0，跳过 2，拒绝 0"
        assert [Park.objects.get().updated_at, Listing.objects.get().updated_at] == moments

    def test_a_rehearsal_saves_nothing(self, run):
        lines = run(book(园区=[NEW_PARK], 载体=[NEW_LISTING | {"所属园区": "新园区"}]), "--dry-run")
        assert lines[-2:] == ["合计：新增 2，更新 0，跳过 0，拒绝 0", "没有写入数据库。"]
        assert (Park.objects.count(), Listing.objects.count()) == (0, 0)

    def test_all_or_none_saves_none_for_one_bad_row(self, run):
        lines = run(book(载体=[NEW_LISTING, self.BAD]), "--all-or-none")
        assert "没有写入数据库。" in lines
        assert Listing.objects.count() == 0

    def test_takes_a_csv(self, run):
        assert run(CSV.encode("gb18030"), name="a.csv")[-1] == "合计：新增 1，更新 0，跳过 0，拒绝 0"

    def test_refuses_a_large_file_unread(self, run, tmp_path):
        with (tmp_path / "large.xlsx").open("wb") as file:
            file.truncate(50 * 1024 * 1024)
        with pytest.raises(CommandError, match="有 1 行没有导入"):
            call_command("import_parks", tmp_path / "large.xlsx", stdout=(out := StringIO()))
        assert "large.xlsx 文件有 50 MB，超过 20 MB 的上限，请拆开再导入。" in out.getvalue()

    def test_nothing_unforeseen_stops_the_other_files(self, tmp_path, monkeypatch):
        good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
        good.write_text(CSV, "utf-8")
        bad.write_text("bad", "utf-8")

        def fail(data, name):
            if data == b"bad":
                raise RuntimeError
            return read(data, name)

        monkeypatch.setattr("parks.exchange.running.read", fail)
        with pytest.raises(CommandError):
            call_command("import_parks", bad, good, stdout=(out := StringIO()))
        assert "读取这个文件时出了意外，请把它交给技术人员。" in out.getvalue()
        assert Listing.objects.count() == 1


def test_more_rows_than_one_batch_holds_come_in_and_change_nothing_the_second_time():
    data = book(载体=[NEW_LISTING | {"标题": f"厂房{number}"} for number in range(501)])
    assert imported(data).counts == {"created": 501}
    assert looked_at(data).counts == {"skipped": 501}
