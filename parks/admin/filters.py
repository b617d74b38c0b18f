from django.contrib import admin

from parks.models import District, Industry


class DistrictFilter(admin.SimpleListFilter):
    """The districts that have rows here, as a tree; choosing one brings what lies below it too."""

    title = "地区"
    parameter_name = "district"
    relation = ""

    def lookups(self, request, model_admin):
        held = District.objects.holding(self.relation, model_admin.get_queryset(request))
        return [(one.slug, f"{'　' * (len(one.slugs) - 1)}{one.name}") for one in held]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        chosen = District.objects.filter(slug=self.value()).first()
        return queryset.filter(district__in=District.objects.numbers_within(chosen)) if chosen else queryset


def district_filter(relation):
    """A filter by district for the model that `District` knows as `relation`."""
    return type("DistrictFilter", (DistrictFilter,), {"relation": relation})


class IndustryFilter(admin.SimpleListFilter):
    """The 门类 that have rows here, each with its 大类."""

    title = "行业"
    parameter_name = "industry"
    relation = ""

    def lookups(self, request, model_admin):
        named = Industry.objects.named_by(self.relation, model_admin.get_queryset(request))
        return [(one.code, f"{one.code} {one.name}") for one in named.filter(parent=None)]

    def queryset(self, request, queryset):
        chosen = Industry.objects.filter(code=self.value() or "").first()
        return queryset.in_industry(chosen) if chosen else queryset


def industry_filter(relation):
    return type("IndustryFilter", (IndustryFilter,), {"relation": relation})
