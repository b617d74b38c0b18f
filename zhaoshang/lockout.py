"""Who types a wrong password again and again waits: per name and address by django-axes, per address here.

Neither locks a colleague out: a name is locked only for the address it was tried from.
"""

import ipaddress
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max
from django.dispatch import receiver
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_ratelimit import ALL
from django_ratelimit.core import get_usage

from publishing.clients import client_address

# An office has many who mistype; somebody who tries one password on every name has more.
FAILURES_OF_AN_ADDRESS = 100


def name_tried(request, credentials):
    """A fingerprint: what is typed as a name may be a password, and is stored."""
    typed = (credentials or {}).get("username") or ""
    return salted_hmac("zhaoshang.lockout", typed).hexdigest()


def address_tried(request):
    """As the limits of the public forms count: of IPv6 the network."""
    address = client_address(request)
    return None if address == "unknown" else str(ipaddress.ip_network(address).network_address)


def locked_out(request, response, credentials):
    """The answer in place of the login form, until the last try is AXES_COOLOFF_TIME ago."""
    tries = AccessAttempt.objects.filter(
        username=name_tried(request, credentials), ip_address=address_tried(request)
    )
    last = tries.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    words = f"用户名或密码连续输错 {settings.AXES_FAILURE_LIMIT} 次，这个账号暂时不能从您所在的网络登录。"
    return _wait(request, last + settings.AXES_COOLOFF_TIME, words)


def too_many_failures(request):
    """The same answer for an address from which too many logins failed within the hour; None while it may go on."""
    usage = _failures(request, increment=False)
    if not usage or usage["count"] < FAILURES_OF_AN_ADDRESS:
        return None
    until = timezone.now() + timedelta(seconds=max(usage["time_left"], 1))
    return _wait(request, until, "从您所在的网络登录失败的次数过多，登录暂时停用。")


@receiver(user_login_failed)
def count_failure(sender, credentials, request=None, **more):
    if getattr(request, "method", None):
        _failures(request, increment=True)


def _failures(request, increment):
    return get_usage(
        request,
        group="staff-logins",
        key=lambda *_: client_address(request),
        rate=(FAILURES_OF_AN_ADDRESS, 3600),
        method=ALL,
        increment=increment,
    )


def _wait(request, until, words):
    context = admin.site.each_context(request) | {"title": "暂时不能登录", "words": words, "until": until}
    response = render(request, "admin/locked_out.html", context, status=429)
    response["Retry-After"] = max(1, int((until - timezone.now()).total_seconds()) + 1)
    return response
