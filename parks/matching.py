"""Why a listing answers a stated need, in plain Chinese."""

from django.template.defaultfilters import floatformat


def figure(value):
    return floatformat(value, "-2g")


def matches(listing, needs):
    """Sentences, one for each need of `needs` (the cleaned data of ListingFilter) that `listing` meets."""
    met = []
    if needs.get("kind"):
        met.append(f"类别 {listing.get_kind_display()}")
    if needs.get("deal"):
        met.append(f"方式 {listing.get_deal_display()}")
    if needs.get("district"):
        met.append(f"地区 {listing.district.name}")
    if needs.get("industry"):
        met.append(f"准入行业包括{needs['industry'].name}")
    if needs.get("area_min") is not None or needs.get("area_max") is not None:
        met.append(f"面积 {figure(listing.area_sqm)} ㎡")
    if needs.get("price_unit") and (needs.get("price_min") or needs.get("price_max")) is not None:
        met.append(f"价格 {figure(listing.price)} {listing.get_price_unit_display()}")
    for name, label, column, unit in (
        ("height_min", "净高", "clear_height_m", "m"),
        ("load_min", "承重", "floor_load_t", "t/㎡"),
        ("power_min", "供电", "power_kva", "kVA"),
    ):
        if needs.get(name) is not None:
            met.append(
                f"{label} {figure(getattr(listing, column))} {unit}，不低于要求的 {figure(needs[name])} {unit}"
            )
    return met
