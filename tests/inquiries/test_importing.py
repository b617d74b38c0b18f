from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from inquiries.importing.rehearsing import look
from inquiries.importing.rows import InquiryRow
from inquiries.models import Inquiry
from inquiries.retention import erase
from parks.exchange.checking import CREATED, UNCHANGED
from parks.exchange.lookups import Lookups
from tests import builders

pytestmark = pytest.mark.django_db
HEADER = ["联系人", "手机", "主题", "企业名称", "意向地区", "面积下限", "收到时间", "描述"]
ROW = [
    "王女士",
    "138 0013 8000",
    "租购厂房仓库",
    "某某自行车厂",
    "武清区",
    "3,200 ㎡",
    "2025-08-22 10:20",
    "要行车",
]


def table(path, *rows, header=HEADER):
    book = Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(path / "咨询.xlsx")
    return path / "咨询.xlsx"


def imported(*arguments):
    """The lines it wrote, its files without their folder, and the error it ended with."""
    out, error = StringIO(), None
    try:
        call_command("import_inquiries", *map(str, arguments), stdout=out)
    except CommandError as problem:
        error = str(problem)
    return [line.rpartition("/")[2] for line in out.getvalue().splitlines()], error


def test_takes_a_row_as_a_new_inquiry(tmp_path):
    district = builders.district()
    assert imported(table(tmp_path, ROW)) == (
        ["咨询.xlsx：新增 1，更新 0，跳过 0，拒绝 0", "合计：新增 1，更新 0，跳过 0，拒绝 0"],
        None,
    )
    row = Inquiry.objects.get()
    assert (row.contact_name, row.phone, row.topic, row.kind) == (
        "王女士",
        "+8613800138000",
        "factory",
        "settle",
    )
    assert (row.district, row.area_min, row.source_channel, row.stage) == (district, 3200, "导入", "new")
    assert (row.created_at, row.consented_at) == (datetime(2025, 8, 22, 2, 20, tzinfo=UTC), None)


def test_takes_the_same_file_once(tmp_path):
    builders.district()
    file = table(tmp_path, ROW, ROW)
    assert imported(file)[0][-1] == "合计：新增 1，更新 0，跳过 1，拒绝 0"
    Inquiry.objects.update(grade="a")
    assert imported(file)[0][-1] == "合计：新增 0，更新 0，跳过 2，拒绝 0"
    assert Inquiry.objects.get().grade == "a"


def test_takes_height_and_load(tmp_path):
    builders.district()
    imported(table(tmp_path, [*ROW, "9米", "2.5 t/㎡"], header=[*HEADER, "最低净高", "最低承重"]))
    row = Inquiry.objects.get()
    assert (row.height_min, row.load_min) == (9, Decimal("2.5"))


def test_knows_a_row_that_was_taken_before_height_and_load_were_asked():
    cells = {"contact_name": "王女士", "phone": "13800138000", "topic": "工业用地招商", "area_min": "3000"}
    row = InquiryRow(cells, Lookups())
    assert row.is_valid()
    assert row.digest() == "7867c3b7ea6c02cacba5a85deed62a7ae4725eeff9209d93fa679043dba844be"


def test_knows_a_file_whose_height_and_load_were_passed_over(tmp_path):
    builders.district()
    imported(table(tmp_path, ROW, ["李先生", *ROW[1:]]))
    erase(Inquiry.objects.get(contact_name="李先生"))
    rows = [[*ROW, "9", "2.5"], ["李先生", *ROW[1:], "9", ""], ["张先生", *ROW[1:], "9", ""]]
    file = table(tmp_path, *rows, header=[*HEADER, "最低净高", "最低承重"])
    assert [row.outcome for row in look(file.name, file.read_bytes(), builders.staff()).rows] == [
        UNCHANGED,
        UNCHANGED,
        CREATED,
    ]
    assert imported(file)[0][-1] == "合计：新增 1，更新 0，跳过 2，拒绝 0"
    assert imported(file)[0][-1] == "合计：新增 0，更新 0，跳过 3，拒绝 0"


