from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from publishing.models import FriendLink, SiteSettings

from .screens import StaffAdmin


@admin.register(SiteSettings)
class SiteSettingsAdmin(StaffAdmin):
    fieldsets = [
        ("网站", {"fields": ["site_name", "organisation", "description", "shows_reader_counts"]}),
        ("联系方式", {"fields": ["hotline", "hotline_hours", "address", "email"]}),
        ("页脚与备案", {"fields": ["icp_number", "psb_number", "footer_note", "privacy_version"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """The one row, also before it was ever saved."""
        return SiteSettings.objects.first() or SiteSettings(pk=1)

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:publishing_sitesettings_change", 1)

    def response_post_save_change(self, request, obj):
        return redirect(reverse("admin:index"))


@admin.register(FriendLink)
class FriendLinkAdmin(StaffAdmin):
    list_display = ["name", "url", "position"]
    list_editable = ["position"]
    search_fields = ["name", "url"]
