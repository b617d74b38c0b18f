"""The pages behind the buttons of an inquiry's screen."""

from types import SimpleNamespace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from publishing.admin.odd_input import is_number
from publishing.admin.placed import NOT_HERE

from . import combining
from .decisions import ANSWERS, ASIDE, DECISIONS, FORWARD, Claim, possible
from .seen import what_changed
from .standing import Standing


def address_of(inquiry, name):
    return reverse(f"admin:inquiries_inquiry_{name}", args=[inquiry.pk])


class DecidedInquiry:
    """Before StaffAdmin: an address for each decision, and one for merging."""

    def get_urls(self):
        own = [
            path(
                f"<path:object_id>/{name}/", self.admin_site.admin_view(self.decide), {"name": name},
                name=f"inquiries_inquiry_{name}",
            )
            for name in DECISIONS
            if name != Claim.name  # the list has it
        ]  # fmt: skip
        merge = self.admin_site.admin_view(self.merge_view)
        return [
            *own,
            path("<path:object_id>/merge/", merge, name="inquiries_inquiry_merge"),
            *super().get_urls(),
        ]

    def buttons(self, now):
        """What the screen shows: label, address, whether one press does it."""
        shown = {"forward": FORWARD, "aside": ASIDE, "answers": ANSWERS}
        return {
            group: [
                SimpleNamespace(
                    name=one.name, label=one.label_for(now), at_once=one.at_once, is_danger=one.is_danger,
                    address=address_of(now.inquiry, one.name) + one.query,
                    is_ready=one.name != "advance" or now.is_ready,
                )
                for one in possible(decisions, now)
            ]
            for group, decisions in shown.items()
        }  # fmt: skip

    def wanted(self, request, object_id):
        inquiry = self.get_object(request, object_id) if is_number(object_id) else None
        if inquiry is None or not self.has_view_permission(request, inquiry):
            raise Http404(NOT_HERE)
        return inquiry

    @transaction.atomic
    def decide(self, request, object_id, name):
        inquiry, decision = self.wanted(request, object_id), DECISIONS[name]
        now = Standing(inquiry, request.user)
        if inquiry.erased_at or not (decision.may(now) or (decision.for_other_side and now.may_change)):
            raise PermissionDenied
        if request.method == "POST" and (words := decision.is_done(now, request.POST)):
            self.message_user(request, words)
            return redirect(address_of(inquiry, "change"))
        if not decision.fits(now) or not decision.may(now):
            return self.too_late(request, decision, now)
        form = decision.form(request.POST if request.method == "POST" else None, standing=now)
        if request.method == "POST" and form.is_valid() and self.done(request, decision, inquiry, form):
            return self.back_from(request, inquiry)
        label = decision.label_for(now)
        return self.decision_page(
            request, inquiry, label, {"form": form, "decision": decision, "label": label, "now": now}
        )

    def too_late(self, request, decision, now):
        """Back to the inquiry, which says how it stands; where a reason was typed the page comes back with it."""
        words = f"现在不能“{decision.label.rstrip('…')}”：这条咨询的情况已经变了。"
        if request.POST.get("reason", "").strip() and "reason" in decision.form.base_fields:
            form = decision.form(request.POST, standing=now)
            form.is_valid()
            form.add_error(None, words)
            context = {"form": form, "decision": decision, "label": decision.label, "now": now}
            return self.decision_page(request, now.inquiry, decision.label, context)
        changed = what_changed(request.POST.get("seen", ""), request.user, now.inquiry)
        self.message_user(request, " ".join([words, *changed]), messages.WARNING)
        return redirect(address_of(now.inquiry, "change"))

    def done(self, request, decision, inquiry, form):
        """Whether it was done; where it was not, the form says why."""
        try:
            with transaction.atomic():
                words = decision.do(inquiry, form.cleaned_data, request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
            return False
        self.log_action(request, [inquiry], words)
        self.message_user(request, words if self.is_still_shown(request, inquiry) else f"{inquiry}：{words}")
        return True

    def is_still_shown(self, request, inquiry):
        return self.get_queryset(request).filter(pk=inquiry.pk).exists()

    def back_from(self, request, inquiry):
        """To its page, or to the list where it is no longer his to see."""
        if self.is_still_shown(request, inquiry):
            return redirect(address_of(inquiry, "change"))
        return redirect(reverse("admin:inquiries_inquiry_changelist"))

    def decision_page(self, request, inquiry, title, context, template="decision"):
        label = title.rstrip("…")
        context |= self.admin_site.each_context(request) | {
            "title": f"{label}：{inquiry.company or inquiry}", "here": label, "opts": self.opts, "item": inquiry, "inquiry": inquiry,
            "contacts": self.contacts_masked(inquiry),
        }  # fmt: skip
        return render(request, f"admin/inquiries/inquiry/{template}.html", context)

    def merge_view(self, request, object_id):
        """The inquiry is looked up before the transaction, in which the form holds both of them in their order."""
        inquiry = self.wanted(request, object_id)
        now = Standing(inquiry, request.user)
        if not now.may_change:
            raise PermissionDenied
        with transaction.atomic():
            form = combining.form_for(request, inquiry)
            if form.is_valid() and request.method == "POST":
                into, words = form.merged(request.user)
                if into:
                    self.log_action(request, [inquiry, form.other], words)
                    self.message_user(request, words)
                    return redirect(address_of(into, "change"))
        return self.decision_page(request, inquiry, "合并", {"form": form, "now": now}, "merge")
