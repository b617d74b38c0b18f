import pytest
from bs4 import BeautifulSoup

from inquiries.models import Inquiry
from tests import builders
from tests.inquiries import handled
from tests.staff_screens import enter, errors_on, form_of, save, screen, told
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db

BY_TELEPHONE = {"kind": "contact", "topic": "land", "contact_name": "赵先生", "phone": "138 0013 8000"}


@pytest.fixture
def officer(client):
    return enter(client, "招商专员")


def change(client, inquiry, **values):
    response = save(client, screen(Inquiry, "change", inquiry.pk), **values)
    inquiry.refresh_from_db()
    return response


def text_of(client, inquiry):
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    return page.select_one("#content").get_text(" ", strip=True)


def test_keeps_what_the_investor_wrote(client, officer):
    inquiry = builders.inquiry(message="需要 3000 ㎡ 厂房")
    change(client, inquiry, message="改了", phone="110", contact_name="别人", topic="land", grade="c")
    assert (inquiry.message, inquiry.phone, inquiry.contact_name, inquiry.topic, inquiry.grade) == (
        "需要 3000 ㎡ 厂房",
        "+8613800138000",
        "王女士",
        "factory",
        "c",
    )


def test_takes_down_an_inquiry_that_came_by_telephone(client, officer):
    save(client, screen(Inquiry, "add"), **BY_TELEPHONE)
    inquiry = Inquiry.objects.get()
    assert (inquiry.phone, inquiry.source_channel, inquiry.officer, inquiry.stage) == (
        "+8613800138000",
        "电话",
        officer,
        "new",
    )


def test_takes_down_once_what_is_sent_twice(client, officer):
    address = screen(Inquiry, "add")
    sent = (
        form_of(client, address)
        | BY_TELEPHONE
        | {"follow_ups-0-method": "phone", "follow_ups-0-summary": "要地"}
    )
    first = client.post(address, sent, follow=True)
    inquiry = Inquiry.objects.get()
    again = client.post(address, sent, follow=True)
    assert Inquiry.objects.get() == inquiry
    assert inquiry.follow_ups.count() == 1
    assert told(first) != told(again) == [f"{inquiry} 刚才已经登记，没有再登记一次。"]
    assert again.redirect_chain == [(screen(Inquiry, "change", inquiry.pk), 302)]
    client.post(address, sent | {"contact_name": "钱先生"})
    client.post(address, sent | {"token": "\0"})
    client.post(address, sent | {"token": ""})
    assert Inquiry.objects.count() == 4


@pytest.mark.parametrize("district", ["wuqing", ""])
def test_takes_down_nothing_for_somebody_who_cannot_see_it(client, district):
    enter(client, "站长")
    place, far = builders.district(), handled.member("far", builders.district("dongli"))
    values = BY_TELEPHONE | {"officer": far.pk, "district": place.pk if district else ""}
    response = save(client, screen(Inquiry, "add"), **values)
    assert errors_on(response) == ["不归李明负责的地区管理。请另选负责人，或者留空。"]
    save(client, screen(Inquiry, "add"), **values | {"officer": ""})
    assert Inquiry.objects.get().officer is None


def test_refuses_a_number_that_is_none(client, officer):
    values = {"kind": "contact", "topic": "land", "contact_name": "赵先生", "phone": "12345"}
    assert errors_on(save(client, screen(Inquiry, "add"), **values))[0].startswith("请填写 11 位手机号")


def test_staff_fill_in_what_the_investor_left_empty(client):
    client.force_login(builders.staff(is_superuser=True))
    inquiry = builders.inquiry(company="某公司", deal="")
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    open_fields = {field["name"] for field in page.select("#content-main [name]")}
    assert {"headcount", "job_title", "deal", "industry"} <= open_fields
    assert not {"company", "contact_name", "phone", "message"} & open_fields


def member(role, username, **values):
    user = builders.staff(username, **values)
    user.groups.set([ensure_roles()[role]])
    return user
