from itertools import pairwise
from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from django.db import connections
from django.test import Client

from audit.models import Entry
from inquiries.desk import closing, merging
from inquiries.models import FollowUp, Inquiry, StageChange
from inquiries.notices.words import compose
from inquiries.retention import CLEARED, HANDLED_ELSEWHERE, erase, erase_on_request
from outbox.models import Delivery
from parks.models import Remit
from tests import builders
from tests.inquiries.handled import member
from tests.staff_screens import enter, errors_on, screen

pytestmark = pytest.mark.django_db


def values_of(*rows):
    return str([{field.attname: getattr(row, field.attname) for field in row._meta.fields} for row in rows])


def erased(inquiry):
    return [
        (one.action, one.subject, one.person_name, one.words)
        for one in Entry.objects.about(inquiry).order_by("pk")
    ]


def everything_filled():
    secret = "王女士"
    inquiry = builders.inquiry(
        wechat="wang_138", email="wang@example.com", job_title="王总", message="王女士找厂房", grade="a",
        grade_reason="王女士是总经理", district=builders.district(), said={"company": "王氏"},
    )  # fmt: skip
    FollowUp.objects.create(
        inquiry=inquiry, method="phone", summary="与王女士通话", next_action="请王女士来访"
    )
    StageChange.objects.create(inquiry=inquiry, stage_from="responded", stage_to="new", reason="王女士改期")
    inquiry.transfers.create(
        from_district=builders.district(), to_district=builders.district("dongli"),
        first_contact_district=builders.district(), reason="王女士改看东丽", decline_reason="王女士已另有去处",
        declined_at=builders.PUBLISHED_AT,
    )  # fmt: skip
    return inquiry, secret


def test_leaves_no_word_of_a_person_anywhere():
    inquiry, _ = everything_filled()
    closing.close(inquiry, "lost", "elsewhere", "王女士另有去处", None)
    local_number = inquiry.phone[-8:]
    erase(inquiry)
    inquiry.refresh_from_db()
    rows = [inquiry, *inquiry.follow_ups.all(), *inquiry.stage_changes.all(), *inquiry.transfers.all()]
    assert "王" not in values_of(*rows)
    assert [one for one in (local_number, "wang", "自行车") if one in values_of(*rows)] == []
    assert (inquiry.closing_reason, inquiry.grade_reason, inquiry.company_key) == (CLEARED, CLEARED, "")
    assert (inquiry.grade, inquiry.stage, inquiry.cause) == ("a", "lost", "elsewhere")


def test_an_open_one_ends_with_the_wish_and_leaves_the_desk():
    officer = builders.staff("officer")
    inquiry = builders.inquiry(officer=officer, district=builders.district())
    assert erase_on_request(inquiry) == 1
    inquiry.refresh_from_db()
    assert (inquiry.stage, inquiry.cause, inquiry.closing_reason, inquiry.due_on) == (
        "declined",
        "other",
        "本人申请删除",
        None,
    )
    assert (Inquiry.objects.open().count(), Inquiry.objects.overdue().count()) == (0, 0)
    assert erased(inquiry)[-1] == ("erase", inquiry.reference, "", "本人申请删除")


def test_what_was_merged_with_it_goes_with_it():
    user = builders.staff(is_superuser=True)
    first, second, third = (builders.inquiry(token=name) for name in "abc")
    merging.merge(second, first, user)
    merging.merge(third, second, user)
    assert erase_on_request(first) == 3
    assert set(Inquiry.objects.values_list("contact_name", "phone", "company")) == {("", "", "")}
    assert erase_on_request(first) == 0


def test_a_colleagues_inquiry_stays_and_gives_back_what_it_was_given():
    """Merged since both are of one company: the other number is somebody else's."""
    user = builders.staff(is_superuser=True)
    hers = builders.inquiry(wechat="wang_138", email="wang@example.com")
    his = builders.inquiry(contact_name="李先生", phone="+8613900139000", email="li@example.com", token="b")
    merging.merge(his, hers, user)
    Inquiry.objects.filter(pk=his.pk).update(wechat="wang_138")  # as mergers once did
    hers.refresh_from_db()
    assert erase_on_request(hers) == 1
    his.refresh_from_db()
    assert (his.contact_name, his.wechat, his.email, his.erased_at) == ("李先生", "", "li@example.com", None)


LI = {"contact_name": "李先生", "phone": "+8613900139000"}


