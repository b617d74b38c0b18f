from email import message_from_bytes, policy

import pytest

from outbox.channels import mail
from outbox.duties import Failed, Refused


def send():
    mail.send("officer@example.cn", "新咨询待办", "编号：ZX-1", key="abc")


def reason_of(kind):
    with pytest.raises(kind) as raised:
        send()
    return raised.value.reason


def test_sends_one_mail(mail_server):
    send()
    [(recipient, text)] = mail_server.taken
    sent = message_from_bytes(text, policy=policy.default)
    assert (recipient, sent["to"]) == ("officer@example.cn", "officer@example.cn")
    assert (sent["from"], sent["subject"]) == ("招商网站 <notice@example.cn>", "新咨询待办")
    assert (sent["message-id"], sent["auto-submitted"]) == ("<abc@example.cn>", "auto-generated")
    assert sent.get_content() == "编号：ZX-1\n"


@pytest.mark.parametrize(
    ("says", "kind", "reason"),
    [
        ({"RCPT": "550 no such user"}, Refused, "收件地址被邮件服务器拒收"),
        ({"RCPT": "450 greylisted"}, Failed, "邮件服务器暂时不收这个地址的邮件"),
        ({"MAIL": "553 who are you"}, Failed, "邮件服务器不接受发件地址，请核对 NOTICE_FROM"),
        ({"MAILED": "554 looks like spam"}, Failed, "邮件服务器回答 554"),
        ({"CONNECT": "554 go away"}, Failed, "邮件服务器回答 554"),
        ({"CONNECT": "nonsense"}, Failed, "邮件服务器回答 -1"),
    ],
)
def test_says_what_the_server_said(mail_server, says, kind, reason):
    mail_server.says = says
    assert reason_of(kind) == reason


def test_says_that_it_refuses_the_password(mail_server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "notice", "wrong"
    mail_server.says = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 wrong"}
    assert reason_of(Failed) == "邮件服务器不认用户名或密码"


@pytest.mark.parametrize("where", ["CONNECT", "DATA"])
def test_waits_no_longer_than_its_timeout(mail_server, settings, where):
    settings.EMAIL_TIMEOUT = 0.2
    mail_server.says = {where: "hang"}
    assert reason_of(Failed) == "邮件服务器没有及时回答"


def test_says_that_nobody_is_there(mail_server, settings):
    settings.EMAIL_PORT = 1
    assert reason_of(Failed) == "连接不上邮件服务器"
