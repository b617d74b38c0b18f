"""导入 on the list of inquiries: files nobody can read, and files nobody comes back for."""

import io
import os
import time
import zipfile

import pytest

from inquiries.importing import rehearsing
from inquiries.importing.abandoned import forget_abandoned_tables
from inquiries.models import Inquiry
from parks.exchange import keeping
from tests import builders
from tests.inquiries.tables import IMPORT, LI, WANG, book, files, folder, previewed, rows_at, upload
from tests.staff_screens import enter, errors_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path / "private"
    builders.district()


@pytest.fixture
def officer(client):
    return enter(client, "招商专员")


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return file.getvalue()


def wide(columns):
    return (",".join(f"列{one}" for one in range(columns)) + "\n" + "," * (columns - 1)).encode()


HOSTILE = {
    "a zip bomb": ("a.xlsx", bomb, "文件解压后大得不正常，不予导入。"),
    "too large": (
        "a.csv",
        lambda: b"a" * (21 * 1024 * 1024),
        "文件有 21 MB，超过 20 MB 的上限，请拆开再导入。",
    ),
    "empty": ("a.csv", lambda: b" \n", "文件是空的。"),
    "nothing": ("a.csv", lambda: b"", "所提交的是空文件。"),
    "no known encoding": (
        "a.csv",
        lambda: b"\x80\x81\xff\xfe\xfd" * 50,
        "编码无法识别，请另存为 UTF-8 再导入。",
    ),
    "binary": ("a.csv", lambda: b"a,b\x00c\n", "这是二进制文件，不是文本（UTF-16 的文本请另存为 UTF-8）。"),
    "a picture": ("a.png", lambda: b"\x89PNG\r\n", "只能导入 .xlsx 或 .csv 表格。"),
    "half a zip": ("a.xlsx", lambda: book(WANG)[:2000], "文件已经损坏，打不开。"),
    "another table": (
        "a.xlsx",
        lambda: book(["x"], head=["名称"]),
        "找不到表头：要有“联系人”“手机”“主题”三列。",
    ),
    "columns without end": ("a.csv", lambda: wide(300_000), "找不到表头：要有“联系人”“手机”“主题”三列。"),
    "odd quotes": ("a.csv", lambda: '联系人,手机,主题\n"王,1,2\n'.encode(), "引号不成对，从这一行起读不下去"),
    "an old file": (
        "a.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b" " * 99,
        "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再导入。",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refuses_in_words(client, officer, name):
    filename, data, said = HOSTILE[name]
    response = upload(client, data(), filename)
    assert response.status_code == 200
    assert errors_on(response) == [said]
    assert files() == []


def test_refuses_a_post_without_a_file(client, officer):
    assert errors_on(client.post(IMPORT, {"all_or_none": "maybe"})) == ["这个字段是必填项。"]


def test_refuses_more_rows_than_it_can_take_at_once(client, officer, monkeypatch):
    monkeypatch.setattr(rehearsing, "ROWS_AT_ONCE", 1)
    assert errors_on(upload(client, book(WANG, LI))) == ["表里有 2 行，一次最多 1 行，请拆开再导入。"]


def test_runs_no_formula_and_keeps_odd_signs_out(client, officer):
    rows = [
        ["=1+1", "13800138000", "其他相关咨询"],
        ["@王\u202e\ud7ff", "13900139000", "其他相关咨询", "=cmd|' /C calc'!A0"],
    ]
    data = "\n".join(",".join(row) for row in [["联系人", "手机", "主题", "企业名称"], *rows]).encode()
    client.post(upload(client, data, "a.csv").url)
    assert sorted(Inquiry.objects.values_list("company", flat=True)) == ["", "=cmd|' /C calc'!A0"]


def test_refuses_a_row_whose_formula_the_file_holds_no_result_of(client, officer):
    """As a program writes it that never opened Excel."""
    address = upload(client, book(["王女士", "=A2", "其他相关咨询", "=A1"], LI)).url
    said = "公式还没有算出结果，请在 Excel 里打开、保存一次，或改贴数值。"
    first, second = rows_at(client, address)
    assert first == ["第 2 行", "王**", "拒绝", f"手机：{said} 企业名称：{said}"]
    assert second[:3] == ["第 3 行", "李**", "新增"]


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "9" * 300])
def test_a_word_that_leads_nowhere_leads_back(client, officer, token):
    assert client.get(f"{IMPORT}{token}/").url == IMPORT


def test_a_table_nobody_confirmed_does_not_wait(client, officer):
    previewed(client, WANG)
    assert files() == [".data", ".json"]
    forget_abandoned_tables()
    assert files() == [".data", ".json"]
    hour_ago = time.time() - keeping.KEPT_SECONDS - 1
    for path in folder().iterdir():
        os.utime(path, (hour_ago, hour_ago))
    forget_abandoned_tables()
    assert files() == []


def test_a_confirmed_table_is_gone_at_once(client, officer):
    client.post(previewed(client, WANG))
    assert files() == [".json"]
