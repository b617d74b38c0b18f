"""The filter forms of the directories. A form narrows a queryset; what it cannot read narrows nothing."""

from django import forms
from django.core.exceptions import ValidationError

from .models import District, Industry, Listing, Park
from .units import PriceUnit, comparable_price


class OfferedChoiceField(forms.ModelChoiceField):
    """Offers the rows of its queryset, but understands every row of the model."""

    def __init__(self, model, key, **options):
        super().__init__(model.objects.none(), to_field_name=key, required=False, **options)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return self.queryset.model.objects.select_related("parent").get(**{self.to_field_name: value})
        except (ValueError, self.queryset.model.DoesNotExist) as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


def district_field(**options):
    return OfferedChoiceField(
        District,
        "slug",
        label="地区",
        empty_label="全部地区",
        error_messages={"invalid_choice": "没有找到这个地区，下面是全部地区的结果。"},
        **options,
    )


def industry_field(**options):
    return OfferedChoiceField(
        Industry,
        "code",
        label="行业",
        empty_label="全部行业",
        error_messages={"invalid_choice": "没有找到这个行业，下面是全部行业的结果。"},
        **options,
    )


def figure_field(label, **options):
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=10**9,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": f"“{label}”请填数字。",
            "min_value": f"“{label}”不能小于 0。",
            "max_value": f"“{label}”太大了。",
            "max_digits": f"“{label}”太大了。",
            "max_decimal_places": f"“{label}”最多四位小数。",
            "max_whole_digits": f"“{label}”太大了。",
        },
        **options,
    )


def choice_field(label, choices, empty_label):
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty_label), *choices],
        error_messages={"invalid_choice": f"“{label}”没有这个选项，已忽略。"},
    )


def words_field():
    return forms.CharField(
        label="关键词",
        required=False,
        max_length=60,
        error_messages={"max_length": "关键词请控制在 60 个字以内。"},
    )


def offer_places_and_industries(form, relation, rows):
    """Offers the districts and industries that some of `rows`, what the public may see, are of."""
    form.fields["district"].queryset = District.objects.holding(relation, rows)
    form.fields["industry"].queryset = Industry.objects.named_by(relation, rows)


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
