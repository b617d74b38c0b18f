"""测试通知: one message by every channel, over the same outbox and worker as all others."""

import secrets

from django.contrib.auth import get_user_model
from django.utils import timezone

from outbox.duties import Refused, delivers
from outbox.promising import promise

from . import CHANNELS, mail

KIND = "test-notice"
TITLE = "测试通知"


def promise_tests(person):
    """One for each channel that is on; by mail to `person` himself. Returns the names of those it was promised for."""
    names = [
        name for name, channel in CHANNELS.items() if channel.is_on() and (name != "mail" or person.email)
    ]
    for name in names:
        promise(KIND, {"channel": name, "to": person.pk, "key": secrets.token_hex(12)})
    return names


@delivers(KIND, TITLE)
def send_test(payload):
    channel = CHANNELS[payload["channel"]]
    if not channel.is_on():
        raise Refused(f"{channel.LABEL}已关闭")
    text = f"这是招商后台的{TITLE}，{timezone.localtime():%Y-%m-%d %H:%M} 发出。新咨询和到期提醒会发到这里。"
    if channel is mail:
        person = get_user_model().objects.filter(pk=payload["to"], is_active=True).exclude(email="").first()
        if person is None:
            raise Refused("收件人已停用或没有邮箱")
        mail.send(person.email, f"【招商后台】{TITLE}", text, payload["key"])
    else:
        channel.send(text)
    return f"{channel.LABEL}已发出"