def chain(*inquiries):
    """Each merged into the next, and all as they are now."""
    user = builders.staff("merges", is_superuser=True)
    for other, into in pairwise(inquiries):
        other.refresh_from_db()
        into.refresh_from_db()
        merging.merge(into, other, user)
    for one in inquiries:
        one.refresh_from_db()


def test_finds_the_same_sender_behind_a_colleague():
    hers, his, hers_too = builders.inquiry(), builders.inquiry(**LI), builders.inquiry(token="c")
    chain(hers, his, hers_too)
    assert erase_on_request(hers) == 2
    left = [one.contact_name for one in Inquiry.objects.order_by("pk")]
    assert left == ["", "李先生", ""]


def test_those_without_a_number_are_not_one_sender():
    one, other = builders.inquiry(phone="", contact_name="甲"), builders.inquiry(phone="", contact_name="乙")
    chain(one, other)
    assert erase_on_request(one) == 1
    other.refresh_from_db()
    assert other.contact_name == "乙"


def told_of(inquiry):
    told = [one.payload for one in Delivery.objects.order_by("pk") if one.payload["inquiry"] == inquiry.pk]
    return [(one["event"], one["to"]) for one in told]


def test_its_officer_hears_that_nobody_may_be_called_any_more(settings):
    settings.NOTICE_FROM = "a@example.com"
    officer = member("officer", email="li@example.com")
    inquiry = builders.inquiry(officer=officer)
    erase_on_request(inquiry)
    assert told_of(inquiry) == [("erased", officer.pk)]
    notice = compose(Delivery.objects.get().payload, officer, is_to_person=True)
    assert notice.title == "您负责的咨询应本人申请已终止并清除个人信息，请勿再联系"
    assert notice.lines[:3] == [f"编号：{inquiry.reference}", "主题：租购厂房仓库", "经办地区：未定"]
    assert len(notice.lines) == 4


def test_clears_it_once_for_two_clicks():
    inquiry = builders.inquiry()
    before = Inquiry.objects.get()
    assert (erase_on_request(inquiry), erase_on_request(before)) == (1, 0)
    assert [one[0] for one in erased(inquiry)].count("erase") == 1


class TestAColleagueInIt:
    def test_goes_on_where_he_stood_and_his_officer_hears_of_it(self, settings):
        settings.NOTICE_FROM = "a@example.com"
        officer = member("officer", email="li@example.com")
        hers = builders.inquiry(stage="following")
        his = builders.inquiry(**LI, stage="assessed", officer=officer)
        chain(his, hers)
        assert erase_on_request(hers) == 1
        his.refresh_from_db()
        assert (his.stage, his.merged_into, his.officer, his.contact_name) == (
            "assessed",
            None,
            officer,
            "李先生",
        )
        assert list(Inquiry.objects.open()) == [his]
        assert told_of(his) == [("reopened", officer.pk)]

    def test_waits_in_the_pool_where_his_officer_has_left(self):
        hers = builders.inquiry(stage="following")
        his = builders.inquiry(**LI, officer=member("gone", is_active=False))
        chain(his, hers)
        erase_on_request(hers)
        assert list(Inquiry.objects.in_pool()) == [his]

    def test_is_handled_under_what_is_left(self):
        his, hers, third = (
            builders.inquiry(**LI),
            builders.inquiry(),
            builders.inquiry(phone="+8613700137000"),
        )
        chain(his, hers, third)
        erase_on_request(hers)
        his.refresh_from_db()
        assert (his.merged_into, his.stage, his.closing_reason) == (
            third,
            "invalid",
            f"与 {third} 重复，已合并",
        )

    def test_stays_ended_with_what_had_ended_before(self):
        hers, his = builders.inquiry(stage="following"), builders.inquiry(**LI)
        chain(his, hers)
        closing.close(hers, "lost", "price", "价格高", None)
        erase_on_request(hers)
        his.refresh_from_db()
        assert (his.stage, his.merged_into, his.contact_name) == ("invalid", hers, "李先生")


def test_the_end_of_keeping_is_noted_by_number_alone():
    inquiry = builders.inquiry()
    erase(inquiry, words="保存期满")
    assert erased(inquiry) == [("erase", inquiry.reference, "", "保存期满")]


REASON = "本人电话申请，已核对身份"


