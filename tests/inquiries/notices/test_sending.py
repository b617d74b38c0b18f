import pytest
from django.utils import timezone

from inquiries.models import Inquiry
from inquiries.notices.announcing import announce
from outbox.models import Delivery
from outbox.working import Worker
from tests import builders

from .conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_not_in_the_morning")]


@pytest.fixture
def officer():
    return person("li", first_name="明", last_name="李")


def inquiry(**values):
    place = builders.district()
    return builders.inquiry(**({"district": place, "reference": "ZX20251122-7K3M9Q"} | values))


def due_on(row, day="2025-11-24"):
    Inquiry.objects.filter(pk=row.pk).update(due_on=day)


def delivered():
    """What came of each delivery, in the order they were promised."""
    Worker().once()
    return [
        (row.state, row.outcome) for row in Delivery.objects.filter(kind__startswith="notice-").order_by("pk")
    ]


FACTS = """编号：ZX20251122-7K3M9Q
主题：租购厂房仓库
经办地区：天津-武清区
办理期限：2025-11-24（首次响应）
https://invest.example.cn/admin/inquiries/inquiry/{}/change/"""


def test_writes_to_its_officer(mail_on, officer, mailoutbox):
    row = inquiry(officer=officer, message="王女士 13800138000")
    due_on(row)
    announce("received", row)
    assert delivered() == [("sent", "已发出")]
    [sent] = mailoutbox
    assert (sent.to, sent.from_email) == (["li@example.cn"], "notice@example.cn")
    assert sent.subject == "【招商后台】新咨询，由您负责"
    end = "本邮件由招商网站自动发出，请勿回复。"
    assert sent.body == f"新咨询，由您负责\n\n{FACTS.format(row.pk)}\n\n{end}"


def test_tells_nothing_of_the_sender(mail_on, robots_on, said, officer, mailoutbox):
    values = {"contact_name": "赵先生", "phone": "+8613900139000", "company": "天津某某电子有限公司"}
    more = {"message": "急找厂房", "wechat": "zhao-1", "email": "zhao@example.cn", "job_title": "总监"}
    announce("received", inquiry(officer=officer, **values, **more))
    announce("received", builders.inquiry(**values, **more))
    delivered()
    told = "".join([mailoutbox[0].subject, mailoutbox[0].body, *(text for _, text in said)])
    assert len(said) == 2
    assert [word for word in [*values.values(), *more.values(), "13900139000"] if word in told] == []


def test_asks_the_groups(robots_on, said):
    row = inquiry()
    due_on(row)
    announce("received", row)
    assert delivered() == [("sent", "已发出")] * 2
    text = f"新咨询，待认领\n{FACTS.format(row.pk)}"
    assert said == [("wecom", text), ("dingtalk", text)]


TITLES = [
    ("received", {"to": True}, "新咨询，由李明负责"),
    ("assigned", {"to": True}, "有咨询分派给李明"),
    ("reopened", {"to": True}, "有咨询重新打开，由李明负责"),
    ("reopened", {"pool": True}, "有咨询重新打开，待认领"),
    ("handed_over", {"pool": True}, "有咨询从别的地区转来，待认领"),
    ("offered", {}, "有咨询流转到天津-武清区，请接收或退回"),
    ("accepted", {"to": True}, "李明转出的咨询，天津-武清区已接收"),
    ("declined", {"to": True}, "李明转出的咨询，天津-武清区已退回"),
    ("released", {"pool": True}, "有咨询退回，待认领"),
]


@pytest.mark.parametrize(("event", "about", "title"), TITLES)
def test_names_in_the_groups_who_is_meant(robots_on, said, officer, event, about, title):
    place = builders.district()
    row = inquiry(officer=officer if about.get("to") else None, offered_to=place)
    about = about | ({"to": officer.pk} if about.get("to") else {})
    payload = {"event": event, "inquiry": row.pk, "district": place.pk} | about
    Delivery.objects.create(kind="notice-wecom", payload=payload, due_at=timezone.now())
    assert delivered() == [("sent", "已发出")]
    assert said[0][1].split("\n")[0] == title


def end(row):
    Inquiry.objects.filter(pk=row.pk).update(
        stage="invalid", closing_reason="重复", closed_at=timezone.now(), due_on=None
    )


def merge(row):
    end(row)
    Inquiry.objects.filter(pk=row.pk).update(merged_into=builders.inquiry())


MEANWHILE = [
    (lambda row: row.delete(), "咨询已不在"),
    (lambda row: Inquiry.objects.filter(pk=row.pk).update(erased_at=timezone.now()), "个人信息已清除"),
    (merge, "已并入另一条咨询"),
    (end, "咨询已经办结"),
    (lambda row: Inquiry.objects.filter(pk=row.pk).update(officer=None), "负责人已经变更"),
]


@pytest.mark.parametrize(("change", "reason"), MEANWHILE)
def test_tells_nobody_what_is_over(mail_on, officer, mailoutbox, change, reason):
    row = inquiry(officer=officer)
    announce("received", row)
    change(row)
    assert delivered() == [("sent", f"未发送：{reason}")]
    assert mailoutbox == []


def test_no_longer_asks_who_takes_what_somebody_has(robots_on, said, officer):
    row = inquiry()
    announce("received", row)
    Inquiry.objects.filter(pk=row.pk).update(officer=officer)
    assert delivered() == [("sent", "未发送：已有负责人")] * 2
    assert said == []


def test_no_longer_offers_what_has_been_answered(robots_on, said):
    xiqing = builders.district("xiqing")
    row = inquiry(offered_to=xiqing)
    announce("offered", row, district=xiqing)
    Inquiry.objects.filter(pk=row.pk).update(offered_to=None)
    assert delivered() == [("sent", "未发送：流转已有答复")] * 2


def test_states_the_row_as_it_is_when_it_goes_out(robots_on, said):
    row = inquiry()
    announce("received", row)
    Inquiry.objects.filter(pk=row.pk).update(topic="land", due_on="2025-11-25", place=None)
    delivered()
    assert said[0][1].split("\n")[2:5] == [
        "主题：工业用地招商",
        "经办地区：未定",
        "办理期限：2025-11-25（首次响应）",
    ]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_gives_up_on_who_can_no_longer_be_reached(mail_on, officer, mailoutbox, change):
    row = inquiry(officer=officer)
    announce("received", row)
    type(officer).objects.filter(pk=officer.pk).update(**change)
    assert delivered() == [("given_up", "收件人已停用或没有邮箱")]


def test_gives_up_what_was_switched_off(settings, mail_on, robots_on, officer):
    announce("received", inquiry(officer=officer))
    announce("received", builders.inquiry())
    settings.NOTICE_FROM = settings.WECOM_WEBHOOK_URL = settings.DINGTALK_WEBHOOK_URL = ""
    assert delivered() == [
        ("given_up", "邮件通知已关闭"),
        ("given_up", "企业微信群机器人已关闭"),
        ("given_up", "钉钉群机器人已关闭"),
    ]


def test_says_to_log_in_where_the_site_does_not_know_its_address(settings, robots_on, said):
    settings.SITE_ORIGIN = ""
    announce("received", inquiry())
    delivered()
    assert said[0][1].split("\n")[-1] == "请登录招商后台查看。"


def test_twice_is_the_same_mail(mail_on, officer, mailoutbox):
    announce("received", inquiry(officer=officer))
    delivered()
    Delivery.objects.update(delivered_at=None)  # its worker was killed before it noted that
    Delivery.objects.all().send_again()
    delivered()
    first, second = mailoutbox
    assert (first.body, first.extra_headers) == (second.body, second.extra_headers)
