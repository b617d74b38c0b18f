from django.contrib import admin

from articles.models import Channel
from publishing.admin import MovingAdmin, StaffAdmin


@admin.register(Channel)
class ChannelAdmin(MovingAdmin, StaffAdmin):
    list_display = ["name", "group", "slug", "description", "position"]
    list_editable = ["position"]
    list_filter = ["group"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "group", "description", "position"]