def test_the_head_of_the_site_clears_one_on_request(client):
    enter(client, "站长")
    inquiry = builders.inquiry()
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    link = next(one["href"] for one in page.select(".object-tools a") if one.text == "清除个人信息")
    asked = client.get(link)
    assert asked.status_code == 200
    assert "王女士" not in asked.content.decode()
    response = client.post(link, {"reason": REASON, "sure": "on"}, follow=True)
    assert [str(one) for one in response.context["messages"]] == [f"已清除 {inquiry.reference} 的个人信息。"]
    inquiry.refresh_from_db()
    assert (inquiry.contact_name, inquiry.stage) == ("", "declined")
    assert erased(inquiry)[-1] == ("erase", inquiry.reference, "站长", REASON)


def test_wants_a_reason_and_a_tick(client):
    enter(client, "站长")
    inquiry = builders.inquiry()
    address = screen(Inquiry, "erase", inquiry.pk)
    assert errors_on(client.post(address)) == ["请选择依据。", "请勾选确认。"]
    assert errors_on(client.post(address, {"reason": "随便", "sure": "on"})) == ["请从列出的依据中选择。"]
    inquiry.refresh_from_db()
    assert inquiry.erased_at is None


@pytest.mark.parametrize("role", ["招商专员", "审计", "编辑"])
def test_nobody_else_clears_any(client, role):
    enter(client, role)
    inquiry = builders.inquiry()
    assert (
        client.post(screen(Inquiry, "erase", inquiry.pk), {"reason": REASON, "sure": "on"}).status_code == 403
    )
    inquiry.refresh_from_db()
    assert inquiry.erased_at is None


def test_clears_nothing_of_another_district(client):
    user = enter(client, "站长")
    Remit.objects.create(person=user, district=builders.district())
    inquiry = builders.inquiry(district=builders.district("dongli"))
    data = {"reason": REASON, "sure": "on"}
    assert client.post(screen(Inquiry, "erase", inquiry.pk), data).status_code == 404


@pytest.fixture
def across(client):
    """(hers in 武清, hers too and signed in 东丽), merged; the 站长 of 武清 is logged in."""
    user = enter(client, "站长")
    wuqing, dongli = builders.district(), builders.district("dongli")
    hers, signed = builders.inquiry(district=wuqing), builders.inquiry(district=dongli, stage="signed")
    chain(hers, signed)
    Remit.objects.create(person=user, district=wuqing)
    return hers, signed


def test_clears_nothing_that_another_district_handles(client, across):
    hers, signed = across
    address = screen(Inquiry, "erase", hers.pk)
    for response in (client.get(address), client.post(address, {"reason": REASON, "sure": "on"})):
        page = BeautifulSoup(response.content, "html.parser").select_one("#content")
        assert page.select_one(".notice").text == HANDLED_ELSEWHERE
        assert (page.select("[type=submit]"), signed.reference in page.text) == ([], False)
    for one in across:
        one.refresh_from_db()
    assert [(one.stage, one.contact_name) for one in across] == [("invalid", "王女士"), ("signed", "王女士")]


def test_says_before_which_are_under_contract(client, across):
    hers, signed = across
    Remit.objects.all().delete()
    page = BeautifulSoup(client.get(screen(Inquiry, "erase", hers.pk)).content, "html.parser")
    assert page.select_one("#content .notice").text.startswith(f"其中已经签约：{signed.reference}。")


def test_the_second_click_reads_that_it_is_done(client):
    enter(client, "站长")
    inquiry = builders.inquiry()
    said = {"reason": REASON, "sure": "on"}
    told = []
    for _ in range(2):
        response = client.post(screen(Inquiry, "erase", inquiry.pk), said, follow=True)
        told += [str(one) for one in response.context["messages"]]
    assert told == [
        f"已清除 {inquiry.reference} 的个人信息。",
        f"{inquiry.reference} 的个人信息此前已经清除。",
    ]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_clear_it_and_say_so():
    inquiry, barrier, answers = builders.inquiry(), Barrier(2), []
    first = Client()
    address = f"{inquiry.get_absolute_url()}erase/"
    first.post(address, {"phone": "13800138000"})

    def click():
        client = Client(raise_request_exception=False)
        client.cookies = first.cookies.copy()
        barrier.wait()
        answers.append(client.post(address, {"sure": "on"}).status_code)
        connections.close_all()

    clicks = [Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answers == [303, 303]
    assert [one[0] for one in erased(inquiry)].count("erase") == 1


def test_clears_a_submission_too(client):
    enter(client, "站长")
    submission = builders.submission()
    client.post(screen(type(submission), "erase", submission.pk), {"reason": REASON, "sure": "on"})
    submission.refresh_from_db()
    assert (submission.author, submission.phone) == ("", "")
