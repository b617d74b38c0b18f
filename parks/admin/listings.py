from itertools import chain

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from parks import figures, units
from parks.models import Listing, ListingPhoto
from publishing.admin import PublishableAdmin, StateFilter, dot
from search.staff import FoundByWords

from .exchange import ExchangeMixin
from .filters import district_filter
from .photos import AlbumInline, AlbumMixin
from .verification import TermFilter, TermForm, TermMixin, VerifiedTodayMixin


class PhotoInline(AlbumInline):
    model = ListingPhoto


def fields_for(*kinds):
    """The class by which the form's script finds what belongs to these kinds."""
    return [f"kind-{kind}" for kind in kinds]


def shown(listing, field):
    """A value as the form shows it: a choice by its label, a yes as a word."""
    value = getattr(listing, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return getattr(listing, f"get_{field.name}_display")() if field.choices else value


class ListingStateFilter(StateFilter):
    """As the dot says: what is published but kept off every page has a choice of its own."""

    HIDDEN = "hidden"

    def lookups(self, request, model_admin):
        return [*super().lookups(request, model_admin), (self.HIDDEN, "不公开（有效期已过或园区未公开）")]

    def queryset(self, request, queryset):
        public = Listing.objects.published().values("pk")
        if self.value() == self.HIDDEN:
            return queryset.in_state(Listing.State.PUBLISHED).exclude(pk__in=public)
        if self.value() == Listing.State.PUBLISHED:
            return queryset.filter(pk__in=public)
        return super().queryset(request, queryset)


class StatusFilter(admin.ChoicesFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "租售状态"


class ListingForm(TermForm):
    """A park brings its district; which units go with which deal is told to the form's script."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "district" in self.fields:
            self.fields["district"].required = False
            self.fields["district"].help_text = "选了所属园区的可以留空，自动用园区所在的地区。"
        if "status" in self.fields:
            self.fields["status"].label = "租售状态"
        if "price_unit" in self.fields:
            self.fields["price_unit"].widget.attrs |= {
                "data-of-rents": " ".join(units.RENT_TO_SQM_MONTH),
                "data-of-sales": " ".join(units.SALE_TO_SQM),
            }

    def clean(self):
        cleaned = super().clean()
        if "district" in self.fields and "district" not in self.errors and not cleaned.get("district"):
            if park := cleaned.get("park"):
                cleaned["district"] = park.district
            else:
                self.add_error("district", "请选择所属地区，或选择所属园区。")
        return cleaned


@admin.register(Listing)
class ListingAdmin(FoundByWords, ExchangeMixin, AlbumMixin, VerifiedTodayMixin, TermMixin, PublishableAdmin):
    form = ListingForm
    list_display = [
        "title",
        "state_dot",
        "verified_or_verify",
        "kind_and_deal",
        "area_shown",
        "price_shown",
        "status_dot",
        "place",
        "page_link",
    ]
    list_filter = [
        ListingStateFilter,
        "kind",
        "deal",
        ("status", StatusFilter),
        TermFilter,
        district_filter("listings"),
    ]
    list_select_related = ["district__parent", "park"]
    list_defer = ["description"]
    search_fields = ["title", "address", "park__name", "parcel_number"]
    search_help_text = "按标题、地址、园区、宗地编号或说明查找"
    actions = ["publish_chosen", "withdraw_chosen", "verify_today", "extend_term"]
    autocomplete_fields = ["district", "park", "industries"]
    inlines = [PhotoInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("kind", "deal"),
                    ("status", "available_on"),
                    ("district", "park"),
                    "address",
                    ("area", "area_unit"),
                    ("min_area", "is_divisible"),
                    ("price", "price_unit"),
                    "industries",
                    "summary",
                ]
            },
        ),
        ("发布与核实", {"fields": [("published_at", "expires_at"), ("verified_on", "valid_until")]}),
        (
            "土地",
            {
                "classes": fields_for("land"),
                "fields": [
                    ("parcel_number", "land_use", "notice_stage"),
                    ("floor_area_ratio_min", "floor_area_ratio_max"),
                    ("building_density", "green_ratio", "tenure_years"),
                    ("starting_price_wan", "deposit_wan"),
                    ("investment_wan_per_mu", "output_wan_per_mu", "tax_wan_per_mu"),
                ],
            },
        ),
        (
            "厂房、仓库",
            {
                "classes": fields_for("factory", "warehouse"),
                "fields": [
                    ("structure", "floors"),
                    ("clear_height_m", "span_m"),
                    ("floor_load_t", "floor_loads"),
                    ("power_kva", "crane_t"),
                    ("fire_rating", "property_fee"),
                    "eia_allowed",
                ],
            },
        ),
        (
            "写字楼",
            {
                "classes": fields_for("office"),
                "fields": [
                    ("floor_label", "efficiency_ratio"),
                    ("parking_spaces", "rent_free_months"),
                    "can_register",
                ],
            },
        ),
        ("详细说明", {"fields": ["description"]}),
    ]

    class Media:
        js = ["js/admin-listing.js"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if kept := self.of_other_kinds(obj):
            said = "、".join(f"{field.verbose_name} {value}" for field, value in kept)
            self.message_user(
                request, f"这些填写属于其他类别，留着但不在网页上显示：{said}。", messages.WARNING
            )

    def of_other_kinds(self, listing):
        """[(field, value)] of what is stated in the fieldsets of kinds this listing is not of."""
        hidden = [
            options["fields"]
            for _, options in self.fieldsets
            if options.get("classes") and f"kind-{listing.kind}" not in options["classes"]
        ]
        names = flatten(chain.from_iterable(hidden))
        stated = [(listing._meta.get_field(name), getattr(listing, name)) for name in names]
        return [(field, shown(listing, field)) for field, value in stated if value not in (None, "")]

    @admin.display(description="类别", ordering="kind")
    def kind_and_deal(self, listing):
        return f"{listing.get_kind_display()}{listing.get_deal_display()}"

    @admin.display(description="地区、园区", ordering="district__path")
    def place(self, listing):
        return format_html_join(
            mark_safe("<br>"), "{}", ([one] for one in (listing.district, listing.park) if one)
        )

    @admin.display(description="面积", ordering="area_sqm")
    def area_shown(self, listing):
        return " ".join(figures.area(listing))

    @admin.display(description="价格", ordering="rent_per_sqm_month")
    def price_shown(self, listing):
        return " ".join(figures.price(listing)).strip()

    @admin.display(description="租售状态", ordering="status")
    def status_dot(self, listing):
        return dot(listing.status, listing.get_status_display())

    @admin.display(description="发布状态", ordering="published_at")
    def state_dot(self, listing):
        reason = listing.hidden_because if listing.state == Listing.State.PUBLISHED else ""
        return dot("expired", f"不公开：{reason}") if reason else super().state_dot(listing)
