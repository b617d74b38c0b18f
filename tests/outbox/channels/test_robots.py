import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from outbox.channels import dingtalk, is_any_on, mail, robots_on, wecom
from outbox.duties import Failed, Later, Refused


@pytest.fixture(autouse=True)
def _configured(settings, robot):
    settings.WECOM_WEBHOOK_URL = settings.DINGTALK_WEBHOOK_URL = robot.url


def test_posts_a_text(robot):
    wecom.send("咨询 ZX-1 待认领")
    dingtalk.send("咨询 ZX-1 待认领")
    asked = ("/send?key=0123", {"msgtype": "text", "text": {"content": "咨询 ZX-1 待认领"}})
    assert robot.sent == [asked, asked]


def test_signs_for_dingtalk(robot, settings):
    settings.DINGTALK_SECRET = "SEC000"
    dingtalk.send("咨询")
    [(path, _)] = robot.sent
    asked = {name: value for name, [value] in parse_qs(urlsplit(path).query).items()}
    text = f"{asked['timestamp']}\nSEC000".encode()
    proof = hmac.new(b"SEC000", text, hashlib.sha256).digest()
    assert (asked["key"], asked["sign"]) == ("0123", base64.b64encode(proof).decode())


ANSWERS = [
    (wecom, (200, {"errcode": 45009}), Later, "企业微信限制发送频率，稍后再发"),
    (wecom, (429, b""), Later, "企业微信限制发送频率，稍后再发"),
    (wecom, (200, {"errcode": 93000}), Refused, "企业微信不认这个机器人的密钥，它可能已被移出群"),
    (wecom, (404, b""), Refused, "企业微信机器人的网址不对"),
    (wecom, (200, {"errcode": -1}), Failed, "企业微信回答 错误码 -1"),
    (wecom, (500, b"oops"), Failed, "企业微信回答 500"),
    (wecom, (200, b"<html>"), Failed, "企业微信回答 200"),
    (wecom, (200, [0]), Failed, "企业微信回答 200"),
    (wecom, (302, b""), Failed, "企业微信回答 302"),
    (dingtalk, (200, {"errcode": 130101}), Later, "钉钉限制发送频率，稍后再发"),
    (dingtalk, (200, {"errcode": 410100}), Later, "钉钉限制发送频率，稍后再发"),
    (dingtalk, (200, {"errcode": 300005}), Refused, "钉钉不认这个机器人的 access_token"),
    (
        dingtalk,
        (200, {"errcode": 310000}),
        Refused,
        "钉钉机器人的安全设置拒收：请核对加签密钥、关键词或 IP 地址",
    ),
]


@pytest.mark.parametrize(("channel", "answer", "kind", "reason"), ANSWERS)
def test_says_what_the_answer_means(robot, channel, answer, kind, reason):
    robot.answer = answer
    with pytest.raises(kind) as raised:
        channel.send("咨询")
    assert raised.value.reason == reason


def test_a_limit_is_over_in_a_minute(robot):
    robot.answer = (200, {"errcode": 45009})
    with pytest.raises(Later) as raised:
        wecom.send("咨询")
    assert raised.value.seconds == 60


def test_waits_no_longer_than_its_timeout(robot, monkeypatch):
    monkeypatch.setattr("outbox.channels.robots.SECONDS", 0.2)
    robot.answer = 1
    with pytest.raises(Failed, match=r"^企业微信没有及时回答$"):
        wecom.send("咨询")


def test_quotes_no_key_when_nobody_is_there(settings):
    settings.WECOM_WEBHOOK_URL = "http://127.0.0.1:1/send?key=0123"
    with pytest.raises(Failed, match=r"^连接不上企业微信$"):
        wecom.send("咨询")


def test_what_is_not_configured_is_off(settings):
    assert (robots_on(), is_any_on()) == (["wecom", "dingtalk"], True)
    settings.WECOM_WEBHOOK_URL = settings.DINGTALK_WEBHOOK_URL = ""
    assert (robots_on(), mail.is_on(), is_any_on()) == ([], False, False)
    settings.NOTICE_FROM = "notice@example.cn"
    assert (mail.is_on(), is_any_on()) == (True, True)
