from django.db import connection


class KeptWhenErased:
    """Screens of inquiries and submissions: once its sender is erased, a row is to be read and counted, not worked on."""

    def get_object(self, request, object_id, from_field=None):
        """Held while it is saved: a form opened before would put back who is being erased."""
        row = super().get_object(request, object_id, from_field)
        if row and request.method == "POST" and connection.in_atomic_block:
            row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
        return row

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not getattr(obj, "erased_at", None)
