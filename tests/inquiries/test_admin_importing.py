"""导入 on the list of inquiries: template, preview, confirmation."""

import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import Entry
from inquiries.models import AssignmentRule, Inquiry, StageChange
from outbox.models import Delivery
from parks.models import Remit
from tests import builders
from tests.inquiries.tables import IMPORT, LI, LIST, WANG, book, folder, previewed, promised, rows_at, upload
from tests.staff_screens import enter, errors_on, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path / "private"
    builders.district()


@pytest.fixture
def officer(client):
    return enter(client, "招商专员")


# --- Who may


@pytest.mark.parametrize(
    ("role", "may"), [("招商专员", True), ("站长", True), ("审计", False), ("编辑", False)]
)
def test_is_for_who_may_enter_inquiries(client, role, may):
    enter(client, role)
    offered = [link["href"] for link in BeautifulSoup(client.get(LIST).content, "html.parser").select("a")]
    assert (IMPORT in offered) is may
    for address in (IMPORT, f"{LIST}template/", f"{IMPORT}x/"):
        assert (client.get(address).status_code == 403) is not may, address
    assert (upload(client, book(WANG)).status_code == 403) is not may


def test_asks_a_stranger_who_he_is(client):
    assert client.get(IMPORT).url.startswith("/admin/login/")


def test_a_preview_is_his_alone_who_made_it(client, officer):
    address = previewed(client, WANG)
    enter(client, "站长")
    assert told(client.get(address, follow=True)) == ["这个文件已经导入过，或者放了超过一小时，请重新上传。"]
    assert client.post(address).url == IMPORT
    assert not Inquiry.objects.exists()


# --- The template


def test_hands_out_a_template_that_brings_nobody(client, officer):
    response = client.get(f"{LIST}template/")
    sheets = load_workbook(io.BytesIO(response.content))
    assert sheets.sheetnames == ["咨询", "填写说明", "地区", "行业"]
    head, example = sheets["咨询"].values
    assert head[:4] == ("联系人*", "手机*", "主题*", "类型")
    assert example[:3] == ("【示例】王女士", "13800138000", "租购厂房仓库")
    assert ("天津-武清区", "120114") in list(sheets["地区"].values)
    assert "private, no-store" in response["Cache-Control"]
    assert errors_on(upload(client, response.content)) == ["表头下面没有内容。"]


def test_a_filled_template_is_read(client, officer):
    sheets = load_workbook(io.BytesIO(client.get(f"{LIST}template/").content))
    sheet = sheets["咨询"]
    sheet.append(
        [
            "李先生",
            "13900139000",
            "工业用地招商",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "武清区",
        ]
    )
    assert sheet.cell(1, 22).value == "意向地区"
    file = io.BytesIO()
    sheets.save(file)
    response = upload(client, file.getvalue())
    assert [row[:3] for row in rows_at(client, response.url)] == [["第 3 行", "李**", "新增"]]


def test_the_template_offers_his_districts(client, officer):
    builders.district("dongli")
    Remit.objects.create(person=officer, district=builders.district())
    sheets = load_workbook(io.BytesIO(client.get(f"{LIST}template/").content))
    assert [row[0] for row in sheets["地区"].values] == ["意向地区", "天津-武清区"]


# --- The preview


def test_shows_what_would_become_of_each_row_masked_and_stores_nothing(client, officer):
    address = previewed(client, WANG, LI, ["", "12345", "买房", "", "火星区", "", "", ""])
    assert rows_at(client, address) == [
        [
            "第 4 行",
            "（没有名称）",
            "拒绝",
            "联系人：请填写联系人。 手机：请填写 11 位手机号、带区号的座机（如 022-82100000，分机写作"
            " 022-82100000转801），或以 + 开头的境外号码（如 +852 2123 4567）。 主题：请从列出的选项中选择。"
            " 意向地区：没有“火星区”这个地区。",
        ],
        [
            "第 2 行",
            "某某自行车厂",
            "新增",
            "联系人 王** 手机 138****8000 主题 租购厂房仓库 意向地区 天津-武清区 企业名称 某某自行车厂"
            " 类型 企业入驻 微信 w***e 邮箱 w***@example.cn 等 10 项",
        ],
        [
            "第 3 行",
            "李**",
            "新增",
            "联系人 李** 手机 139****9000 主题 工业用地招商 意向地区 天津-武清区 类型 联系我们 来源渠道 导入",
        ],
    ]
    assert not Inquiry.objects.exists()


def test_masks_whom_to_call(client, officer):
    page = client.get(previewed(client, WANG)).content.decode()
    for whole in ("王女士", "13800138000", "138 0013 8000", "wang_bike", "wang@example.cn"):
        assert whole not in page
    for part in ("王**", "138****8000", "w***e", "w***@example.cn", "某某自行车厂", "天津-武清区"):
        assert part in page
    [kept] = [path.read_text() for path in folder().iterdir() if path.suffix == ".json"]
    assert "王女士" not in kept


