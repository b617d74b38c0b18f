from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from editorial.announcing.pages import engines
from editorial.announcing.pushing import left_today
from editorial.models import Push
from publishing.admin import OnlyShown, StaffAdmin, dot, moment

SHOWN = 3  # refused addresses in a row of the list; the rest on the row's own screen


@admin.register(Push)
class PushAdmin(OnlyShown, StaffAdmin):
    list_display = ["time", "engine", "result", "offered", "accepted", "left", "some_refused"]
    list_filter = ["engine"]
    fields = readonly_fields = ["time", "engine", "result", "offered", "accepted", "left", "all_refused"]
    change_list_template = "admin/editorial/push/change_list.html"
    change_form_template = "admin/change_form.html"  # not the one of this app's texts

    def changelist_view(self, request, extra_context=None):
        summary = [summary_of(engine, engine in engines()) for engine in Push.Engine]
        return super().changelist_view(request, {"summary": summary} | (extra_context or {}))

    @admin.display(description="时间", ordering="sent_at")
    def time(self, push):
        return moment(push.sent_at)

    @admin.display(description="结果")
    def result(self, push):
        if push.error:
            return dot("declined", push.error)
        return dot("pending", "有网址未收") if push.refused else dot("published", "已送达")

    @admin.display(description="未收的网址")
    def some_refused(self, push):
        more = len(push.refused) - SHOWN
        return format_html("{}{}", lines(push.refused[:SHOWN]), f"另有 {more} 条" if more > 0 else "")

    @admin.display(description="未收的网址")
    def all_refused(self, push):
        return lines(push.refused)


def lines(refused):
    return format_html_join("", "<div>{}：{}</div>", refused)


def summary_of(engine, is_on):
    """What the head of the list says about one engine."""
    since = timezone.now() - timedelta(days=1)
    lately = list(Push.objects.filter(engine=engine, sent_at__gte=since))
    return {
        "engine": engine.label,
        "is_on": is_on,
        "accepted": sum(push.accepted for push in lately),
        "refused": sum(len(push.refused) for push in lately),
        "left": left_today(engine),
        "error": lately[0].error if lately else "",
    }
