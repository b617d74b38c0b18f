from django.contrib import admin

from parks.models import Park, ParkCompany, ParkDistance, ParkPhoto
from publishing.admin import MovingAdmin, PublishableAdmin, StaffTabularInline, StateFilter
from search.staff import FoundByWords

from .exchange import ExchangeMixin
from .filters import district_filter, industry_filter
from .photos import AlbumInline, AlbumMixin
from .verification import VerifiedFilter, VerifiedTodayMixin


class PhotoInline(AlbumInline):
    model = ParkPhoto


class DistanceInline(StaffTabularInline):
    model = ParkDistance
    fields = ["target", "km", "position"]
    verbose_name_plural = "距离表"


class CompanyInline(StaffTabularInline):
    model = ParkCompany
    fields = ["name", "industry", "note", "position"]
    autocomplete_fields = ["industry"]


@admin.register(Park)
class ParkAdmin(FoundByWords, MovingAdmin, ExchangeMixin, AlbumMixin, VerifiedTodayMixin, PublishableAdmin):
    list_display = [
        "name",
        "state_dot",
        "verified_or_verify",
        "district",
        "level",
        "kind",
        "land_available_mu",
        "page_link",
    ]
    list_filter = [
        StateFilter,
        VerifiedFilter,
        district_filter("parks"),
        "level",
        "kind",
        industry_filter("parks"),
    ]
    list_select_related = ["district__parent"]
    list_defer = ["intro", "transport", "amenities"]
    search_fields = ["name", "alias", "address", "slug"]
    search_help_text = "按名称、别名、地址或介绍查找"
    actions = ["publish_chosen", "withdraw_chosen", "verify_today"]
    autocomplete_fields = ["district", "industries"]
    inlines = [PhotoInline, DistanceInline, CompanyInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "alias"),
                    ("district", "slug"),
                    ("level", "kind", "approved_on"),
                    "industries",
                    "summary",
                ]
            },
        ),
        PublishableAdmin.date_fieldset,
        ("介绍", {"fields": ["intro"]}),
        ("面积与供地", {"fields": [("planned_area_km2", "built_area_km2", "land_available_mu")]}),
        (
            "位置与交通",
            {
                "fields": ["address", ("latitude", "longitude", "coordinate_system"), "transport"],
                "description": "经纬度从哪种地图上取的，坐标系就选哪种，否则位置会差几百米。",
            },
        ),
        ("条件与配套", {"fields": ["site_preparation", "amenities"]}),
        ("产出", {"fields": [("output_yi_yuan", "tax_yi_yuan", "employees")]}),
        ("联系人与核实", {"fields": [("contact_name", "contact_phone"), "verified_on"]}),
    ]

    def is_known(self, park):
        return park.published_at is not None
