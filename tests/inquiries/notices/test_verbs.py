"""The verbs of the desk leave exactly these rows in the outbox."""

import pytest
from django.contrib.auth.models import Permission, User

from audit.models import Entry
from inquiries.desk import assigning, closing, handing, merging
from inquiries.desk.receiving import received
from inquiries.forms.inquiries import ContactForm
from inquiries.importing.running import run
from inquiries.models import AssignmentRule, Inquiry
from inquiries.notices.words import Outdated, compose
from publishing.references import new_token
from tests import builders

from .conftest import person
from .test_announcing import promised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_on", "robots_on")]


@pytest.fixture
def officer():
    return person("li")


def to(who, event, inquiry, **more):
    return ("notice-mail", {"event": event, "inquiry": inquiry.pk, "to": who.pk} | more)


def to_groups(event, inquiry, **more):
    payload = {"event": event, "inquiry": inquiry.pk} | more
    return [("notice-wecom", payload), ("notice-dingtalk", payload)]


FORM = {
    "contact_name": "王女士",
    "phone": "13800138000",
    "topic": "land",
    "message": "想拿地",
    "consent": "on",
}


def test_a_form_tells_whom_the_rules_name_once(officer):
    AssignmentRule.objects.create().officers.set([officer])
    data = FORM | {"token": new_token()}
    for _ in range(2):  # a double click
        form = ContactForm(data)
        assert form.is_valid()
        form.save()
    assert promised() == [to(officer, "received", Inquiry.objects.get())]


def test_a_form_asks_the_groups_where_no_rule_fits():
    form = ContactForm(FORM | {"token": new_token()})
    assert form.is_valid()
    form.save()
    assert promised() == to_groups("received", Inquiry.objects.get(), pool=True)


def test_what_an_officer_enters_for_himself_is_no_news_to_him(officer):
    received(builders.inquiry(officer=officer), person=officer)
    received(builders.inquiry(stage="lost", closing_reason="价格"), person=officer)
    assert promised() == []


def test_what_he_enters_for_another_is(officer):
    other = person("zhao")
    inquiry = builders.inquiry(officer=other)
    received(inquiry, person=officer)
    assert promised() == [to(other, "received", inquiry)]


def test_a_table_is_told_to_nobody(tmp_path):
    table = tmp_path / "展会.csv"
    table.write_text("联系人,手机,主题\n王女士,13800138000,工业用地招商\n", "utf-8")
    run([str(table)])
    assert (Inquiry.objects.count(), promised()) == (1, [])


def test_assigning_tells_who_gets_it(officer):
    zhan = person("zhan", "站长")
    inquiry = builders.inquiry()
    assigning.assign(inquiry, officer, zhan)
    assert promised() == [to(officer, "assigned", inquiry)]


def test_assigning_tells_who_had_it(officer):
    wu = person("wu")
    inquiry = builders.inquiry(officer=wu)
    assigning.assign(inquiry, officer, person("zhan", "站长"))
    assert promised() == [to(officer, "assigned", inquiry), to(wu, "taken", inquiry)]
    notice = compose(promised()[1][1], wu, is_to_person=True)
    assert notice.title == "您负责的咨询已改由他人负责"
    assigning.assign(inquiry, wu, person("zhan2", "站长"))
    with pytest.raises(Outdated, match="又由本人负责"):
        compose(promised()[1][1], wu, is_to_person=True)


def test_claiming_tells_nobody(officer):
    assigning.claim(builders.inquiry(), officer)
    assert promised() == []


def test_giving_back_asks_the_groups(officer):
    inquiry = builders.inquiry(officer=officer)
    assigning.release(inquiry, officer)
    assert promised() == to_groups("released", inquiry, pool=True)


def test_taking_apart_tells_both_officers(officer):
    wu, zhan = person("wu"), person("zhan", "站长")
    stays, gone = builders.inquiry(officer=officer), builders.inquiry(officer=wu)
    merging.merge(stays, gone, zhan)
    merging.unmerge(gone, zhan)
    parted = [to(wu, "reopened", gone), to(officer, "parted", stays)]
    assert promised() == [to(wu, "merged", gone), *parted]
    notice = compose(promised()[2][1], officer, is_to_person=True)
    assert notice.title == "并入您负责的咨询的一条已取消合并，重新单独办理"


