"""What the list of inquiries is narrowed by, beyond its tabs."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone

from inquiries.counting import COUNTED, came_in, period_in
from inquiries.desk.assigning import officers
from inquiries.models import Inquiry
from parks.models import District
from publishing.admin import staff_name
from publishing.admin.odd_input import is_number


class PlaceFilter(admin.SimpleListFilter):
    """The districts that handle inquiries, as a tree; choosing one brings what lies below it too."""

    title = "经办地区"
    parameter_name = "district"

    def lookups(self, request, model_admin):
        handles = Exists(Inquiry.objects.filter(place=OuterRef("pk")).order_by())
        held = District.objects.visible_to(request.user).filter(handles)
        tree = District.objects.with_above(held.values_list("path", flat=True))
        return [(one.slug, f"{'　' * (len(one.slugs) - 1)}{one.name}") for one in tree]

    def queryset(self, request, queryset):
        chosen = self.value() and District.objects.filter(slug=self.value()).first()
        return queryset.filter(place__in=District.objects.numbers_within(chosen)) if chosen else queryset


class OfficerFilter(admin.SimpleListFilter):
    title = "负责人"
    parameter_name = "officer"

    def lookups(self, request, model_admin):
        return [(str(one.pk), staff_name(one)) for one in officers().order_by("last_name", "username")]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(officer=value) if is_number(value) else queryset


class DueFilter(admin.SimpleListFilter):
    title = "办理期限"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("today", "今天"), ("week", "7 天内")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        last = {"today": today, "week": today + timedelta(days=6)}.get(self.value())
        return queryset.filter(due_on__range=(today, last)) if last else queryset


class ArrivalFilter(admin.SimpleListFilter):
    """Days as the calendar of the office counts them."""

    title = "收到时间"
    parameter_name = "arrived"

    def lookups(self, request, model_admin):
        return [
            ("today", "今天"),
            ("7", "7 天内"),
            ("30", "30 天内"),
            ("year", "今年"),
            ("before", "今年以前"),
        ]

    def queryset(self, request, queryset):
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        new_year = start.replace(month=1, day=1)
        if self.value() == "before":
            return queryset.filter(created_at__lt=new_year)
        since = {
            "today": start,
            "7": start - timedelta(days=6),
            "30": start - timedelta(days=29),
            "year": new_year,
        }.get(self.value())
        return queryset.filter(created_at__gte=since) if since else queryset


class CountedFilter(admin.SimpleListFilter):
    """What a number of the page 成效 counts; only an address of that page brings it."""

    title = "成效统计"
    parameter_name = "counted"

    def lookups(self, request, model_admin):
        period = period_in(self.value())
        return (
            [(str(period), f"{period.since} 至 {period.until} 收到的，不含垃圾信息和已合并的")]
            if period
            else []
        )

    def queryset(self, request, queryset):
        counted = COUNTED & came_in(period_in(self.value()))
        return queryset.changeable_by(request.user).filter(counted)
