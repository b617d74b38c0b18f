"""废止: the button of a policy's screen and its small form."""

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from articles.models import PolicyDocument
from editorial.repealing import repeal
from editorial.reviewing import NotYours, may_withdraw
from editorial.tasks import open_tasks
from publishing.admin.odd_input import SuggestedOne
from publishing.admin.screens import refuse_odd_years


class RepealForm(forms.Form):
    repealed_on = forms.DateField(
        label="废止日期",
        widget=AdminDateWidget,
        help_text="当天起失效；可以是将来的日子，到日自动生效。",
        validators=[refuse_odd_years],
    )
    superseded_by = forms.ModelChoiceField(
        PolicyDocument.objects.none(),
        label="替代文件",
        required=False,
        help_text="没有替代文件的留空。",
        error_messages={"invalid_choice": "没有这份文件，请重新选择。"},
    )

    def __init__(self, *args, policy, user, site, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        field = self.fields["superseded_by"]
        field.queryset = PolicyDocument.objects.visible_to(user).defer("body", "interpretation")
        field.widget = SuggestedOne(PolicyDocument._meta.get_field("superseded_by"), site)
        field.widget.choices = field.choices
        self.policy = policy


class RepealedAdmin:
    """A policy's screen with the button."""

    change_form_template = "admin/editorial/policy_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.repeal_view)
        return [
            path("<path:object_id>/repeal/", view, name="articles_policydocument_repeal"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, **kwargs):
        policy = kwargs.get("obj")
        context["may_repeal"] = bool(policy and self.may_repeal(request, policy))
        context["open_tasks"] = (
            open_tasks().filter(policy=policy).count() if policy and policy.ended_on else 0
        )
        return super().render_change_form(request, context, **kwargs)

    def may_repeal(self, request, policy):
        return may_withdraw(request.user, policy) and self.has_change_permission(request, policy)

    def repeal_view(self, request, object_id):
        policy = self.get_object(request, unquote(object_id))
        if policy is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_repeal(request, policy):
            raise PermissionDenied
        initial = {
            "repealed_on": policy.repealed_on or timezone.localdate(),
            "superseded_by": policy.superseded_by_id,
        }
        form = RepealForm(
            request.POST or None, policy=policy, user=request.user, site=self.admin_site, initial=initial
        )
        if request.method == "POST" and "_lift" in request.POST:
            return self.done(request, policy, None, None, "已撤销废止。")
        if request.method == "POST" and form.is_valid():
            day, successor = form.cleaned_data["repealed_on"], form.cleaned_data["superseded_by"]
            try:
                return self.done(request, policy, day, successor, f"已写明 {day:%Y-%m-%d} 废止。")
            except ValidationError as refusal:
                for name, sentences in refusal.message_dict.items():
                    form.add_error(name, sentences)
        context = self.admin_site.each_context(request) | {
            "title": f"废止《{policy}》",
            "opts": self.opts,
            "policy": policy,
            "form": form,
            "media": self.media + form.media,
            "citing": policy.citations.count(),
        }
        return render(request, "admin/editorial/repeal.html", context)

    def done(self, request, policy, day, successor, words):
        try:
            policy = repeal(policy, day, successor, request.user)
        except NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        self.log_change(request, policy, words)
        count = open_tasks().visible_to(request.user).filter(policy=policy).count()
        more = f"{count} 篇引用它的文章已列入“引用待更新”。" if count else ""
        self.message_user(request, words + more)
        return redirect(reverse("admin:articles_policydocument_change", args=[policy.pk]))
