"""The pages for what went wrong, in the site's own dress."""

from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse
from django.views import defaults


def bad_request(request, exception=None):
    """The host asked for may be what is wrong: the page must not ask for its own address."""
    return render(request, "400.html", {"address_unknown": True}, status=400)


def csrf_failure(request, reason=""):
    """A form kept open too long, or sent from elsewhere."""
    return render(request, "403_csrf.html", status=403)


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
