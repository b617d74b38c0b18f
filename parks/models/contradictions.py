"""What cannot all be true of one listing or one park, said at the field in the words of who typed it.

`clean` of the models asks here, so every door that calls `full_clean` (the admin, the import of tables) says the
same. Only what is impossible is refused, not what is unusual. Fields of another kind (容积率 of a factory) are kept
in silence: the form hides them, no page prints them, and who changes the kind back finds what was typed.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from parks import units
from publishing.telephones import no_telephone

MU_PER_KM2 = 1500
# 城镇国有土地使用权出让和转让暂行条例 (国务院令第 55 号) 第十二条.
LONGEST_TENURE = 70
FIRST_FLOOR = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:首层|底层|一层|1\s*层|1F)\s*(?:承重)?\s*[:：为]?\s*(\d+(?:\.\d+)?)\s*(?:t|吨)",
    re.IGNORECASE,
)
NEVER_ZERO = [
    "min_area",
    "floor_area_ratio_max",
    "tenure_years",
    "starting_price_wan",
    "floors",
    "span_m",
    "clear_height_m",
    "floor_load_t",
    "efficiency_ratio",
]
PRICE_AND_UNIT = "有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。"


def refuse(*findings):
    """Raises all that was found, (field, sentence) each, at once."""
    errors = {}
    for field, sentence in chain(*findings):
        errors.setdefault(field, []).append(sentence)
    if errors:
        raise ValidationError(errors)


def of_a_listing(listing):
    return chain(
        *(
            find(listing)
            for find in (of_areas, of_prices, of_the_deal, of_places, of_days, of_plots, of_halls)
        ),
        zeroes(listing),
    )


def of_a_park(park):
    planned, built, available = figures(park, "planned_area_km2", "built_area_km2", "land_available_mu")
    if less(planned, built):
        yield "built_area_km2", "建成面积不能大于规划面积。"
    if planned and less(planned * MU_PER_KM2, available):
        yield "land_available_mu", "可供地不能大于规划面积（1 km² = 1,500 亩）。"
    for here, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if getattr(park, here) is None and getattr(park, other) is not None:
            yield here, "经度和纬度请同时填写，或同时留空。"
    yield from in_the_future(park, "verified_on", "核实日期")
    yield from in_the_future(park, "approved_on", "批准时间")
    yield from of_telephones(park, "contact_phone")


def of_telephones(thing, name):
    if said := no_telephone(getattr(thing, name)):
        yield name, said


def of_areas(listing):
    area, smallest = figures(listing, "area", "min_area")
    if area == 0:  # less than nothing is refused by the field itself
        yield "area", "面积必须大于 0。"
    if less(area, smallest):
        yield "min_area", "起租（售）面积不能大于面积。"
    if listing.kind == "office" and listing.area_unit == units.AreaUnit.MU:
        yield "area_unit", "写字楼的面积按建筑面积填，单位请选㎡。"


def of_prices(listing):
    (price,) = figures(listing, "price")
    negotiable = listing.price_unit == units.PriceUnit.NEGOTIABLE
    if (listing.price_unit and (price is None) != negotiable) or price == 0:
        yield "price", PRICE_AND_UNIT
    if listing.price_unit in units.RENT_TO_SQM_MONTH and listing.deal in ("sale", "transfer"):
        yield "price_unit", "出售或出让的价格单位请选元/㎡或万元/亩。"
    if listing.price_unit in units.SALE_TO_SQM and listing.deal == "rent":
        yield "price_unit", "出租的价格单位请选元/㎡/天、元/㎡/月或元/㎡/年。"
    if listing.price_unit == units.PriceUnit.MU_WAN and listing.kind == "office":
        yield "price_unit", "写字楼不按亩计价，出售的单位请选元/㎡。"


def of_the_deal(listing):
    if listing.deal == "transfer" and listing.kind and listing.kind != "land":
        yield "deal", "只有土地可以出让；房屋请选“出售”或“出租”。"
    if listing.kind == "land" and listing.notice_stage == "sold" and listing.status == "vacant":
        yield "status", "公告阶段是“已成交”的土地不能是“空置”。"


def of_places(listing):
    """A listing may name the park's district, one above it or one below it."""
    if not (listing.park_id and listing.district_id):
        return
    try:
        stated, real = listing.district, listing.park.district
    except ObjectDoesNotExist:
        return
    if not (stated.path.startswith(real.path) or real.path.startswith(stated.path)):
        yield "district", f"与所属园区不符：“{listing.park.name}”在{real.full_name}。"


def of_days(listing):
    """A term may end before the day somebody last looked: what is over is looked at too, and stays hidden."""
    yield from in_the_future(listing, "verified_on", "核实日期")
    until = day(listing.valid_until)
    if until and (published := day(listing.published_at)) and until < published:
        yield "valid_until", "有效期在发布之前就已结束，发布后也不会公开。"


def of_plots(listing):
    lowest, highest = figures(listing, "floor_area_ratio_min", "floor_area_ratio_max")
    if less(highest, lowest):
        yield "floor_area_ratio_min", "容积率下限不能大于上限。"
    built, green = figures(listing, "building_density", "green_ratio")
    if built is not None and green is not None and built + green > 100:
        yield "green_ratio", "建筑系数与绿地率之和不能超过 100%。"
    price, deposit = figures(listing, "starting_price_wan", "deposit_wan")
    if less(price, deposit):
        yield "deposit_wan", "保证金不能高于起始价。"
    (years,) = figures(listing, "tenure_years")
    if less(LONGEST_TENURE, years):
        yield "tenure_years", f"土地出让最长 {LONGEST_TENURE} 年。"


def of_halls(listing):
    (load,) = figures(listing, "floor_load_t")
    told = FIRST_FLOOR.search(listing.floor_loads or "")
    if load is not None and told and Decimal(told[1]) != load:
        yield "floor_loads", f"这里写的首层承重是 {told[1]} t/㎡，与“首层承重”一栏不一致。"


def zeroes(listing):
    for name in NEVER_ZERO:
        if figures(listing, name) == [0]:
            label = listing._meta.get_field(name).verbose_name
            yield name, f"“{label}”请填大于 0 的数，不清楚的留空。"


def in_the_future(thing, name, label):
    stated = day(getattr(thing, name))
    if stated and stated > timezone.localdate():
        yield name, f"{label}不能晚于今天。"


def figures(thing, *names):
    """The figures of these fields, None for what is not stated or could not be read."""
    values = [getattr(thing, name) for name in names]
    read = [Decimal(value) if isinstance(value, int | float | Decimal) else None for value in values]
    return [value if value is not None and value.is_finite() else None for value in read]


def day(value):
    """The day in Shanghai of a date or a moment; None for what is not stated or could not be read."""
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def less(one, other):
    return one is not None and other is not None and one < other
