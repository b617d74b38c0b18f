from django import forms

from inquiries.models import FollowUp
from publishing.admin import StaffStackedInline


class FollowUpForm(forms.ModelForm):
    def has_changed(self):
        """A listing that was shown is something to note, also where a link had filled it in."""
        return super().has_changed() or any(self["listings"].data or [])


class FollowUpInline(StaffStackedInline):
    """Written once, never changed: a record others rely on."""

    model = FollowUp
    form = FollowUpForm
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
