from django.contrib import admin

from articles.models import Channel
from publishing.admin import StaffAdmin


@admin.register(Channel)
class ChannelAdmin(StaffAdmin):
    list_display = ["name", "group", "slug", "description", "position"]
    list_editable = ["position"]
    list_filter = ["group"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "group", "description", "position"]

    def get_readonly_fields(self, request, obj=None):
        """An address, once made, stays."""
        return ["slug"] if obj else []
