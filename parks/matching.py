"""Why a listing answers a stated need, in plain Chinese."""

from .figures import area, figure, price_in_words

AT_LEAST = [
    ("height_min", "净高", "clear_height_m", "m"),
    ("load_min", "承重", "floor_load_t", "t/㎡"),
    ("power_min", "供电", "power_kva", "kVA"),
]


def matches(listing, needs):
    """Sentences, one for each need of `needs` (the cleaned data of ListingFilter) that `listing` meets."""
    met = [
        needs.get("kind") and listing.get_kind_display(),
        needs.get("deal") and listing.get_deal_display(),
        needs.get("district") and f"在{listing.district.name}",
        needs.get("industry") and openness(listing, needs["industry"]),
        stated(needs, "area_min", "area_max") and size(listing, needs.get("area_max")),
        stated(needs, "price_min", "price_max") and price_in_words(listing),
        *[at_least(listing, needs, *row) for row in AT_LEAST],
    ]
    return [sentence for sentence in met if sentence]


def stated(needs, *names):
    return any(needs.get(name) is not None for name in names)


def openness(listing, industry):
    """Open to the asked industry by name, or because it names none."""
    return f"准入行业包括{industry.name}" if listing.industries.all() else "不限行业"


def size(listing, area_max):
    whole = " ".join(area(listing))
    if area_max is None or listing.area_sqm <= area_max:
        return f"面积 {whole}"
    return f"面积 {whole}，{figure(listing.min_area)} {listing.get_area_unit_display()} 起"


def at_least(listing, needs, name, label, column, unit):
    if needs.get(name) is None:
        return ""
    return f"{label} {figure(getattr(listing, column))} {unit}，要求 {figure(needs[name])} {unit} 以上"
