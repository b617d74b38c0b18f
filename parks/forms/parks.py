from django import forms

from parks.models import Park

from .fields import (
    choice_field,
    district_field,
    figure_field,
    industry_field,
    offer_places_and_industries,
    words_field,
)


class ParkFilter(forms.Form):
    q = words_field()
    district = district_field()
    industry = industry_field()
    level = choice_field("级别", Park.Level.choices, "全部级别")
    area_min = figure_field("可供地下限（亩）")
    area_max = figure_field("可供地上限（亩）")
    sort = choice_field("排序", [("name", "按名称"), ("land", "按可供地")], "按级别")

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        offer_places_and_industries(self, "parks", Park.objects.published())

    def narrow(self, parks):
        self.is_valid()
        asked = self.cleaned_data
        if district := asked.get("district"):
            parks = parks.in_district(district)
        if industry := asked.get("industry"):
            parks = parks.in_industry(industry)
        if words := asked.get("q"):
            parks = parks.mentioning(words)
        if level := asked.get("level"):
            parks = parks.filter(level=level)
        if (area_min := asked.get("area_min")) is not None:
            parks = parks.filter(land_available_mu__gte=area_min)
        if (area_max := asked.get("area_max")) is not None:
            parks = parks.filter(land_available_mu__lte=area_max)
        return parks.sorted_by(asked.get("sort") or "level")
