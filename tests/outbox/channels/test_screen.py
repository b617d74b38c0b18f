import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from outbox.models import Delivery
from outbox.working import Worker
from tests.staff_screens import enter, told

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/outbox/delivery/channels/"
WARNING = "没有设置通知渠道：新咨询和到期提醒都不会发出。请运维设置邮件、企业微信或钉钉。"


def rows(client):
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    tables = page.select("#content-main table")
    return [
        [[cell.text for cell in row.select("th, td")] for row in one.select("tbody tr")] for one in tables
    ]


@pytest.fixture
def zhan(client):
    user = enter(client, "站长")
    user.email = "zhan@example.cn"
    user.save()
    return user


def test_says_which_channels_are_set(client, zhan, settings):
    settings.WECOM_WEBHOOK_URL = "https://wecom.example/send?key=secret"
    assert rows(client) == [
        [
            ["邮件", "未设置", "EMAIL_URL、NOTICE_FROM"],
            ["企业微信群机器人", "已设置", "WECOM_WEBHOOK_URL"],
            ["钉钉群机器人", "未设置", "DINGTALK_WEBHOOK_URL、DINGTALK_SECRET"],
        ]
    ]
    assert "secret" not in client.get(ADDRESS).content.decode()
    assert reverse("admin:outbox_channels") == ADDRESS


def test_sends_one_by_each_and_shows_what_came_of_it(client, zhan, settings, robot, mailoutbox):
    settings.WECOM_WEBHOOK_URL, settings.NOTICE_FROM = robot.url, "notice@example.cn"
    response = client.post(ADDRESS, follow=True)
    assert told(response) == ["已向邮件、企业微信群机器人发测试通知，结果见下表。"]
    assert response["Refresh"] == "3"
    assert [row[:3] for row in rows(client)[1]] == [["企业微信群机器人", "待发", "—"], ["邮件", "待发", "—"]]
    robot.answer = (200, {"errcode": 93000})
    Worker().once()
    assert [row[:3] for row in rows(client)[1]] == [
        ["企业微信群机器人", "放弃", "企业微信不认这个机器人的密钥，它可能已被移出群"],
        ["邮件", "已发", "邮件已发出"],
    ]
    assert [mail.to for mail in mailoutbox] == [["zhan@example.cn"]]
    assert robot.told[0].startswith("这是招商后台的测试通知，")
    assert "Refresh" not in client.get(ADDRESS + "?sent=1")


def test_sends_no_mail_to_who_has_no_address(client, settings):
    enter(client, "站长")
    settings.NOTICE_FROM = "notice@example.cn"
    assert "您的账号没有邮箱，测试邮件不发。" in client.get(ADDRESS).content.decode()
    assert told(client.post(ADDRESS, follow=True)) == ["没有可以测试的渠道。"]
    assert not Delivery.objects.exists()


def test_an_auditor_looks_and_sends_nothing(client, settings):
    enter(client, "审计")
    settings.WECOM_WEBHOOK_URL = "https://wecom.example/send?key=secret"
    assert "发一条测试通知" not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS).status_code == 403
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("role", ["编辑", "招商专员"])
def test_is_no_business_of_others(client, role):
    enter(client, role)
    assert client.get(ADDRESS).status_code == 403


def test_warns_who_runs_the_site_that_nobody_is_told(client, settings):
    enter(client, "站长")
    assert WARNING in client.get("/admin/").content.decode()
    settings.DINGTALK_WEBHOOK_URL = "https://dingtalk.example/send"
    assert WARNING not in client.get("/admin/").content.decode()


def test_does_not_warn_of_a_trial_or_those_who_can_do_nothing(client, settings):
    settings.DEVELOPMENT = True
    enter(client, "站长")
    assert WARNING not in client.get("/admin/").content.decode()
    settings.DEVELOPMENT = False
    enter(client, "招商专员")
    assert WARNING not in client.get("/admin/").content.decode()
