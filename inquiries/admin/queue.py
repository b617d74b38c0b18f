"""The list of inquiries: what is to be done, by whom, until when."""

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.utils import timezone
from django.utils.html import format_html

from inquiries.desk import clocks, workdays
from publishing.admin import dot, moment, staff_name
from publishing.admin.odd_input import StaffChangeList
from publishing.admin.paging import StaffPaginator

from .filters import ArrivalFilter, CountedFilter, DueFilter, OfficerFilter, PlaceFilter
from .finding import RECENT, EverywhereFilter, found, recent_alone
from .giving import Given
from .matching import FitsFilter
from .tabs import TABS, TabFilter, rows_in, tab_in, tabs_for

COUNTED_UP_TO = 2_000


class AtLeast(int):
    """A number beyond which nobody went on counting."""

    def __str__(self):
        return f"{int(self)}+"


class CappedPaginator(StaffPaginator):
    """A million inquiries are not counted to show fifty; whoever needs an older one narrows the list."""

    @property
    def count(self):
        if not hasattr(self, "_count"):
            number = self.object_list.order_by().values("pk")[: COUNTED_UP_TO + 1].count()
            self.is_capped = number > COUNTED_UP_TO
            self._count = AtLeast(COUNTED_UP_TO) if self.is_capped else number
        return self._count

    def is_nearer_to_the_end(self, first):
        return not self.is_capped and super().is_nearer_to_the_end(first)


class Queue(StaffChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = self.model.objects.defer(*self.model_admin.list_defer)
        self.root_queryset = rows_in(tab_in(request), rows, request.user)
        return super().get_queryset(request, exclude_parameters)

    def get_ordering_field_columns(self):
        """No arrow while the tab's own order holds: Django would draw that of the model."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def get_results(self, request):
        """The calendar and what was agreed are asked for once, not for each row."""
        super().get_results(request)
        known, today, late = workdays.exceptions(), timezone.localdate(), {}
        agreed = clocks.agreed_among(self.result_list)
        for row in self.result_list:
            if row.is_overdue and row.due_on not in late:
                late[row.due_on] = workdays.between(row.due_on, today, known)
            row.days_late, row.is_agreed = late.get(row.due_on, 0), row.pk in agreed


class InquiryQueue(Given):
    """Before StaffAdmin: the tabs, columns and filters of the list."""

    list_display = [
        "reference",
        "deadline",
        "stage_dot",
        "company",
        "contact_name",
        "topic",
        "place_shown",
        "officer_shown",
        "grade",
        "received",
    ]
    list_display_links = ["reference", "company"]
    list_filter = [
        TabFilter,
        CountedFilter,
        EverywhereFilter,
        "stage",
        "topic",
        "kind",
        "grade",
        PlaceFilter,
        OfficerFilter,
        DueFilter,
        ArrivalFilter,
        "cause",
        FitsFilter,
    ]
    list_select_related = ["place__parent", "officer"]
    list_defer = ["message", "said", "place__intro", "place__parent__intro"]
    sortable_by = ["deadline", "received"]
    change_list_template = "admin/inquiries/inquiry/change_list.html"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def get_changelist(self, request, **kwargs):
        return Queue

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        paginator = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return CappedPaginator(queryset, per_page) if type(paginator) is StaffPaginator else paginator

    def get_ordering(self, request):
        return TABS[tab_in(request)].order

    def get_search_results(self, request, queryset, search_term):
        if words := search_term.strip():
            queryset = found(queryset, words, self.may_find_people(request), recent_alone(request))
        return queryset, False

    def changelist_view(self, request, extra_context=None):
        shown = tab_in(request)
        works = self.has_change_permission(request)
        context = {
            "tabs": tabs_for(request.user, self.model.objects.all(), shown, works),
            "shown": shown,
            "nothing": TABS[shown].nothing,
            "only_recent": RECENT if request.GET.get("q") and recent_alone(request) else 0,
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description="办理期限", ordering="due_on")
    def deadline(self, inquiry):
        if inquiry.due_on is None:
            return ""
        step = clocks.what_is_due(inquiry.stage, getattr(inquiry, "is_agreed", False))
        words = format_html(
            '{}<span class="unseen"> · </span><span class="step">{}</span>', day_of(inquiry), step
        )
        return dot(urgency(inquiry), words)

    @admin.display(description="阶段")
    def stage_dot(self, inquiry):
        gone = "（已合并）" if inquiry.merged_into_id else "（已归档）" if inquiry.archived_at else ""
        return dot(inquiry.stage, inquiry.get_stage_display() + gone)

    @admin.display(description="经办地区")
    def place_shown(self, inquiry):
        return in_short(inquiry.place) if inquiry.place else self.get_empty_value_display()

    @admin.display(description="负责人")
    def officer_shown(self, inquiry):
        return staff_name(inquiry.officer) or self.get_empty_value_display()

    @admin.display(description="收到时间", ordering="created_at")
    def received(self, inquiry):
        return moment(inquiry.created_at)


def in_short(place):
    """`滨海新区-天津高新区`: whose name in full would fill half a line."""
    return f"{place.parent.short_name}-{place.short_name}" if place.parent else place.short_name


def urgency(inquiry):
    if inquiry.is_overdue:
        return "overdue"
    return "today" if inquiry.due_on == timezone.localdate() else "ahead"


def day_of(inquiry):
    """`超期 2 个工作日`, `今天`, `11-26`; of another year with its year. Reads `days_late`, which the list worked out."""
    if inquiry.is_overdue:
        return clocks.how_late(getattr(inquiry, "days_late", 0))
    return "今天" if inquiry.due_on == timezone.localdate() else clocks.day_shown(inquiry.due_on)
