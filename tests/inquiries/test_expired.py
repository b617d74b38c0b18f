"""A public form sent after its page has expired: given back as it was filled in, to be sent again."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from inquiries.models import Inquiry

pytestmark = pytest.mark.django_db
TYPED = {
    "contact_name": "王女士",
    "phone": "13800138000",
    "topic": "land",
    "consent": "on",
    "token": "a" * 24,
    "csrfmiddlewaretoken": "x" * 64,
}


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_gives_back_what_was_filled_in(visitor):
    response = visitor.post("/contact/", TYPED)
    assert response.status_code == 403
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    page = page_of(response)
    assert page.h1.text == "表单已过期，尚未提交"
    assert [(row.dt.text, row.dd.text) for row in page.select("main dl > div")] == [
        ("联系人", "王女士"),
        ("手机", "13800138000"),
        ("咨询主题", "工业用地招商"),
    ]
    assert "刷新" not in page.main.text


def test_its_button_sends_it(visitor):
    form = page_of(visitor.post("/contact/", TYPED)).select_one("main form")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert sent.keys() == TYPED.keys()
    assert sent["csrfmiddlewaretoken"] != "x" * 64
    assert visitor.post(form["action"], sent).status_code == 303
    assert Inquiry.objects.get().contact_name == "王女士"


def test_gives_nothing_back_that_another_site_has_sent(visitor):
    page = page_of(visitor.post("/contact/", TYPED, headers={"origin": "https://example.com"}))
    assert page.select("main form") == []
    assert "王女士" not in page.text
    assert page.select_one("main .button")["href"] == "/contact/"


def test_other_forms_lead_back_to_theirs(visitor):
    page = page_of(visitor.post("/admin/login/", {"username": "x", "password": "long-and-secret"}))
    assert page.select_one("main .button")["href"] == "/admin/login/"
    assert "long-and-secret" not in page.text
