"""The pages for what went wrong, in the site's own dress."""

import errno
import sys

from django.contrib import admin
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults

from inquiries import unsaved

from . import resuming

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
SECONDS_TO_WAIT = 30
SENT_FROM_ELSEWHERE = ("Origin", "Referer")  # how Django begins its reason then


def bad_request(request, exception=None):
    """The host asked for may be what is wrong: the page must not ask for its own address."""
    return render(request, "400.html", {"address_unknown": True}, status=400)


def csrf_failure(request, reason=""):
    """A form kept open too long: shown filled, to be sent again. One sent from elsewhere is nobody's here.

    Staff whose browser has forgotten all cookies log in again, as they do where the login alone has ended.
    """
    if resuming.is_from_own_screen(request) and not admin.site.has_permission(request):
        response = resuming.ask_to_log_in(request, admin.site)
        response["Cache-Control"] = "private, no-store"
        return response
    context = {"path": request.path}
    if unsaved.is_public_form(request) and not reason.startswith(SENT_FROM_ELSEWHERE):
        context |= unsaved.filled_form(request, without=["csrfmiddlewaretoken"])  # the page has a new one
    response = render(request, "403_csrf.html", context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response


def page_not_found(request, exception):
    if not is_among_screens(request):
        return defaults.page_not_found(request, exception)
    words = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    context = admin.site.each_context(request) | {"title": "没有这个页面", "sentence": words}
    return render(request, "admin/404.html", context, status=404)


def is_among_screens(request):
    return request.path.startswith(reverse("admin:index")) and admin.site.has_permission(request)


def permission_denied(request, exception=None):
    """Staff who open a screen that is not theirs stay among their screens."""
    if is_among_screens(request):
        context = admin.site.each_context(request) | {"title": "没有权限"}
        return render(request, "admin/403.html", context, status=403)
    return render(request, "403.html", status=403)


def server_error(request):
    """Where the database does not answer or the disk is full, that is said, and nothing typed is lost."""
    if is_passing(sys.exception()):
        return unavailable(request)
    return defaults.server_error(request)


def is_passing(error):
    """Whether `error` is the machine's and not the program's, so that a second try may succeed."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, (OperationalError, InterfaceError))


def unavailable(request):
    """The page asks no database and needs no session: neither may be there."""
    context = {"path": request.path, "is_staff": request.path.startswith(reverse("admin:index"))}
    context["is_staff"] &= request.method == "POST"
    if unsaved.is_public_form(request):
        context |= unsaved.filled_form(request)
    headers = {"Retry-After": SECONDS_TO_WAIT, "Cache-Control": "private, no-store"}
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)
