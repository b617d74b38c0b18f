"""What a siting asked for, as an inquiry says it: in its fields, and in words where it has none."""

from contextlib import suppress
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from inquiries.models import Inquiry
from parks.figures import day_in_words, figure
from parks.forms import SitingForm
from parks.models import Listing
from parks.units import AreaUnit, PriceUnit, from_sqm

# What a siting also asks; inquiries/matching.py reads back what was said in words.
SITING_WISHES = [
    ("height_min", "净高不低于 {} m"),
    ("load_min", "承重不低于 {} t/㎡"),
    ("power_min", "供电不低于 {} kVA"),
]
IN_FIELDS = ("height_min", "load_min")  # in words too only where it is demanded, which a field does not say
DAYS_TO_LAND = {Inquiry.Timeframe.NOW: 91, Inquiry.Timeframe.HALF_YEAR: 183, Inquiry.Timeframe.YEAR: 365}


def siting_fields(query):
    """What the needs of a siting fill in otherwise than by their own names."""
    needs = SitingForm(query).needs()
    fields = {
        name: f"{value:f}" if is_held(name, value) else ""
        for name in IN_FIELDS
        if (value := getattr(needs, name)) is not None
    }
    if needs.area_unit != AreaUnit.SQM:
        ends = {"area_min": (needs.area_min, ROUND_FLOOR), "area_max": (needs.area_max, ROUND_CEILING)}
        fields |= {
            name: str(sqm.quantize(Decimal(1), rounding))
            for name, (sqm, rounding) in ends.items()
            if sqm is not None
        }
    if len(needs.districts) > 1:
        fields["district"] = ""  # which of them is for who answers to ask
    if needs.ready_by and not query.get("landing_timeframe"):
        fields["landing_timeframe"] = timeframe_until(needs.ready_by)
    if not query.get("message"):
        fields["message"] = siting_wishes(needs)
    return fields


def is_held(name, value):
    """Whether an inquiry's field `name` takes this figure; one it does not take is said in words."""
    with suppress(ValidationError):
        return name in IN_FIELDS and Inquiry._meta.get_field(name).clean(value, None) is not None
    return False


def timeframe_until(day):
    days = (day - timezone.localdate()).days
    return next((within for within, most in DAYS_TO_LAND.items() if days <= most), Inquiry.Timeframe.LATER)


def siting_wishes(needs):
    wishes = []
    if needs.kinds:
        wishes.append("要找" + "或".join(Listing.Kind(kind).label for kind in needs.kinds))
    if area := area_asked(needs):
        wishes.append(area)
    if len(needs.districts) > 1:
        wishes.append("地区为" + "或".join(district.name for district in needs.districts))
    wishes += [demanded(needs, name, words) for name, words in wished(needs) if words]
    return "，".join(wishes) + "。" if wishes else ""


def area_asked(needs):
    """`面积 50 亩以上`: what the fields, which hold ㎡, do not say as it was said."""
    if needs.area_unit == AreaUnit.SQM:
        return ""
    low, high = (end and figure(from_sqm(end, needs.area_unit)) for end in (needs.area_min, needs.area_max))
    unit = AreaUnit(needs.area_unit).label
    if low and high:
        return f"面积 {low}–{high} {unit}"
    return f"面积 {low} {unit}以上" if low else high and f"面积 {high} {unit}以下"


def wished(needs):
    """[(condition, words)] of what may be wished for or demanded."""
    unit = needs.price_column and PriceUnit(needs.price_unit).label
    ends = [("不低于", needs.price_min), ("不高于", needs.price_max)]
    prices = [f"{end} {figure(price, 4)} {unit}" for end, price in ends if unit and price is not None]
    figures = [
        (name.removesuffix("_min"), words.format(f"{value:f}"))
        for name, words in SITING_WISHES
        if (value := getattr(needs, name)) is not None
        and (name.removesuffix("_min") in needs.must or not is_held(name, value))
    ]
    ready = needs.ready_by and f"{day_in_words(needs.ready_by)}前交付"
    return [("price", prices and "价格" + "、".join(prices)), *figures, ("date", ready)]


def demanded(needs, name, words):
    return f"{words}（必须）" if name in needs.must else words
