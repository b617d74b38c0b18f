"""Ways out of the house: mail, and the group robots of 企业微信 and 钉钉.

A channel whose settings are empty is off: nothing is promised for it, so nothing piles up. All of them raise Later,
Failed or Refused with a reason that quotes neither a key nor whom it was sent to.
"""

from django.conf import settings

from . import dingtalk, mail, wecom

ROBOTS = {"wecom": wecom, "dingtalk": dingtalk}
CHANNELS = {"mail": mail, **ROBOTS}


def robots_on():
    """Names of the group robots that are configured."""
    return [name for name, robot in ROBOTS.items() if robot.is_on()]


def is_any_on():
    return any(channel.is_on() for channel in CHANNELS.values())


def warnings():
    """What an administrator should know, in sentences. A developer's trial tells nobody anything, and need not."""
    if settings.DEVELOPMENT or is_any_on():
        return []
    return ["没有设置通知渠道：新咨询和到期提醒都不会发出。请运维设置邮件、企业微信或钉钉。"]
