from django import template

from parks.maps import around, bbox, drawn
from parks.maps.drawing import STRIPS

register = template.Library()


@register.inclusion_tag("parks/includes/map_around.html", takes_context=True)
def map_around(context, park):
    """A small drawing of `park` and the parks nearest to it; nothing where it has no place."""
    places = around(park)
    return {
        "request": context["request"],
        "drawings": drawn(places, STRIPS) if places else [],
        "bbox": bbox([one["position"] for one in places["parks"]]) if places else "",
    }
