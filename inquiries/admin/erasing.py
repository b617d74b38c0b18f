"""清除个人信息: what a sender asks for by telephone or letter, done by the 站长; nobody takes it back."""

from contextlib import suppress

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from inquiries.models import Inquiry
from inquiries.retention import erase_on_request, hindrance, sent_with
from publishing.admin.odd_input import is_number
from publishing.admin.placed import NOT_HERE

RIGHT = "inquiries.erase_inquiry"
# Chosen, not written: the trail keeps it for good, and nothing in it is about the sender.
REASONS = [
    "本人电话申请，已核对身份",
    "本人书面申请",
    "本人当面申请",
    "代理人申请，已核对授权",
    "误登记或测试数据",
]


class EraseForm(forms.Form):
    reason = forms.ChoiceField(
        label="依据",
        choices=[("", "请选择"), *((one, one) for one in REASONS)],
        error_messages={"required": "请选择依据。", "invalid_choice": "请从列出的依据中选择。"},
    )
    sure = forms.BooleanField(
        label="我已核对编号，知道清除后不能恢复", error_messages={"required": "请勾选确认。"}
    )


class ErasedOnRequest:
    """Before StaffAdmin: the address that clears one inquiry or submission, and the link to it."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_erase"
        view = self.admin_site.admin_view(self.erase_view)
        return [path("<path:object_id>/erase/", view, name=name), *super().get_urls()]

    def may_erase(self, request, item):
        return request.user.has_perm(RIGHT) and self.has_change_permission(request, item)

    def erase_view(self, request, object_id):
        item = self.get_object(request, object_id) if is_number(object_id) else None
        if item is None:
            raise Http404(NOT_HERE)
        if item.erased_at and request.user.has_perm(RIGHT):  # a second click, or somebody was faster
            return self.erased(request, item, 0)
        if not self.may_erase(request, item):
            raise PermissionDenied
        form = EraseForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            words = form.cleaned_data["reason"]
            with suppress(ValidationError):  # the page says why not
                count = erase_on_request(item, person=request.user, request=request, words=words)
                return self.erased(request, item, count)
        rows = sent_with(item) if isinstance(item, Inquiry) else [item]
        context = self.admin_site.each_context(request) | {
            "title": "清除个人信息",
            "opts": self.opts,
            "item": item,
            "others": rows[1:],
            "signed": [row for row in rows if getattr(row, "stage", "") in Inquiry.UNDER_CONTRACT],
            "hindrance": hindrance(rows, request.user) if isinstance(item, Inquiry) else "",
            "form": form,
        }
        return TemplateResponse(request, "admin/inquiries/erase.html", context)

    def erased(self, request, item, count):
        if count:
            also = f"，合并的共 {count} 条" if count > 1 else ""
            messages.success(request, f"已清除 {item.reference} 的个人信息{also}。")
        else:
            messages.info(request, f"{item.reference} 的个人信息此前已经清除。")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", item.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk and self.may_erase(request, obj):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_erase"
            context["erase_address"] = reverse(name, args=[obj.pk])
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
