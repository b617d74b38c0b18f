"""The list of inquiries: what is to be done, by whom."""

from django.contrib import admin

from parks.admin.filters import district_filter
from publishing.admin import dot, moment, staff_name

from .matching import FitsFilter


class OfficerFilter(admin.SimpleListFilter):
    title = "负责人"
    parameter_name = "officer"

    def lookups(self, request, model_admin):
        return [("mine", "我负责、未结的"), ("none", "未分派、未结的")]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.open().filter(officer=request.user)
        if self.value() == "none":
            return queryset.open().filter(officer=None)
        return queryset


class InquiryQueue:
    """Before StaffAdmin: the columns and filters of the list."""

    list_display = [
        "reference",
        "kind",
        "topic",
        "company",
        "contact_name",
        "district",
        "stage_dot",
        "officer_shown",
        "received",
    ]
    list_filter = ["stage", OfficerFilter, "topic", "kind", "grade", district_filter("inquiries"), FitsFilter]
    list_select_related = ["district__parent", "officer"]
    list_defer = ["message"]
    date_hierarchy = "created_at"

    @admin.display(description="阶段", ordering="stage")
    def stage_dot(self, inquiry):
        return dot(inquiry.stage, inquiry.get_stage_display())

    @admin.display(description="负责人", ordering="officer")
    def officer_shown(self, inquiry):
        return staff_name(inquiry.officer) or self.get_empty_value_display()

    @admin.display(description="收到时间", ordering="created_at")
    def received(self, inquiry):
        return moment(inquiry.created_at)
