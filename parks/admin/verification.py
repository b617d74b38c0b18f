from django.contrib import admin
from django.utils import timezone


class VerifiedTodayMixin:
    """For what somebody has to look at from time to time and say: still so."""

    @admin.action(description="今日核实", permissions=["change"])
    def verify_today(self, request, queryset):
        today, rows = timezone.localdate(), list(queryset)
        queryset.model.objects.filter(pk__in=[row.pk for row in rows]).update(
            verified_on=today, updated_at=timezone.now()
        )
        self.log_action(request, rows, f"核实日期记为 {today}。")
        self.message_user(request, f"已把 {len(rows)} 条的核实日期记为今天（{today}）。")

    @admin.display(description="核实日期", ordering="verified_on")
    def verified_day(self, item):
        return f"{item.verified_on:%Y-%m-%d}" if item.verified_on else "从未核实"