def test_points_out_who_asks_again(client, officer):
    known = builders.inquiry(phone="+8613800138000", district=builders.district())
    builders.inquiry(phone="+8613900139000", stage="declined", cause="unfit", closing_reason="不符合准入。")
    rows = rows_at(client, previewed(client, WANG, LI, [*LI[:2], "其他相关咨询", *LI[3:]]))
    notices = [row[3].split("。")[0] for row in rows]
    assert notices[0] == f"与未办结的咨询 {known.reference} 手机相同，导入后请查看是否合并"
    assert "手机相同" not in rows[1][3]
    assert notices[2] == "与第 3 行手机相同"


def test_names_no_inquiry_of_another_district(client, officer):
    Remit.objects.create(person=officer, district=builders.district())
    other = builders.inquiry(phone="+8613800138000", district=builders.district("dongli"))
    page = client.get(previewed(client, WANG)).content.decode()
    assert "其他地区有未办结的咨询手机相同" in page
    assert other.reference not in page


def test_six_rows_ask_as_often_as_one(client, officer):
    counts = []
    for number in (1, 6):
        rows = [[f"李{one}", f"1390013900{one}", *LI[2:]] for one in range(number)]
        with CaptureQueriesContext(connection) as asked:
            previewed(client, *rows)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- The confirmation


def test_stores_what_the_preview_said_and_notes_how_many(client, officer):
    address = previewed(client, WANG, LI, ["", *LI[1:]])
    assert promised(client, address) == "新增 2 条；1 行有问题，不导入"
    assert client.post(address).url == address
    assert "已新增 2 条；1 行没有导入" in client.get(address).content.decode()
    wang = Inquiry.objects.get(contact_name="王女士")
    assert (wang.phone, wang.topic, wang.company, wang.place, wang.kind) == (
        "+8613800138000",
        "factory",
        "某某自行车厂",
        builders.district(),
        "settle",
    )
    assert wang.due_on is not None
    assert StageChange.objects.filter(inquiry=wang, stage_to="new", person=officer).count() == 1
    [entry] = Entry.objects.filter(action=Entry.Action.IMPORT)
    assert (entry.person, entry.words, entry.subject) == (
        officer,
        "新增 2 条，跳过 0 条，拒绝 1 条",
        "咨询表",
    )


def test_twice_changes_nothing(client, officer):
    address = previewed(client, WANG, WANG)
    assert [row[2] for row in rows_at(client, address)] == ["新增", "已经导入过"]
    client.post(address)
    client.post(address)
    Inquiry.objects.update(grade="a")
    again = previewed(client, WANG)
    assert [row[2] for row in rows_at(client, again)] == ["已经导入过"]
    assert promised(client, again) == "没有要改动的内容。"
    client.post(again)
    assert Inquiry.objects.get().grade == "a"


def test_gives_by_the_rules_and_writes_to_nobody(client, officer, settings):
    officer.email = "officer@example.cn"
    officer.save()
    AssignmentRule.objects.create().officers.set([officer])
    client.post(previewed(client, WANG, LI))
    assert set(Inquiry.objects.values_list("officer", flat=True)) == {officer.pk}
    assert not Delivery.objects.exists()


def test_a_file_that_means_something_else_by_now_is_shown_again(client, officer):
    address = previewed(client, WANG, LI)
    builders.inquiry(phone="+8613900139000")
    assert told(client.post(address, follow=True)) == [
        "预览之后网站上的内容有变动，预览已经更新，请再看一遍再确认。"
    ]
    assert Inquiry.objects.count() == 1
    client.post(address)
    assert Inquiry.objects.count() == 3


def test_all_or_none(client, officer):
    address = previewed(client, WANG, ["", *LI[1:]], all_or_none="on")
    assert promised(client, address) == "1 行不能导入，按您的选择一行也不写入，请改好再来。"
    assert told(client.post(address, follow=True)) == [
        "有的行不能导入，而您选了“全部导入，否则一行也不导入”，所以什么也没有写入。"
    ]
    assert not Inquiry.objects.exists()
    client.post(previewed(client, WANG, LI, all_or_none="on"))
    assert Inquiry.objects.count() == 2


def test_stores_nothing_where_the_last_row_fails(client, officer, monkeypatch):
    address = previewed(client, WANG, LI)

    def breaks(said, key, person):
        if said["contact_name"] == "李先生":
            raise RuntimeError
        return True

    with monkeypatch.context() as patch:
        patch.setattr("inquiries.admin.importing.store", breaks)
        with pytest.raises(RuntimeError):
            client.post(address)
    assert not Entry.objects.filter(action=Entry.Action.IMPORT).exists()
    client.post(address)
    assert Inquiry.objects.count() == 2


# --- Districts


def test_who_is_bound_to_districts_imports_only_into_his(client, officer):
    builders.district("dongli", name="东丽区", short_name="东丽区")
    Remit.objects.create(person=officer, district=builders.district())
    address = previewed(client, WANG, [*LI[:4], "东丽区", *LI[5:]], [*LI[:4], "", *LI[5:]])
    assert [row[2:] for row in rows_at(client, address)][:2] == [
        ["拒绝", "意向地区：请填写您负责的地区。"],
        ["拒绝", "意向地区：请填写您负责的地区。"],
    ]
    client.post(address)
    assert Inquiry.objects.get().contact_name == "王女士"
