"""The pages for what went wrong, in the site's own dress."""

from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse


def bad_request(request, exception=None):
    """The host asked for may be what is wrong: the page must not ask for its own address."""
    return render(request, "400.html", {"address_unknown": True}, status=400)


def csrf_failure(request, reason=""):
    """A form kept open too long, or sent from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def permission_denied(request, exception=None):
    """Staff who open a screen that is not theirs stay among their screens."""
    if request.path.startswith(reverse("admin:index")):
        context = admin.site.each_context(request) | {"title": "没有权限"}
        return render(request, "admin/403.html", context, status=403)
    return render(request, "403.html", status=403)
