"""While the database does not answer or the disk is full: a page that says so and keeps what was typed."""

import errno

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

from inquiries.models import Inquiry, Submission
from tests.staff_screens import enter

pytestmark = pytest.mark.django_db
TYPED = {
    "company": "天津某某<b>自行车</b>有限公司",
    "contact_name": "王女士",
    "phone": "13800138000",
    "topic": "land",
    "consent": "on",
    "token": "a" * 24,
    "altcha": "proof",
}


def refuse(*_):
    raise OperationalError("server closed the connection unexpectedly at 10.0.0.7")


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_keeps_what_was_typed_while_the_database_is_away(visitor):
    with connection.execute_wrapper(refuse):
        response = visitor.post("/inquiries/settle/", TYPED)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "private, no-store"
    page = page_of(response)
    assert page.h1.text == "没有提交成功，请稍后重试"
    assert [(row.dt.text, row.dd.text) for row in page.select("dl > div")] == [
        ("企业名称", "天津某某<b>自行车</b>有限公司"),
        ("联系人", "王女士"),
        ("手机", "13800138000"),
        ("咨询主题", "工业用地招商"),
    ]
    assert "10.0.0.7" not in response.content.decode()


def test_its_button_sends_the_same_form_again(visitor):
    with connection.execute_wrapper(refuse):
        form = page_of(visitor.post("/inquiries/settle/", TYPED)).form
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert form["action"] == "/inquiries/settle/"
    assert sent == {name: value for name, value in TYPED.items() if name != "altcha"}
    references = [visitor.post(form["action"], sent)["Location"] for _ in range(2)]
    inquiry = Inquiry.objects.get()
    assert references == [f"/inquiries/{inquiry.reference}/"] * 2
    assert inquiry.company == "天津某某<b>自行车</b>有限公司"


def test_stores_nothing_it_could_not_acknowledge(visitor, monkeypatch):
    """The last step fails: whatever was written before goes with it."""

    def fail(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("inquiries.desk.receiving.announce", fail)
    response = visitor.post("/inquiries/settle/", TYPED)
    assert (response.status_code, Inquiry.objects.count()) == (503, 0)


def test_asks_for_the_file_again(visitor, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("inquiries.models.Submission.save", fail)
    said = {"title": "签约", "body": "三家企业签约。", "author": "李先生", "phone": "13900139000"}
    said |= {"rights": "original", "consent": "on", "token": "b" * 24}
    file = SimpleUploadedFile("稿件.txt", "三家企业签约。".encode())
    response = visitor.post("/submissions/new/", said | {"attachment": file})
    page = page_of(response)
    assert (response.status_code, Submission.objects.count()) == (503, 0)
    assert page.select_one("input[type=file]")["name"] == "attachment"
    assert [(row.dt.text, row.dd.text) for row in page.select("dl > div")][:2] == [
        ("标题", "签约"),
        ("正文", "三家企业签约。"),
    ]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_says_of_a_page_that_it_comes_back(visitor, monkeypatch, error):
    def fail(*args):
        raise error("away")

    with connection.execute_wrapper(fail):
        response = visitor.get("/parks/?view=map")
    assert (response.status_code, page_of(response).h1.text) == (503, "网站暂时不可用")
    assert page_of(response).form is None


def test_tells_staff_to_go_back(visitor):
    enter(visitor, "站长")
    with connection.execute_wrapper(refuse):
        response = visitor.post("/admin/parks/park/add/", {"name": "园"})
    assert (response.status_code, page_of(response).h1.text) == (503, "没有保存成功，请稍后重试")
    assert page_of(response).form is None


def test_an_error_of_our_own_stays_one(visitor):
    def fail(*args):
        raise ProgrammingError("no such table")

    with connection.execute_wrapper(fail):
        response = visitor.post("/inquiries/settle/", TYPED)
    assert (response.status_code, page_of(response).h1.text) == (500, "网站暂时出了问题")
