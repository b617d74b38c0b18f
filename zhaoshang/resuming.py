"""Whose login has ended while he was writing: he logs in on the same page, and saves what he had typed."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.shortcuts import render
from django.urls import reverse

KEPT = "kept-"  # before the names of fields that wait for the login
LOGIN = "admin/login_again.html"


def is_at_stake(request):
    """Whether a person, not a script, has sent what is worth keeping; a password is not kept anywhere."""
    by_person = request.headers.get("sec-fetch-mode") == "navigate"
    return request.method == "POST" and by_person and not any("password" in name for name in request.POST)


def is_from_own_screen(request):
    """Whether a page of these screens sent it, by what the browser itself says: nobody has checked the form's token."""
    is_ours = request.headers.get("sec-fetch-site") == "same-origin"
    return is_ours and request.path.startswith(reverse("admin:index")) and is_at_stake(request)


def ask_to_log_in(request, site):
    context = site.each_context(request) | {
        "title": "登录后继续保存",
        "form": AdminAuthenticationForm(request),
        "address": reverse("admin:login"),
        "next": request.get_full_path(),
        "kept": [(KEPT + name, value) for name, value in fields_of(request)],
        "has_files": bool(request.FILES),
    }
    return render(request, LOGIN, context, status=403)


def fields_of(request):
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def kept_in(request):
    """[(name, value)] as they wait, or nothing where somebody just logs in."""
    return [(name, value) for name, value in fields_of(request) if name.startswith(KEPT)]


def go_on(request, response, site):
    """After the login form was sent with what waits: saving is offered, or the form once more."""
    kept = kept_in(request)
    if not kept or response.status_code not in (200, 302):
        return response
    if response.status_code == 302:
        sent = [(name.removeprefix(KEPT), value) for name, value in kept]
        context = site.each_context(request) | {"title": "继续保存", "address": response.url, "sent": sent}
        return render(request, "admin/go_on_saving.html", context)
    response.template_name = LOGIN
    response.context_data |= {"title": "登录后继续保存", "address": reverse("admin:login"), "kept": kept}
    response.context_data["next"] = request.POST.get("next", "")
    return response
