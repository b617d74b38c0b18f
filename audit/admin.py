"""The trail on the staff's screens: to be read and searched, by auditors and the 站长; nobody changes a line of it."""

from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html

from publishing.admin import StaffAdmin, moment, staff_name
from publishing.admin.odd_input import is_number
from publishing.admin.screens import OnlyShown
from publishing.references import written_out

from .models import Entry

# Nobody leafs further back; who looks for something older names the day, the person or the 编号.
LEAFED_THROUGH = 10_000


class TrailPaginator(Paginator):
    """Asks for the newest lines only and counts no further than one leafs: a trail of years opens like one of a day."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[:LEAFED_THROUGH].count()

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows = self.object_list.order_by("-at", "-pk")[first : min(first + self.per_page, self.count)]
        return self._get_page(rows, number, self)


class PersonFilter(admin.SimpleListFilter):
    title = "人员"
    parameter_name = "person"

    def lookups(self, request, model_admin):
        staff = User.objects.filter(is_staff=True).order_by("username")
        return [(str(one.pk), staff_name(one)) for one in staff]

    def queryset(self, request, queryset):
        return queryset.filter(person=self.value()) if is_number(self.value() or "") else queryset


class DayFilter(admin.SimpleListFilter):
    title = "时间"
    parameter_name = "since"
    SPANS = {"0": "今天", "6": "近 7 天", "29": "近 30 天", "364": "近一年"}

    def lookups(self, request, model_admin):
        return [*self.SPANS.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.SPANS:
            return queryset
        return queryset.filter(at__gte=begin(timezone.localdate() - timedelta(days=int(self.value()))))


def begin(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def day_of(text):
    """2026-11-22 as a day within a calendar both databases know; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


@admin.register(Entry)
class EntryAdmin(OnlyShown, StaffAdmin):
    list_display = ["at_shown", "action", "who", "thing", "words", "address"]
    list_display_links = None
    list_filter = ["action", PersonFilter, DayFilter]
    list_per_page = 100
    list_max_show_all = 0
    search_fields = ["subject"]
    search_help_text = "按编号查找；也可以写一天，如 2026-11-22"
    actions = None
    fields = ["at_shown", "action", "who", "thing", "words", "address"]
    ordering = ["-at", "-pk"]
    sortable_by = ()

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        if queryset.model is not Entry:  # the page of changes, of which a line of the trail has none
            return super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return TrailPaginator(queryset, per_page)

    def get_search_results(self, request, queryset, search_term):
        """By the whole of it, so that the index finds it in a trail of years."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if day := day_of(term):
            return queryset.filter(at__gte=begin(day), at__lt=begin(day + timedelta(days=1))), False
        return queryset.filter(subject__in=[term, written_out(term)]), False

    @admin.display(description="时间")
    def at_shown(self, entry):
        return moment(entry.at)

    @admin.display(description="人员")
    def who(self, entry):
        """Under the name it was done by, which stays when the account goes or is renamed."""
        return entry.person_name or self.get_empty_value_display()

    @admin.display(description="对象")
    def thing(self, entry):
        address = screen_of(entry)
        return format_html('<a href="{}">{}</a>', address, entry.subject) if address else entry.subject


def screen_of(entry):
    """Where the thing an entry is about is looked at; what it shows there, that screen decides."""
    try:
        model = apps.get_model(entry.kind) if entry.number else None
        return model and reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[entry.number]
        )
    except (LookupError, ValueError, NoReverseMatch):
        return None
