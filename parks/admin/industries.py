from django.contrib import admin
from django.db.models import Prefetch

from parks.models import Industry, IndustryLabel
from publishing.admin import StaffAdmin


@admin.register(Industry)
class IndustryAdmin(StaffAdmin):
    """The national standard's list: looked up, hardly ever changed."""

    list_display = ["code", "name", "parent"]
    list_display_links = ["name"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "labels__name"]
    search_help_text = "按名称、代码或产业标签查找（GB/T 4754-2017）"
    autocomplete_fields = ["parent"]
    list_per_page = 120


@admin.register(IndustryLabel)
class IndustryLabelAdmin(StaffAdmin):
    list_display = ["name", "meaning"]
    search_fields = ["name", "industries__name"]
    autocomplete_fields = ["industries"]

    def get_queryset(self, request):
        in_order = Prefetch("industries", Industry.objects.order_by("code"))
        return super().get_queryset(request).prefetch_related(in_order)

    @admin.display(description="对应行业")
    def meaning(self, label):
        return "、".join(f"{one.code} {one.name}" for one in label.industries.all())
