from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.utils.html import format_html

from publishing.models import Publishable

from .columns import dot, moment
from .screens import StaffAdmin


class StateFilter(admin.SimpleListFilter):
    title = "发布状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Publishable.State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in Publishable.State.values else queryset


class PublishableAdmin(StaffAdmin):
    """Screens of what is drafted, scheduled, public or taken off."""

    actions = ["publish_chosen", "withdraw_chosen"]
    date_fieldset = ("发布", {"fields": [("published_at", "expires_at")]})
    date_hierarchy = None

    @admin.display(description="发布状态", ordering="published_at")
    def state_dot(self, item):
        if item.state == Publishable.State.SCHEDULED:
            return dot(item.state, format_html("定时发布<br>{}", moment(item.published_at)))
        return dot(item.state, item.state.label)

    @admin.display(description="发布时间", ordering="published_at")
    def published_moment(self, item):
        return moment(item.published_at)

    @admin.display(description="修改时间", ordering="updated_at")
    def changed_moment(self, item):
        return moment(item.updated_at)

    @admin.display(description="网站")
    def page_link(self, item):
        if not self.is_public(item):
            return ""
        return format_html(
            '<a href="{}" target="_blank" aria-label="在网站上查看{}">查看</a>', item.get_absolute_url(), item
        )

    def is_public(self, item):
        return item.is_published

    def view_on_site(self, item):
        return item.get_absolute_url() if item.pk and self.is_public(item) else None

    @admin.action(description="发布", permissions=["publish"])
    def publish_chosen(self, request, queryset):
        hidden = [item for item in queryset if item.state != Publishable.State.PUBLISHED]
        left = queryset.count() - len(hidden)
        for item in hidden:
            item.publish()
        self.log_action(request, hidden, "发布。")
        self.report(request, f"已发布 {len(hidden)} 条。", f"{left} 条原已公开，未作改动。" if left else "")

    @admin.action(description="撤下", permissions=["publish"])
    def withdraw_chosen(self, request, queryset):
        live = [
            item
            for item in queryset
            if item.state in (Publishable.State.PUBLISHED, Publishable.State.SCHEDULED)
        ]
        left = queryset.count() - len(live)
        for item in live:
            item.withdraw()
        self.log_action(request, live, "撤下。")
        self.report(request, f"已撤下 {len(live)} 条。", f"{left} 条原本就不公开，未作改动。" if left else "")

    def report(self, request, done, left):
        self.message_user(request, done + left, messages.WARNING if left else messages.SUCCESS)

    def has_publish_permission(self, request):
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename('publish', self.opts)}")

    def get_readonly_fields(self, request, obj=None):
        """Who may not publish may not do it by a date either."""
        dates = [] if self.has_publish_permission(request) else ["published_at", "expires_at"]
        return [*super().get_readonly_fields(request, obj), *dates]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "_publish" in request.POST and self.has_publish_permission(request):
            obj.publish()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        hidden = obj is None or obj.state != Publishable.State.PUBLISHED
        context["show_publish"] = hidden and self.has_publish_permission(request)
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
