from inquiries.models import FollowUp
from publishing.admin import StaffStackedInline


class FollowUpInline(StaffStackedInline):
    """Written once, never changed: a record others rely on."""

    model = FollowUp
    fields = [("method", "due_on"), "summary", "next_action", "listings"]
    autocomplete_fields = ["listings"]
    extra = 1
    template = "admin/inquiries/follow_ups.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person").prefetch_related("listings")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
