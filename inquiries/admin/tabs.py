"""The tabs above the list: what waits for whom, each with how many there are."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import Q

from inquiries.models.inquiries import CLOSED

COUNTED_UP_TO = 999
PUT_AWAY = Q(archived_at__isnull=False) | Q(merged_into__isnull=False) | Q(erased_at__isnull=False)
BY_DEADLINE, BY_ARRIVAL = ["due_on", "id"], ["-created_at", "-id"]


class Tab(NamedTuple):
    label: str
    order: list
    nothing: str  # what the empty tab says
    for_workers: bool = False


TABS = {
    "open": Tab("待办", BY_DEADLINE, "没有待办的咨询。新咨询到了会排在这里，最急的在最前面。"),
    "mine": Tab("我负责", BY_DEADLINE, "您手上没有待办的咨询，可以到“待认领”里认领。", True),
    "pool": Tab("待认领", BY_DEADLINE, "没有待认领的咨询，每条都有人负责。"),
    "overdue": Tab("超期", BY_DEADLINE, "没有超期的咨询。"),
    "offered": Tab("待接收", BY_DEADLINE, "没有等待接收的流转。别的地区转来的咨询会排在这里。", True),
    "closed": Tab("已结", BY_ARRIVAL, "还没有办结的咨询。"),
    "archived": Tab("归档", BY_ARRIVAL, "还没有归档、合并或已清除个人信息的咨询。"),
    "all": Tab("全部", BY_ARRIVAL, "还没有咨询。网站表单、来电登记和导入的咨询都在这里。"),
}


def tab_in(request):
    """The tab the address names. Whoever looks for one by name, or by how it ended, looks among all of them."""
    named = request.GET.get("tab")
    if named in TABS:
        return named
    ended = request.GET.get("stage__exact") in CLOSED or request.GET.get("cause__exact")
    return "all" if ended or request.GET.get("q", "").strip() else "open"


def rows_in(tab, rows, user):
    """Of all `rows` those that `tab` lists for `user`, each condition said once: said twice, by what he may see and by
    what is his, PostgreSQL expects few rows and reads a whole district's to sort them.
    """
    if tab == "all":
        return rows.visible_to(user)
    if tab == "offered":
        return rows.offered_to(user)
    rows = rows.changeable_by(user)
    if tab == "closed":
        return rows.filter(closed_at__isnull=False).exclude(PUT_AWAY)
    if tab == "archived":
        return rows.filter(PUT_AWAY)
    if tab == "mine":
        return rows.open().filter(officer=user)
    return {"open": rows.open, "pool": rows.in_pool, "overdue": rows.overdue}[tab]()


def tabs_for(user, rows, shown, works):
    """For the template: label, address, count in words and whether it is the one shown, and whether it presses."""
    return [
        {
            "label": tab.label,
            "address": f"?tab={name}",
            "count": counted(rows_in(name, rows, user).order_by(*tab.order)),
            "is_shown": name == shown,
            "is_urgent": name == "overdue",
        }
        for name, tab in TABS.items()
        if works or not tab.for_workers
    ]


def counted(rows):
    """In the list's order, so that its index is used and left at the last row counted, not the table from its start."""
    number = rows.values("pk")[: COUNTED_UP_TO + 1].count()
    return number if number <= COUNTED_UP_TO else f"{COUNTED_UP_TO}+"


class TabFilter(admin.SimpleListFilter):
    """Takes `?tab=` for its own: the tabs stand above the list, which narrows itself by them."""

    title = "哪些"
    parameter_name = "tab"

    def lookups(self, request, model_admin):
        return [(name, tab.label) for name, tab in TABS.items()]

    def has_output(self):
        return False

    def queryset(self, request, queryset):
        return queryset
