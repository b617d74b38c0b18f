"""How figures are printed, so that a card, a page and a reason say the same price in the same words."""

from decimal import Decimal

from django.utils import timezone

from .models.listings import STALE_AFTER
from .units import AreaUnit, PriceUnit, measure_of, price_in, rounded

# What the owner's unit is set beside, and to how many places: it is an approximation and looks like one.
COMPARED_IN = {
    PriceUnit.SQM_DAY: PriceUnit.SQM_MONTH,
    PriceUnit.SQM_YEAR: PriceUnit.SQM_MONTH,
    PriceUnit.MU_WAN: PriceUnit.SQM,
}
PLACES = {
    PriceUnit.SQM_DAY: 2,
    PriceUnit.SQM_MONTH: 1,
    PriceUnit.SQM_YEAR: 0,
    PriceUnit.SQM: 0,
    PriceUnit.MU_WAN: 1,
}


def figure(value, places=2):
    """3200.00 → `3,200`, 0.750 → `0.75`, halves away from zero; nothing for nothing."""
    if value is None or value == "":
        return ""
    text = f"{rounded(Decimal(value), places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def middling(price):
    """`22.8`, `46.0`: a figure of many prices, to one place in every column."""
    return f"{rounded(price, 1):,}"


def area(listing):
    """(`60`, `亩`), as the owner measures."""
    return figure(listing.area), listing.get_area_unit_display()


def compared_area(listing):
    """`40,000 ㎡` for what is measured in 亩, else nothing."""
    return f"{figure(listing.area_sqm, 0)} ㎡" if listing.area_unit == AreaUnit.MU else ""


def area_in_words(listing):
    """`60 亩（≈ 40,000 ㎡）`."""
    words, compared = " ".join(area(listing)), compared_area(listing)
    return f"{words}（≈ {compared}）" if compared else words


def price(listing):
    """(`0.75`, `元/㎡/天`), as the owner asks; (`面议`, ``) stays what it is."""
    if listing.price is None:
        return listing.get_price_unit_display(), ""
    return figure(listing.price), listing.get_price_unit_display()


def price_asked(listing, unit):
    """What `listing` asks, in `unit`; None where the two measure different things."""
    column = measure_of(unit)
    compared = getattr(listing, column) if column else None
    return None if compared is None else price_in(compared, unit)


def compared_price(listing, asked_unit=""):
    """`22.8 元/㎡/月`: the price in the unit asked for, else in the one all are compared in; nothing in the owner's."""
    for unit in (asked_unit, COMPARED_IN.get(listing.price_unit, "")):
        if unit != listing.price_unit and (price := price_asked(listing, unit)) is not None:
            return f"{figure(price, PLACES[unit])} {PriceUnit(unit).label}"
    return ""


def price_in_words(listing):
    """`0.75 元/㎡/天（≈ 22.8 元/㎡/月）`."""
    words = " ".join(price(listing)).rstrip()
    compared = compared_price(listing)
    return f"{words}（≈ {compared}）" if compared else words


def day_in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


def days_since(day):
    return (timezone.localdate() - day).days


def verified(listing):
    """`12 天前核实`; what nobody looked at for a quarter says so."""
    if listing.verified_on is None:
        return "尚未核实"
    if listing.is_stale:
        return f"超过 {STALE_AFTER.days} 天未核实"
    days = days_since(listing.verified_on)
    return f"{days} 天前核实" if days > 0 else "今天核实"
