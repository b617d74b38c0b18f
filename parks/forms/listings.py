from django import forms

from parks.models import Listing
from parks.units import PriceUnit, comparable_price

from .fields import (
    choice_field,
    district_field,
    figure_field,
    industry_field,
    offer_places_and_industries,
    words_field,
)


class ListingFilter(forms.Form):
    q = words_field()
    kind = choice_field("类别", Listing.Kind.choices, "全部类别")
    deal = choice_field("方式", Listing.Deal.choices, "租售不限")
    district = district_field()
    industry = industry_field()
    area_min = figure_field("面积下限（㎡）")
    area_max = figure_field("面积上限（㎡）")
    price_min = figure_field("价格下限")
    price_max = figure_field("价格上限")
    price_unit = choice_field(
        "价格单位", [unit for unit in PriceUnit.choices if unit[0] != PriceUnit.NEGOTIABLE], "价格单位"
    )
    height_min = figure_field("净高至少（m）")
    load_min = figure_field("承重至少（t/㎡）")
    power_min = figure_field("供电至少（kVA）")
    available = forms.BooleanField(label="只看空置", required=False)
    sort = choice_field(
        "排序",
        [("area", "面积从小到大"), ("-area", "面积从大到小"), ("price", "价格从低到高")],
        "最新发布",
    )

    AT_LEAST = {
        "area_min": "area_sqm__gte",
        "height_min": "clear_height_m__gte",
        "load_min": "floor_load_t__gte",
        "power_min": "power_kva__gte",
    }

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        offer_places_and_industries(self, "listings", Listing.objects.published())

    def clean(self):
        """A bound without a unit, or a unit without a bound, asks for nothing."""
        asked = super().clean()
        bounds = [asked.get("price_min"), asked.get("price_max")]
        if any(bounds) and not asked.get("price_unit"):
            self.add_error("price_unit", "按价格筛选时请选价格单位，否则无法比较。")
        if not any(bounds) or not asked.get("price_unit"):
            asked.update(price_min=None, price_max=None, price_unit="")
        return asked

    def narrow(self, listings):
        self.is_valid()
        asked = self.cleaned_data
        listings = self._narrow_by_choice(listings, asked)
        for name, lookup in self.AT_LEAST.items():
            if asked.get(name) is not None:
                listings = listings.filter(**{lookup: asked[name]})
        if asked.get("area_max") is not None:
            listings = listings.starting_within(asked["area_max"])
        listings = self._narrow_by_price(listings, asked)
        return listings.sorted_by(asked.get("sort") or "new")

    def _narrow_by_choice(self, listings, asked):
        if district := asked.get("district"):
            listings = listings.in_district(district)
        if industry := asked.get("industry"):
            listings = listings.in_industry(industry)
        if words := asked.get("q"):
            listings = listings.mentioning(words)
        if asked.get("available"):
            listings = listings.available()
        chosen = {name: asked[name] for name in ("kind", "deal") if asked.get(name)}
        return listings.filter(**chosen)

    def _narrow_by_price(self, listings, asked):
        unit = asked.get("price_unit")
        for name, lookup in (("price_min", "gte"), ("price_max", "lte")):
            if unit and asked.get(name) is not None:
                column, bound = comparable_price(asked[name], unit)
                listings = listings.filter(**{f"{column}__{lookup}": bound})
        return listings
