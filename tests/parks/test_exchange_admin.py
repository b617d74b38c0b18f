"""导入 Excel · 导出 Excel · 下载模板 on the staff's lists."""

import io
import os
import time

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from parks.exchange import keeping
from parks.models import Listing, Park
from tests import builders
from tests.staff_screens import enter, errors_on, screen, told

from .exchange_files import LISTING, NEW_LISTING, NEW_PARK, book, changed_file, exported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place():
    builders.district()


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def tools(client, model, query=""):
    page = BeautifulSoup(client.get(screen(model) + query).content, "html.parser")
    return {link.get_text(strip=True): link["href"] for link in page.select(".object-tools a")}


def upload(client, model, data, name="载体.xlsx"):
    return client.post(screen(model, "import"), {"file": SimpleUploadedFile(name, data)})


def previewed(client, data, model=Listing):
    """The address of the preview of a file that was taken."""
    response = upload(client, model, data)
    assert response.status_code == 302, errors_on(response)
    return response.url


def table(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("td, th")]
        for row in page.select(".import-rows tbody tr")
    ]


def kept_files():
    folder = settings.PRIVATE_ROOT / keeping.FOLDER
    return sorted(path.suffix for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture(autouse=True)
def _no_files(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path / "private"


class TestTools:
    @pytest.mark.parametrize(
        ("role", "offered"),
        [
            ("编辑", ["导入 Excel", "导出 Excel", "下载模板"]),
            ("站长", ["导入 Excel", "导出 Excel", "下载模板"]),
            ("初审", ["导出 Excel", "下载模板"]),
            ("审计", ["导出 Excel", "下载模板"]),
        ],
    )
    @pytest.mark.parametrize("model", [Park, Listing])
    def test_offers_each_role_what_it_may(self, client, model, role, offered):
        enter(client, role)
        assert [name for name in tools(client, model) if "Excel" in name or "模板" in name] == offered

    def test_stand_on_no_other_list(self, client):
        enter(client, "站长")
        from parks.models import District

        assert "导出 Excel" not in tools(client, District)

    @pytest.mark.parametrize("name", ["export", "template", "import"])
    def test_are_nobodys_without_the_right(self, client, name):
        client.force_login(builders.staff())
        assert client.get(screen(Listing, name)).status_code == 403
        enter(client, "审计")
        assert client.get(screen(Listing, name)).status_code == (403 if name == "import" else 200)

    def test_ask_a_stranger_who_he_is(self, client):
        assert client.get(screen(Listing, "export")).url.startswith("/admin/login/")

    def test_hand_out_the_template(self, client, editor):
        response = client.get(screen(Park, "template"))
        assert load_workbook(io.BytesIO(response.content)).sheetnames[0] == "园区"
        assert "%E6%A8%A1%E6%9D%BF.xlsx" in response["Content-Disposition"]


class TestExport:
    def titles(self, response):
        rows = load_workbook(io.BytesIO(response.content))["载体"].iter_rows(min_row=2, values_only=True)
        return [row[1] for row in rows]

    def test_takes_out_what_the_list_shows(self, client, editor):
        for title, kind in (("甲厂房", "factory"), ("乙仓库", "warehouse"), ("丙厂房", "factory")):
            builders.listing(title=title, kind=kind)
        address = tools(client, Listing, "?kind=factory&q=厂房&o=1&p=1")["导出 Excel"]
        assert self.titles(client.get(address)) == ["丙厂房", "甲厂房"]
        assert len(self.titles(client.get(screen(Listing, "export")))) == 3

    def test_an_unreadable_address_takes_out_everything(self, client, editor):
        builders.listing()
        response = client.get(screen(Listing, "export") + "?title__regex=(&p=99")
        assert len(self.titles(client.get(response.url) if response.status_code == 302 else response)) == 1

    def test_asks_to_narrow_what_is_too_much(self, client, editor, monkeypatch):
        monkeypatch.setattr("parks.admin.exchange.ROWS_AT_ONCE", 1)
        builders.listing()
        builders.listing()
        response = client.get(screen(Listing, "export") + "?kind__exact=factory", follow=True)
        assert told(response) == ["一次最多导出 1 条，请先用右边的筛选缩小范围（比如选一个地区）。"]
        assert response.redirect_chain[0][0].endswith("?kind__exact=factory")

    def test_six_rows_ask_the_database_as_often_as_one(self, client, editor, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        builders.park(industries=[builders.industry()])
        with CaptureQueriesContext(connection) as one:
            client.get(screen(Park, "export"))
        for _ in range(5):
            builders.park(industries=[builders.industry()])
        with django_assert_num_queries(len(one)):
            client.get(screen(Park, "export"))


class TestImport:
    def test_shows_what_would_become_of_each_row_and_saves_nothing(self, client, editor):
        listing = builders.listing(title="老厂房", address="旧址")
        same = builders.listing(title="另一个")
        data = exported(LISTING, listing, same)
        data = changed_file(data, "载体", 2, 地址="新址")
        data = changed_file(data, "载体", 4, **NEW_LISTING)
        data = changed_file(data, "载体", 5, **NEW_LISTING | {"标题": "坏", "面积": "大"})
        response = client.get(previewed(client, data))
        assert table(response) == [
            ["第 5 行", "坏", "拒绝", "面积“大”：应为数字。"],
            [
                "第 4 行",
                "单层厂房",
                "新增",
                "标题 单层厂房 类别 厂房 方式 出租 所属地区 天津-武清区 面积 3200 价格 0.75 价格单位 元/㎡/天",
            ],
            ["第 2 行", "老厂房", "更新", "地址 旧址 → 新址"],
            ["第 3 行", "另一个", "没有变化", ""],
        ]
        assert "新增 1 条，更新 1 条；1 行有问题，不导入" in response.content.decode()
        assert Listing.objects.count() == 2

    def test_saves_what_was_confirmed_and_notes_who_did_it(self, client, editor):
        listing = builders.listing(title="老厂房", address="旧址")
        data = changed_file(exported(LISTING, listing), "载体", 2, 地址="新址")
        address = previewed(client, changed_file(data, "载体", 3, **NEW_LISTING))
        response = client.post(address, follow=True)
        assert response.redirect_chain == [(address, 302)]
        assert [row[2] for row in table(response)] == ["新增", "更新"]
        assert "导入完成" in response.content.decode()
        listing.refresh_from_db()
        new = Listing.objects.exclude(pk=listing.pk).get()
        assert (listing.address, new.title, new.published_at) == ("新址", "单层厂房", None)
        notes = LogEntry.objects.order_by("pk").values_list(
            "user", "object_id", "action_flag", "change_message"
        )
        assert sorted(notes) == sorted(
            [
                (editor.pk, str(listing.pk), 2, "从 Excel 修改了 地址。"),
                (editor.pk, str(new.pk), 1, "从 Excel 新增。"),
            ]
        )
        assert kept_files() == [".json"]

    def test_two_clicks_are_one(self, client, editor):
        address = previewed(client, book(载体=[NEW_LISTING]))
        client.post(address)
        client.post(address)
        assert Listing.objects.count() == LogEntry.objects.count() == 1

    def test_shows_again_what_has_changed_since(self, client, editor):
        listing = builders.listing(title="老厂房", address="旧址")
        address = previewed(client, changed_file(exported(LISTING, listing), "载体", 2, 地址="新址"))
        Listing.objects.update(address="别人改的")
        response = client.post(address, follow=True)
        assert told(response) == ["预览之后网站上的内容有变动，预览已经更新，请再看一遍再确认。"]
        assert table(response)[0][3] == "地址 别人改的 → 新址"
        listing.refresh_from_db()
        assert listing.address == "别人改的"
        client.post(address)
        listing.refresh_from_db()
        assert listing.address == "新址"

    def test_narrows_the_preview_and_pages_it(self, client, editor):
        rows = [NEW_LISTING | {"标题": f"厂房{number}", "面积": number % 2} for number in range(250)]
        address = previewed(client, book(载体=rows))
        assert len(table(client.get(address))) == 100
        assert len(table(client.get(address + "?show=refused&p=2"))) == 25
        assert len(table(client.get(address + "?show=created&p=99"))) == 25
        assert len(table(client.get(address + "?show=nonsense&p=x"))) == 100

    def test_writes_what_a_file_says_as_text(self, client, editor):
        page = client.get(
            previewed(client, book(载体=[NEW_LISTING | {"标题": "<script>1</script>"}]))
        ).content.decode()
        assert "&lt;script&gt;1&lt;/script&gt;" in page
        assert "<script>1" not in page

    def test_leaves_the_other_sheet_to_its_own_list(self, client, editor):
        both = book(园区=[NEW_PARK], 载体=[NEW_LISTING])
        response = client.get(previewed(client, both))
        assert "园区表请到园区的列表里导入。" in response.content.decode()
        assert len(table(response)) == 1
        only_parks = upload(client, Listing, book(园区=[NEW_PARK]))
        assert errors_on(only_parks) == ["文件里只有园区，请到园区的列表里导入。"]

    def test_publishes_for_those_who_may(self, client):
        for role, published in (("编辑", True), ("站长", True)):
            Listing.objects.all().delete()
            enter(client, role)
            client.post(previewed(client, book(载体=[NEW_LISTING | {"发布时间": "2025-08-22"}])))
            assert bool(Listing.objects.get().published_at) is published

    def test_leaves_the_dates_of_those_who_may_not(self, client):
        user = builders.staff("laoshi")
        from django.contrib.auth.models import Permission

        rights = ["view_listing", "add_listing", "change_listing"]
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        address = previewed(client, book(载体=[NEW_LISTING | {"发布时间": "2025-08-22"}]))
        assert "您没有发布的权限，发布时间没有采用。" in client.get(address).content.decode()
        client.post(address)
        assert Listing.objects.get().published_at is None


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "data", "reason"),
        [
            ("a.xlsx", b"PK\x03\x04" + b"x" * 99, "文件已经损坏，打不开。"),
            ("a.pdf", b"%PDF-1.7", "只能导入 .xlsx 或 .csv 表格。"),
            ("a.csv", b"\xff\xfe", "文件是空的。"),
            ("a.csv", b"", "所提交的是空文件。"),
        ],
    )
    def test_says_why_a_file_is_not_taken(self, client, editor, name, data, reason):
        assert errors_on(upload(client, Listing, data, name)) == [reason]
        assert kept_files() == []

    @pytest.mark.parametrize(
        ("model", "needs"),
        [(Park, "园区要有 名称 或 网址名"), (Listing, "载体要有 编号 或 所属地区、标题、类别")],
    )
    def test_names_the_columns_of_its_own_noun_alone(self, client, editor, model, needs):
        words = f"找不到表头，请用网站的模板。至少要有这些列：{needs}。"
        assert errors_on(upload(client, model, book(Sheet1=[["甲", "乙"]]))) == [f"文件里{words}"]
        assert errors_on(upload(client, model, "甲,乙\n1,2\n".encode(), "a.csv")) == [words]

    def test_asks_for_a_file(self, client, editor):
        assert errors_on(client.post(screen(Listing, "import"))) == ["这个字段是必填项。"]

    def test_refuses_a_large_file(self, client, editor, monkeypatch):
        monkeypatch.setattr("publishing.files.LIMIT", 10)
        assert "上限" in errors_on(upload(client, Listing, CSV_OF_ELEVEN, "a.csv"))[0]

    def test_refuses_more_rows_than_it_takes_at_once(self, client, editor, monkeypatch):
        monkeypatch.setattr("parks.admin.exchange.ROWS_AT_ONCE", 1)
        rows = [NEW_LISTING, NEW_LISTING | {"标题": "乙"}]
        assert errors_on(upload(client, Listing, book(载体=rows))) == [
            "表里有 2 行，一次最多 1 行，请拆开再导入。"
        ]

    @pytest.mark.parametrize("token", ["x", "WyJ4Il0:1:abc", "…"])
    def test_knows_no_forged_address(self, client, editor, token):
        response = client.get(screen(Listing, "preview", token), follow=True)
        assert told(response) == ["这个文件已经导入过，或者放了超过一小时，请重新上传。"]

    def test_shows_nobody_elses_file(self, client, editor):
        address = previewed(client, book(载体=[NEW_LISTING]))
        enter(client, "站长")
        assert client.get(address).url == screen(Listing, "import")
        assert client.post(address).url == screen(Listing, "import")
        assert Listing.objects.count() == 0

    def test_forgets_a_file_after_an_hour(self, client, editor):
        previewed(client, book(载体=[NEW_LISTING]))
        hour_ago = time.time() - keeping.KEPT_SECONDS - 1
        for path in (settings.PRIVATE_ROOT / keeping.FOLDER).iterdir():
            os.utime(path, (hour_ago, hour_ago))
        previewed(client, book(载体=[NEW_LISTING | {"标题": "乙"}]))
        assert kept_files() == [".data", ".json"]

    def test_an_address_is_good_for_an_hour(self, client, editor, monkeypatch):
        address = previewed(client, book(载体=[NEW_LISTING]))
        now = time.time()
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + keeping.KEPT_SECONDS + 2)
        assert client.post(address).url == screen(Listing, "import")
        assert Listing.objects.count() == 0


CSV_OF_ELEVEN = b"a,b\n1,2\n3,4"
