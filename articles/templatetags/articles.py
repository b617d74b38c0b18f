from django import template

from articles.models import PolicyDocument
from parks.guide import spreads_in
from parks.models import Listing

register = template.Library()

# The kinds of place whose prices belong beside a channel's articles.
PRICED = {
    "land": [Listing.Kind.LAND],
    "factory-price": [Listing.Kind.FACTORY, Listing.Kind.WAREHOUSE],
    "factory-rent": [Listing.Kind.FACTORY, Listing.Kind.WAREHOUSE],
    "office-rent": [Listing.Kind.OFFICE],
}


@register.simple_tag
def policies_for(district, limit=6):
    """Policies in force that apply in `district`: its own, those of the places above it, national ones."""
    return PolicyDocument.objects.published().valid().applying_in(district).for_lists()[:limit]


@register.simple_tag
def rents_for(district, channel):
    """What the kinds of place that `channel` is about ask in `district`; nothing for most channels."""
    kinds = PRICED.get(channel.slug)
    return [spread for spread in spreads_in(district) if spread.kind in kinds] if kinds else []