def test_the_same_file_brings_nobody_back_who_was_erased(tmp_path):
    builders.district()
    file = table(tmp_path, ROW, ["李先生", *ROW[1:]])
    imported(file)
    typed = Inquiry.objects.get(contact_name="王女士").digest
    erase(Inquiry.objects.get(contact_name="王女士"))
    assert imported(file)[0][-1] == "合计：新增 0，更新 0，跳过 2，拒绝 0"
    assert list(Inquiry.objects.order_by("contact_name").values_list("contact_name", flat=True)) == [
        "",
        "李先生",
    ]
    assert typed not in Inquiry.objects.get(contact_name="").digest


def test_refuses_a_row_with_its_line_and_keeps_the_good_ones(tmp_path):
    builders.district()
    bad = ["", "12345", "买房", "", "火星区", "很大", "明天", ""]
    lines, error = imported(table(tmp_path, bad, ROW))
    assert error == "有 1 行没有导入，原因见上。"
    assert lines[0] == (
        "咨询.xlsx:2 联系人：请填写联系人；手机：请填写 11 位手机号、带区号的座机"
        "（如 022-82100000，分机写作 022-82100000转801），或以 + 开头的境外号码（如 +852 2123 4567）；"
        "主题：请从列出的选项中选择；面积下限：请填写数字，如 3200；收到时间：应为日期，如 2025-08-22；"
        "意向地区：没有“火星区”这个地区。"
    )
    assert Inquiry.objects.count() == 1


def test_refuses_a_day_long_before_there_was_a_site(tmp_path):
    builders.district()
    lines, _ = imported(table(tmp_path, [*ROW[:6], "1999-12-31", ROW[7]], [*ROW[:6], "2000-01-01", ROW[7]]))
    assert lines[0] == "咨询.xlsx:2 收到时间：早于 2000 年，请核对。"
    assert Inquiry.objects.count() == 1


def test_all_or_none_and_a_rehearsal_write_nothing(tmp_path):
    builders.district()
    file = table(tmp_path, ROW, ["", *ROW[1:]])
    assert imported("--all-or-none", file)[0][-1] == "没有写入数据库。"
    assert imported("--dry-run", file)[0][-1] == "没有写入数据库。"
    assert not Inquiry.objects.exists()


def test_takes_a_park_with_its_district_and_other_names_of_columns(tmp_path):
    park = builders.park(name="京滨工业园")
    file = tmp_path / "线索.csv"
    file.write_text("姓名,电话,咨询主题,园区\n李先生,022-82100000转801,other,京滨工业园\n", "gb18030")
    assert imported(file)[0][-1] == "合计：新增 1，更新 0，跳过 0，拒绝 0"
    row = Inquiry.objects.get()
    assert (row.park, row.district, row.phone, row.kind) == (
        park,
        park.district,
        "+862282100000;ext=801",
        "contact",
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "姓名,年龄\n王,3\n", "a.csv:1 找不到表头：要有“联系人”“手机”“主题”三列。"),
        ("a.xlsx", "PK\x03\x04 broken", "a.xlsx 文件已经损坏，打不开。"),
        ("a.pdf", "%PDF-1.7", "a.pdf 只能导入 .xlsx 或 .csv 表格。"),
        ("a.csv", "", "a.csv 文件是空的。"),
    ],
)
def test_says_why_it_takes_nothing_of_a_file(tmp_path, name, content, sentence):
    (tmp_path / name).write_text(content)
    lines, error = imported(tmp_path / name)
    assert (lines[0], error) == (sentence, "有 1 行没有导入，原因见上。")


def test_never_repeats_what_was_typed_for_a_number(tmp_path):
    lines, _ = imported(table(tmp_path, ["王女士", "1380013800X", "其他相关咨询"], header=HEADER[:3]))
    assert "1380013800X" not in "".join(lines)
