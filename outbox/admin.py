from django.contrib import admin, messages
from django.urls import path
from django.utils import timezone

from publishing.admin import StaffAdmin, dot, moment

from .channels.screen import channels
from .duties import handlers
from .models import Delivery, held

TONES = {
    Delivery.State.WAITING: "scheduled",
    Delivery.State.RETRYING: "pending",
    Delivery.State.SENT: "published",
    Delivery.State.GIVEN_UP: "declined",
}


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Delivery.State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in Delivery.State.values else queryset


class KindFilter(admin.SimpleListFilter):
    title = "种类"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(one.kind, one.label) for one in handlers.values()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() in handlers else queryset


@admin.register(Delivery)
class DeliveryAdmin(StaffAdmin):
    list_display = ["kind_in_words", "state_dot", "outcome", "attempts", "created", "next_or_last"]
    list_filter = [StateFilter, KindFilter]
    actions = ["send_again"]
    fields = readonly_fields = [
        "kind_in_words",
        "state_dot",
        "outcome",
        "attempts",
        "created",
        "next_or_last",
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(channels)
        return [path("channels/", view, name="outbox_channels"), *super().get_urls()]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("payload")

    @admin.display(description="种类", ordering="kind")
    def kind_in_words(self, row):
        return row.label

    @admin.display(description="状态")
    def state_dot(self, row):
        return dot(TONES[row.state], row.state.label)

    @admin.display(description="登记时间", ordering="created_at")
    def created(self, row):
        return moment(row.created_at)

    @admin.display(description="发出或下次发送", ordering="due_at")
    def next_or_last(self, row):
        if row.state == Delivery.State.GIVEN_UP:
            return ""
        return moment(row.delivered_at) if row.delivered_at else f"下次 {moment(row.due_at)}"

    @admin.action(description="重新发送", permissions=["change"])
    def send_again(self, request, queryset):
        left = queryset.in_state("sent").count()
        under_way = queryset.open().filter(held(timezone.now())).count()
        chosen = list(queryset.filter(delivered_at=None).exclude(held(timezone.now())))
        queryset.send_again()
        self.log_action(request, chosen, "重新发送。")
        told = f"已排队重新发送 {len(chosen)} 条。" + (f"{left} 条已经发出，不再重发。" if left else "")
        told += f"{under_way} 条正在发送，未作改动。" if under_way else ""
        self.message_user(request, told, messages.WARNING if left or under_way else messages.SUCCESS)
