import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import Entry
from inquiries.admin import exporting
from inquiries.exporting.columns import table_of
from inquiries.models import FollowUp, Inquiry
from parks.models import Remit
from publishing.admin import staff_name
from tests import builders
from tests.staff_screens import enter

pytestmark = pytest.mark.django_db

EXPORT = "/admin/inquiries/inquiry/export/"


def content(response):
    return b"".join(response.streaming_content)


def as_csv(client, query=""):
    """Rows of the file as {column: text}."""
    text = content(client.post(EXPORT + query, {"format": "csv"})).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_xlsx(client, query=""):
    sheet = load_workbook(io.BytesIO(content(client.post(EXPORT + query, {"format": "xlsx"})))).active
    head, *rows = sheet.iter_rows()
    return [dict(zip([one.value for one in head], row, strict=True)) for row in rows]


def noted():
    return [(one.person_name, one.subject[:2], one.words) for one in Entry.objects.filter(action="export")]


def test_holds_the_contact_data_in_full(client):
    officer = enter(client, "招商专员")
    wuqing = builders.district()
    inquiry = builders.inquiry(wechat="wang_138", email="wang@example.com", district=wuqing, officer=officer)
    FollowUp.objects.create(inquiry=inquiry, method="phone", summary="约好来访")
    row = as_csv(client)[0]
    names = ("编号", "阶段", "经办地区", "负责人", "联系人", "手机", "微信", "邮箱", "意向地区", "最近跟进")
    assert [row[name] for name in names] == [
        inquiry.reference, "新", "天津-武清区", "招商专员", "王女士", "138 0013 8000", "wang_138", "wang@example.com",
        "天津-武清区", "约好来访",
    ]  # fmt: skip
    sheet = as_xlsx(client)[0]
    assert [sheet[name].value for name in names] == [row[name] for name in names]


def test_opens_right_in_excel(client):
    enter(client, "招商专员")
    builders.inquiry(wechat="123456789012345", area_min=3000, height_min=9, load_min="2.5")
    response = client.post(EXPORT, {"format": "csv"})
    assert content(response).startswith(b"\xef\xbb\xbf")
    assert "no-store" in response["Cache-Control"]
    assert as_csv(client)[0]["微信"] == "'123456789012345"
    row = as_xlsx(client)[0]
    assert (row["微信"].value, row["面积下限（㎡）"].value) == ("123456789012345", 3000)
    assert (row["最低净高（m）"].value, row["最低承重（t/㎡）"].value) == (9, 2.5)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_runs_no_formula(client, text):
    enter(client, "招商专员")
    builders.inquiry(company=text, message=f"{text}\x07")
    assert as_csv(client)[0]["企业名称"] == f"'{text}"
    cell = as_xlsx(client)[0]["企业名称"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_holds_what_the_list_was_narrowed_to_in_its_order(client):
    enter(client, "站长")
    for number, topic in enumerate(["land", "factory", "land"]):
        builders.inquiry(topic=topic, company=f"公司{number}", token=str(number))
    assert [row["企业名称"] for row in as_csv(client, "?topic__exact=land&tab=all")] == ["公司2", "公司0"]


def test_notes_each_file_with_its_rows_and_its_conditions(client):
    enter(client, "招商专员")
    builders.inquiry(topic="land")
    as_csv(client, "?topic__exact=land")
    as_xlsx(client, "?q=王女士")
    assert noted() == [
        ("招商专员", "咨询", "1 条，范围：全部；查找：按关键词"),
        ("招商专员", "咨询", "1 条，范围：待办；主题：工业用地招商"),
    ]


def test_says_first_what_goes_out_and_that_it_is_noted(client):
    enter(client, "招商专员")
    builders.inquiry(topic="land")
    response = client.get(EXPORT + "?topic__exact=land")
    page = BeautifulSoup(response.content, "html.parser").select_one("#content")
    assert page.h2.text == "将导出 1 条咨询"
    assert [dd.text for dd in page.select("dd")] == ["待办", "工业用地招商"]
    assert "这次导出会记入审计记录" in page.text
    assert "王女士" not in page.text
    assert noted() == []


def test_is_offered_on_the_list_with_its_conditions(client):
    enter(client, "招商专员")
    page = BeautifulSoup(client.get("/admin/inquiries/inquiry/?topic__exact=land").content, "html.parser")
    links = {one.text: one["href"] for one in page.select(".object-tools a")}
    assert links["导出"] == f"{EXPORT}?topic__exact=land"


@pytest.mark.parametrize("role", ["审计", "编辑", "终审"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_refuses_who_has_not_the_right(client, role, method):
    enter(client, role)
    builders.inquiry()
    assert getattr(client, method)(EXPORT, {"format": "csv"}).status_code == 403
    assert noted() == []


def test_a_district_takes_away_its_own_and_not_what_it_is_only_offered(client):
    user = enter(client, "招商专员")
    Remit.objects.create(person=user, district=builders.district())
    builders.inquiry(company="武清的", district=builders.district())
    offered = builders.inquiry(company="转来的", district=builders.district("dongli"), token="b")
    Inquiry.objects.filter(pk=offered.pk).update(offered_to=builders.district())
    builders.inquiry(company="东丽的", district=builders.district("dongli"), token="c")
    for query in ("", "?tab=all", "?tab=offered", "?district=dongli"):
        assert {row["企业名称"] for row in as_csv_or_nothing(client, query)} <= {"武清的"}
    assert [row["企业名称"] for row in as_csv(client, "?tab=all")] == ["武清的"]


def as_csv_or_nothing(client, query):
    response = client.post(EXPORT + query, {"format": "csv"})
    return as_csv(client, query) if response.status_code == 200 else []


def test_sends_no_more_than_a_file_should_hold(client, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 2)
    enter(client, "招商专员")
    for number in range(3):
        builders.inquiry(token=str(number))
    page = BeautifulSoup(client.get(EXPORT).content, "html.parser")
    assert (page.select_one("#content h2").text, page.select("button[name=format]")) == (
        "超过 2 条，不能一次导出",
        [],
    )
    assert client.post(EXPORT, {"format": "csv"}).status_code == 302
    assert noted() == []


@pytest.mark.parametrize("data", [{}, {"format": "exe"}, {"format": "\0"}])
def test_an_odd_post_exports_nothing(client, data):
    enter(client, "招商专员")
    builders.inquiry()
    assert (client.post(EXPORT, data).status_code, noted()) == (302, [])


@pytest.mark.parametrize(
    "query", ["?topic__exact=%00", "?district=x", "?q=%00", "?p=99", "?phone__startswith=1", "?tab=x"]
)
def test_survives_odd_conditions(client, query):
    enter(client, "招商专员")
    builders.inquiry()
    assert client.get(EXPORT + query, follow=True).status_code == 200


def test_names_an_officer_who_has_left():
    row = builders.inquiry()
    officer = builders.staff("zhuanyuan", last_name="李", first_name="工")
    Inquiry.objects.filter(pk=row.pk).update(officer=officer)
    type(officer).objects.update(is_staff=False)
    labels, rows = table_of(Inquiry.objects.all())
    assert dict(zip(labels, next(iter(rows)), strict=True))["负责人"] == staff_name(officer) != ""


def test_six_rows_ask_as_often_as_one(client):
    enter(client, "招商专员")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            as_csv(client)
        return len(asked)

    builders.inquiry(token="0")
    before = queries()
    for number in range(1, 6):
        builders.inquiry(token=str(number))
    assert queries() == before
