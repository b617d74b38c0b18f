import pytest
from django.db import transaction

from inquiries.notices.announcing import announce
from inquiries.notices.people import people_of
from outbox.models import Delivery
from tests import builders

from .conftest import person

pytestmark = pytest.mark.django_db


def promised():
    """[(kind, payload without its key)] of what stands in the outbox."""
    rows = Delivery.objects.order_by("pk").values_list("kind", "payload")
    return [(kind, {name: said for name, said in payload.items() if name != "key"}) for kind, payload in rows]


@pytest.fixture
def officer():
    return person("li")


def test_writes_nothing_where_nothing_is_configured(officer):
    announce("received", builders.inquiry())
    announce("assigned", builders.inquiry(officer=officer))
    announce("offered", builders.inquiry(), district=builders.district("xiqing"))
    assert promised() == []


def test_tells_its_officer_by_mail(mail_on, robots_on, officer):
    inquiry = builders.inquiry(officer=officer)
    announce("received", inquiry)
    assert promised() == [("notice-mail", {"event": "received", "inquiry": inquiry.pk, "to": officer.pk})]


def test_names_an_officer_without_mail_in_the_groups(mail_on, robots_on):
    officer = person("li", email="")
    inquiry = builders.inquiry(officer=officer)
    announce("assigned", inquiry)
    payload = {"event": "assigned", "inquiry": inquiry.pk, "to": officer.pk}
    assert promised() == [("notice-wecom", payload), ("notice-dingtalk", payload)]


def test_names_him_in_the_groups_too_where_there_is_no_mail(robots_on, officer):
    announce("assigned", builders.inquiry(officer=officer))
    assert [kind for kind, _ in promised()] == ["notice-wecom", "notice-dingtalk"]


def test_asks_the_groups_who_takes_it(mail_on, robots_on, officer):
    inquiry = builders.inquiry()
    announce("received", inquiry)
    payload = {"event": "received", "inquiry": inquiry.pk, "pool": True}
    assert promised() == [("notice-wecom", payload), ("notice-dingtalk", payload)]


def test_asks_the_people_of_the_district_where_there_is_no_group(mail_on):
    tianjin, wuqing, xiqing = builders.tianjin(), builders.district(), builders.district("xiqing")
    above, there = person("above", "招商专员", tianjin), person("there", "招商专员", wuqing)
    person("elsewhere", "招商专员", xiqing), person("editor", "编辑", wuqing)
    person("gone", "招商专员", wuqing, is_active=False), person("free"), person("zhan", "站长")
    inquiry = builders.inquiry(district=wuqing)
    announce("released", inquiry)
    payload = {"event": "released", "inquiry": inquiry.pk, "pool": True}
    assert promised() == [("notice-mail", payload | {"to": one.pk}) for one in (above, there)]


def test_leaves_to_who_assigns_what_nobody_answers_for(mail_on):
    zhan = person("zhan", "站长")
    person("elsewhere", "招商专员", builders.district("xiqing")), person("free")
    assert people_of(builders.district()) == people_of(None) == [zhan]


def test_leaves_to_who_assigns_what_nobody_there_could_read(mail_on):
    zhan = person("zhan", "站长")
    person("there", "招商专员", builders.district(), email="")
    inquiry = builders.inquiry(district=builders.district())
    announce("received", inquiry)
    payload = {"event": "received", "inquiry": inquiry.pk, "pool": True, "to": zhan.pk}
    assert promised() == [("notice-mail", payload)]


def test_offers_to_the_people_of_the_other_district(mail_on, robots_on):
    xiqing = builders.district("xiqing")
    there = person("there", "招商专员", xiqing)
    person("here", "招商专员", builders.district())
    inquiry = builders.inquiry(district=builders.district())
    announce("offered", inquiry, district=xiqing)
    payload = {"event": "offered", "inquiry": inquiry.pk, "district": xiqing.pk, "to": there.pk}
    assert promised() == [("notice-mail", payload)]


def test_offers_in_the_groups_where_nobody_there_has_mail(mail_on, robots_on):
    xiqing = builders.district("xiqing")
    person("there", "招商专员", xiqing, email="")
    inquiry = builders.inquiry()
    announce("offered", inquiry, district=xiqing)
    payload = {"event": "offered", "inquiry": inquiry.pk, "district": xiqing.pk}
    assert promised() == [("notice-wecom", payload), ("notice-dingtalk", payload)]


@pytest.mark.parametrize("event", ["accepted", "declined"])
def test_answers_who_offered(mail_on, officer, event):
    xiqing, offerer = builders.district("xiqing"), person("offerer")
    inquiry = builders.inquiry(officer=officer)
    announce(event, inquiry, by=officer, to=offerer, district=xiqing)
    payload = {"event": event, "inquiry": inquiry.pk, "district": xiqing.pk, "to": offerer.pk}
    assert promised() == [("notice-mail", payload)]


def test_tells_nobody_what_he_did_himself(mail_on, robots_on, officer):
    announce("assigned", builders.inquiry(officer=officer), by=officer)
    announce("accepted", builders.inquiry(), by=officer, to=officer, district=builders.district())
    assert promised() == []


def test_two_mails_are_two(mail_on, officer):
    announce("assigned", builders.inquiry(officer=officer))
    announce("assigned", builders.inquiry(officer=officer))
    first, second = Delivery.objects.values_list("payload__key", flat=True)
    assert first != second


@pytest.mark.django_db(transaction=True)
def test_a_notice_goes_with_its_inquiry(mail_on, officer):
    with transaction.atomic():
        announce("received", builders.inquiry(officer=officer))
        transaction.set_rollback(True)
    assert promised() == []
