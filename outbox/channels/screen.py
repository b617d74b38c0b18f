"""通知渠道: which are configured, and one message by each to see that it arrives."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from outbox.models import Delivery

from . import CHANNELS, mail
from .testing import KIND, promise_tests

SHOWN = 6
SECONDS = 3  # until the page asks again what came of it


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request):
    if not request.user.has_perm("outbox.view_delivery"):
        raise PermissionDenied
    if request.method == "POST":
        if not request.user.has_perm("outbox.change_delivery"):
            raise PermissionDenied
        return test(request)
    tests = list(Delivery.objects.filter(kind=KIND)[:SHOWN])
    context = admin.site.each_context(request) | {
        "title": "通知渠道",
        "channels": list(CHANNELS.values()),
        "may_test": request.user.has_perm("outbox.change_delivery"),
        "is_any_on": any(channel.is_on() for channel in CHANNELS.values()),
        "lacks_address": mail.is_on() and not request.user.email,
        "tests": [(row, label_of(row)) for row in tests],
    }
    response = TemplateResponse(request, "admin/outbox/channels.html", context)
    if any(row.state == Delivery.State.WAITING for row in tests) and "sent" in request.GET:
        response["Refresh"] = SECONDS
    return response


def test(request):
    names = promise_tests(request.user)
    if not names:
        messages.warning(request, "没有可以测试的渠道。")
        return redirect("admin:outbox_channels")
    messages.success(
        request, f"已向{'、'.join(CHANNELS[name].LABEL for name in names)}发测试通知，结果见下表。"
    )
    response = redirect("admin:outbox_channels")
    response["Location"] += "?sent=1"
    return response


def label_of(row):
    channel = CHANNELS.get(row.payload.get("channel"))
    return channel.LABEL if channel else ""
