from django.contrib import admin
from django.utils.html import format_html

from parks.models import District
from publishing.admin import MovingAdmin, StaffAdmin


@admin.register(District)
class DistrictAdmin(MovingAdmin, StaffAdmin):
    list_display = ["tree_name", "short_name", "kind", "code", "slug", "hotline", "position", "page_link"]
    list_display_links = ["tree_name"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "code", "slug"]
    search_help_text = "按名称、简称、行政区划代码或网址名查找"
    ordering = ["path"]
    list_per_page = 100
    list_defer = ["intro"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": [("name", "short_name"), ("parent", "kind"), ("code", "slug"), "position"]}),
        ("页面上的介绍", {"fields": ["known_for", "intro"]}),
        ("联系方式", {"fields": [("hotline", "hotline_hours"), "contact_address"]}),
        ("首页方格地图", {"fields": [("grid_row", "grid_column")]}),
    ]

    def get_queryset(self, request):
        """With the parent, which every name begins with, also in the suggestions of other forms."""
        return super().get_queryset(request).select_related("parent")

    @admin.display(description="名称", ordering="path")
    def tree_name(self, district):
        return format_html('<span class="depth-{}">{}</span>', min(len(district.slugs), 5), district.name)

    @admin.display(description="网站")
    def page_link(self, district):
        return format_html('<a href="{}" target="_blank">查看</a>', district.get_absolute_url())
