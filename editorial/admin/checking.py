"""检查 beside the text: what the checker finds and what the text itself proposes, for the saved text and while typing."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from editorial import versioning
from editorial.checking import findings_for, parted
from editorial.checking.typed import typed
from editorial.models import Dismissal
from editorial.models.items import named
from editorial.proposing import proposals_for
from publishing.admin import staff_name
from publishing.admin.odd_input import is_number
from publishing.caching import private_page
from publishing.richtext import printable

REASON = "dismiss-"  # and a fingerprint: the field for the reason
LONGEST_REASON = 200


class CheckedAdmin:
    """Screens with the checker beside the text."""

    @property
    def media(self):
        ours = forms.Media(css={"all": ["css/admin-checks.css"]}, js=["js/admin-checks.js"])
        return super().media + ours

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"

        def view(of):
            return self.admin_site.admin_view(private_page(require_POST(of)))

        return [
            path("desk/check/", view(self.check_view), name=f"{info}_check_new"),
            path("<int:number>/check/", view(self.check_view), name=f"{info}_check"),
            path("<int:number>/dismiss/", view(self.dismiss_view), name=f"{info}_dismiss"),
            *super().get_urls(),
        ]

    # --- While somebody types

    def check_view(self, request, number=None):
        """The panel for the form as it stands; nothing is saved."""
        item, content = self.being_written(request, number)
        return self.panel(request, item, content)

    def dismiss_view(self, request, number):
        """Leave one piece of advice as it is, for the reason given beside it; the panel without it."""
        item, content = self.being_written(request, number)
        print_ = request.POST.get("fingerprint", "")
        refused = leave(item, content, {print_: reason_in(request.POST, print_)}, request.user)
        return self.panel(request, item, content, refused)

    def being_written(self, request, number):
        """(the item or a new one, the content of the form as sent); refuses who may not write it."""
        if number is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            item = self.model()
        else:
            numbers = self.get_queryset(request) if is_number(str(number)) else self.model.objects.none()
            item = get_object_or_404(numbers, pk=number)
            if not self.has_change_permission(request, item):
                raise PermissionDenied
        content = versioning.working_content(item) if item.pk else {}
        return item, typed(item, request.POST, content)

    def panel(self, request, item, content, refused=""):
        context = {"checks": self.checked(request, item, content, may_write=True)}
        context["checks"]["refused"] = refused
        return render(request, "admin/editorial/checks_panel.html", context)

    # --- The form

    def checked(self, request, item, content, may_write):
        """What the panel shows; reads the database as often for a long text as for a short one."""
        standing, dismissed = parted(item, findings_for(item, content, request.user))
        errors = sum(finding.is_error for finding in standing)
        return {
            "findings": standing,
            "dismissed": dismissed,
            "errors": errors,
            "advice": len(standing) - errors,
            "proposals": proposals_for(item, content) if may_write else [],
            "may_write": may_write,
            "dismiss_address": self.checks_address("dismiss", item) if item.pk else "",
        }

    def checks_address(self, what, item):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}"
        return reverse(name, args=[item.pk]) if item.pk else reverse(f"{name}_new")

    def render_change_form(self, request, context, **kwargs):
        obj = kwargs.get("obj")
        item = obj if obj is not None and obj.pk else self.model()
        may_write = self.has_change_permission(request, obj) if item.pk else self.has_add_permission(request)
        content = None
        if item.pk:
            item = self.model._default_manager.get(pk=item.pk)  # `obj` holds what was typed
            content = versioning.working_content(item)
        if request.method == "POST" and may_write:
            content = typed(item, request.POST, content or {})
        context["checks"] = {"may_write": may_write, "address": self.checks_address("check", item)}
        if content is not None:
            context["checks"] |= self.checked(request, item, content, may_write)
        return super().render_change_form(request, context, **kwargs)

    def after_recorded(self, request, item, version):
        """Reasons written beside the advice are kept with the saving: without a script that is the way."""
        given = {name.removeprefix(REASON): name for name in request.POST if name.startswith(REASON)}
        reasons = {print_: reason_in(request.POST, print_) for print_ in given}
        if any(reasons.values()):
            leave(item, version.content, reasons, request.user)
        super().after_recorded(request, item, version)


def reason_in(post, print_):
    return printable(post.get(f"{REASON}{print_}", "")).strip()[:LONGEST_REASON]


@transaction.atomic
def leave(item, content, reasons, person):
    """Note `reasons` {fingerprint: words} for the advice in `content`. Returns what was refused, in words."""
    known = {finding.fingerprint: finding for finding in findings_for(item, content, person)}
    refused = ""
    for print_, reason in reasons.items():
        finding = known.get(print_)
        if finding is None:
            refused = "这一条已经不在了。"
        elif finding.is_error:
            refused = "必须改的不能跳过。"
        elif not reason:
            refused = "请写明不改的理由。"
        else:
            about = named(item) | {"fingerprint": print_}
            said = {
                "code": finding.code,
                "reason": reason,
                "person": person,
                "person_name": staff_name(person)[:80],
            }
            Dismissal.objects.get_or_create(**about, defaults=said)
    return refused
