from django import forms

from parks.amounts import ANY_AREA_UNIT, HEIGHT_UNITS, LOAD_UNITS, POWER_UNITS, area_unit_in
from parks.models import Listing
from parks.units import SALE_TO_SQM, AreaUnit, PriceUnit, comparable_price, to_sqm

from .directory import DirectoryFilter, sort_field
from .fields import (
    SettledChoiceField,
    choice_field,
    district_field,
    figure_field,
    industry_field,
    park_field,
    words_field,
)


def priced(lookup):
    def narrow(listings, bound):
        column, price = bound
        return listings.filter(**{f"{column}__{lookup}": price})

    return narrow


def at_least(column):
    return lambda listings, figure: listings.filter(**{f"{column}__gte": figure})


class ListingFilter(DirectoryFilter):
    model, open_to_all = Listing, True

    q = words_field()
    kind = choice_field("类别", Listing.Kind.choices, "全部类别")
    deal = choice_field("方式", Listing.Deal.choices, "租售不限")
    district = district_field()
    park = park_field()
    industry = industry_field()
    area_min = figure_field("面积下限", units=ANY_AREA_UNIT)
    area_max = figure_field("面积上限", units=ANY_AREA_UNIT)
    area_unit = SettledChoiceField("面积单位", AreaUnit.choices)
    price_min = figure_field("价格下限")
    price_max = figure_field("价格上限")
    price_unit = choice_field(
        "价格单位", [unit for unit in PriceUnit.choices if unit[0] != PriceUnit.NEGOTIABLE], "价格单位"
    )
    height_min = figure_field("净高至少（m）", units=HEIGHT_UNITS)
    load_min = figure_field("承重至少（t/㎡）", units=LOAD_UNITS)
    power_min = figure_field("供电至少（kVA）", units=POWER_UNITS)
    available = forms.BooleanField(label="只看空置", required=False)
    sort = sort_field(
        ("vacant", "空置在前"),
        ("verified", "最近核实"),
        ("new", "最新发布"),
        ("area", "面积从小到大"),
        ("-area", "面积从大到小"),
        ("price", "价格从低到高"),
    )

    RANGES = {"area_min": "area_max", "price_min": "price_max"}
    NARROWS = {
        "q": lambda listings, words: listings.matching(words),
        "kind": lambda listings, kind: listings.filter(kind=kind),
        "deal": lambda listings, deal: listings.filter(deal=deal),
        "district": lambda listings, district: listings.in_district(district),
        "park": lambda listings, park: listings.filter(park=park),
        "industry": lambda listings, industry: listings.in_industry(industry),
        "area_min": at_least("area_sqm"),
        "area_max": lambda listings, sqm: listings.starting_within(sqm),
        "price_min": priced("gte"),
        "price_max": priced("lte"),
        "height_min": at_least("clear_height_m"),
        "load_min": at_least("floor_load_t"),
        "power_min": at_least("power_kva"),
        "available": lambda listings, yes: listings.available(),
    }

    IN_WORDS = {"price": "先租金、后售价，面议的随后", "sale_price": "先售价、后租金，面议的随后"}
    CHOICES = {"kind": "kind", "deal": "deal", "district": "district", "available": None}

    def clean(self):
        """A bound without a unit, or a unit without a bound, asks for nothing; the unit still says what to sort by."""
        asked = super().clean()
        self.refuse_another_unit(asked)
        bounds = [asked.get("price_min"), asked.get("price_max")]
        self.compares_sales = asked.get("price_unit") in SALE_TO_SQM
        if any(bounds) and not asked.get("price_unit"):
            self.add_error("price_unit", "按价格筛选时请选价格单位，否则无法比较。")
        if not any(bounds) or not asked.get("price_unit"):
            asked.update(price_min=None, price_max=None, price_unit="")
        return asked

    def refuse_another_unit(self, asked):
        """`50 亩` beside ㎡ is neither 50 ㎡ nor surely 50 亩."""
        chosen = AreaUnit(asked.get("area_unit") or AreaUnit.SQM)
        for name in ("area_min", "area_max"):
            written = area_unit_in(str(self[name].value() or ""))
            if asked.get(name) is not None and written not in ("", chosen):
                label = self.fields[name].label
                self.add_error(name, f"“{label}”的单位与所选的“{chosen.label}”不同，此项未生效。")

    def stated(self):
        asked = super().stated()
        for name in asked.keys() & {"area_min", "area_max"}:
            asked[name] = to_sqm(asked[name], self.cleaned_data.get("area_unit") or AreaUnit.SQM)
        for name in asked.keys() & {"price_min", "price_max"}:
            asked[name] = comparable_price(asked[name], self.cleaned_data["price_unit"])
        return asked

    @property
    def order(self):
        by_sale = super().order == "price" and self.compares_sales
        return "sale_price" if by_sale else super().order

    @property
    def order_in_words(self):
        """What the order's name does not say; "" where it says it all."""
        shows_gone = self.order != "vacant" and not self.cleaned_data.get("available")
        said = [self.IN_WORDS.get(self.order), shows_gone and "已租（售）和锁定的在最后"]
        words = "；".join(filter(None, said))
        return words and f"{words}。"
