"""Parks with land to give that no listing offers yet: for who looks for a plot."""

from functools import reduce
from operator import or_

from django.db.models import Q

from parks.models import District, Listing, Park
from parks.units import AreaUnit, from_sqm

PARKS_SHOWN = 3


def asks_for_land(needs):
    """Land is among the kinds; or none is stated, and nothing that only a building is or has."""
    if needs.kinds:
        return Listing.Kind.LAND in needs.kinds
    of_buildings = [needs.height_min, needs.load_min, needs.power_min]
    return needs.deal not in (Listing.Deal.RENT, Listing.Deal.SALE) and not any(of_buildings)


def land_min_mu(needs):
    return None if needs.area_min is None else from_sqm(needs.area_min, AreaUnit.MU)


def parks_with_land(needs):
    """{"count": …, "first": [(name, address, 亩)]}, the parks with most land first."""
    parks = Park.objects.published().filter(land_available_mu__gt=0)
    if needs.districts:
        within = reduce(or_, (Q(path__startswith=district.path) for district in needs.districts))
        parks = parks.filter(district__in=District.objects.filter(within))
    if needs.area_min is not None:
        parks = parks.filter(land_available_mu__gte=land_min_mu(needs))
    first = parks.sorted_by("land").only("name", "slug", "land_available_mu")[:PARKS_SHOWN]
    return {
        "count": parks.count(),
        "first": [(park.name, park.get_absolute_url(), park.land_available_mu) for park in first],
    }
