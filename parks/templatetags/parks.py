"""The figures of places as pages print them; what they say is decided in parks/figures.py."""

from django import template
from django.utils.html import format_html

from parks import facts, figures, guide
from parks.maps import map_address

register = template.Library()

for say in (
    figures.figure,
    figures.verified,
    figures.compared_area,
    figures.compared_price,
    figures.middling,
):
    register.filter(say.__name__, say)
register.filter("points", facts.points)
register.filter("facts", facts.facts)
register.filter("lead", facts.lead)
register.filter("notice_path", facts.notice_path)
register.filter("map_address", map_address)
register.filter("what_is_prepared", facts.what_is_prepared)


register.simple_tag(guide.spreads_in)
register.simple_tag(guide.price_beside)


@register.simple_tag
def measured(value, unit="", size=""):
    """A number, or words, with the unit small beside it; a dash for what nobody states."""
    text = value if isinstance(value, str) else figures.figure(value)
    if not text:
        return "—"
    unit = format_html(' <span class="unit">{}</span>', unit) if unit else ""
    return format_html('<span class="figure{}">{}{}</span>', f" figure-{size}" if size else "", text, unit)


@register.filter
def coordinates(park):
    """`北纬 39.3°，东经 117.0°`: both to the same place, as exactly as the finer one was typed."""
    typed = [format(value.normalize(), "f") for value in (park.latitude, park.longitude)]
    places = max(1, *(len(text.partition(".")[2]) for text in typed))
    return f"北纬 {park.latitude:.{places}f}°，东经 {park.longitude:.{places}f}°"


@register.simple_tag
def area_of(listing, size=""):
    return measured(*figures.area(listing), size)


@register.simple_tag
def compared_price_of(listing, asked_unit=""):
    return figures.compared_price(listing, asked_unit)


@register.simple_tag
def price_of(listing, size=""):
    return measured(*figures.price(listing), size)