def test_merging_tells_who_has_one_no_more(officer):
    wu = person("wu")
    stays, gone, his = (builders.inquiry(officer=one) for one in (officer, wu, wu))
    merging.merge(stays, builders.inquiry(officer=officer), officer)  # nobody lost one
    merging.merge(stays, builders.inquiry(), officer)
    merging.merge(stays, gone, officer)
    merging.merge(stays, his, wu)  # no news to him
    assert promised() == [to(wu, "merged", gone)]
    notice = compose(promised()[0][1], wu, is_to_person=True)
    assert notice.title == "您负责的咨询已并入另一条，随那一条办理"
    assert notice.lines[:4] == [f"编号：{gone}", "主题：租购厂房仓库", "经办地区：未定", f"并入：{stays}"]
    merging.unmerge(gone, wu)
    with pytest.raises(Outdated, match="已取消合并"):
        compose(promised()[0][1], wu, is_to_person=True)


def reopened(officer, person):
    inquiry = builders.inquiry(stage="lost", closing_reason="价格", officer=officer)
    closing.reopen(inquiry, "对方来电", person)
    return inquiry


def test_opening_again_tells_who_had_it(officer):
    inquiry = reopened(officer, person("wu"))
    reopened(officer, officer)  # no news to him
    assert promised() == [to(officer, "reopened", inquiry)]


def test_opening_again_asks_the_groups_where_nobody_can_work_on_it(officer):
    gone = person("gone", is_active=False)
    first, second = reopened(gone, officer), reopened(None, officer)
    assert promised() == to_groups("reopened", first, pool=True) + to_groups("reopened", second, pool=True)
    assert first.officer is None
    assert [one.words for one in Entry.objects.about(first)] == [
        "原负责人已不能办理，退回待认领",
        "阶段：流失 → 新",
    ]
    assert set(Inquiry.objects.in_pool()) == {first, second}


def test_opening_again_tells_whom_the_rules_name_instead(officer):
    zhao = person("zhao")
    AssignmentRule.objects.create().officers.set([zhao])
    inquiry = reopened(person("gone", is_active=False), officer)
    assert (promised(), Inquiry.objects.get().officer) == ([to(zhao, "reopened", inquiry)], zhao)


@pytest.fixture
def offered():
    """(its transfer, who offered it, who answers)"""
    wuqing, xiqing = builders.district(), builders.district("xiqing")
    offerer, answerer = person("offerer", "招商专员", wuqing), person("answerer", "招商专员", xiqing)
    inquiry = builders.inquiry(district=wuqing, officer=offerer)
    return handing.offer(inquiry, xiqing, "企业要靠近港口", offerer), offerer, answerer


def test_offering_tells_the_other_district(offered):
    transfer, _, answerer = offered
    assert promised() == [to(answerer, "offered", transfer.inquiry, district=transfer.to_district_id)]


def test_accepting_tells_who_offered(offered):
    transfer, offerer, answerer = offered
    handing.accept(transfer, answerer)
    assert promised()[1:] == [to(offerer, "accepted", transfer.inquiry, district=transfer.to_district_id)]


def test_accepting_asks_the_groups_where_who_accepts_cannot_take_it(offered):
    transfer, offerer, answerer = offered
    answerer.groups.clear()
    answerer.user_permissions.add(Permission.objects.get(codename="change_transfer"))
    handing.accept(transfer, User.objects.get(pk=answerer.pk))
    assert promised()[1:] == [
        to(offerer, "accepted", transfer.inquiry, district=transfer.to_district_id),
        *to_groups("handed_over", transfer.inquiry, pool=True),
    ]


def test_declining_tells_who_offered(offered):
    transfer, offerer, answerer = offered
    handing.decline(transfer, answerer, "没有合适载体")
    assert promised()[1:] == [to(offerer, "declined", transfer.inquiry, district=transfer.to_district_id)]


def test_withdrawing_tells_nobody(offered):
    transfer, offerer, _ = offered
    handing.withdraw(transfer, offerer)
    assert len(promised()) == 1


def test_accepting_tells_whom_the_rules_there_name(offered):
    transfer, offerer, answerer = offered
    other = person("other", "招商专员", transfer.to_district)
    AssignmentRule.objects.create(district=transfer.to_district).officers.set([other])
    handing.accept(transfer, answerer)
    assert promised()[1:] == [
        to(offerer, "accepted", transfer.inquiry, district=transfer.to_district_id),
        to(other, "assigned", transfer.inquiry),
    ]
