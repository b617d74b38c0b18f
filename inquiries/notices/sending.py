"""The notices' ways out. Each is a lane of its own: a mail server that hangs holds up mail alone.

Twice does no harm: a second mail carries the key of the first, a second text in a group says the same number.
"""

from django.contrib.auth.models import User

from outbox.channels import ROBOTS, mail
from outbox.duties import Refused, delivers

from . import digest
from .announcing import BY_MAIL, BY_ROBOT
from .words import Outdated, compose

NO_REPLY = "本邮件由招商网站自动发出，请勿回复。"
MOST_BYTES = 2000  # 企业微信 takes 2048


@delivers(BY_MAIL, "通知（邮件）")
def by_mail(payload):
    if not mail.is_on():
        raise Refused("邮件通知已关闭")
    person = person_of(payload)
    if person is None or not (person.is_active and person.email):
        raise Refused("收件人已停用或没有邮箱")
    try:
        notice = notice_of(payload, person, is_to_person=True)
    except Outdated as outdated:
        return f"未发送：{outdated.reason}"
    text = "\n".join([notice.title, "", *notice.lines, "", NO_REPLY])
    mail.send(person.email, f"【招商后台】{notice.title}", text, payload["key"])
    return "已发出"


@delivers(BY_ROBOT["wecom"], "通知（企业微信）")
def by_wecom(payload):
    return by_robot("wecom", payload)


@delivers(BY_ROBOT["dingtalk"], "通知（钉钉）")
def by_dingtalk(payload):
    return by_robot("dingtalk", payload)


def by_robot(name, payload):
    robot = ROBOTS[name]
    if not robot.is_on():
        raise Refused(f"{robot.LABEL}已关闭")
    try:
        notice = notice_of(payload, person_of(payload), is_to_person=False)
    except Outdated as outdated:
        return f"未发送：{outdated.reason}"
    robot.send(notice.text.encode()[:MOST_BYTES].decode(errors="ignore"))
    return "已发出"


def notice_of(payload, person, is_to_person):
    if payload["event"] == digest.EVENT:
        return digest.compose(payload, person)
    return compose(payload, person, is_to_person)


def person_of(payload):
    return User.objects.filter(pk=payload["to"]).first() if "to" in payload else None
