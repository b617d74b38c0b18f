"""A park among its neighbours."""

from django.db.models import F
from django.db.models.functions import Power

from parks.models import Park

from .found import FIELDS, as_park, vacancies

NEIGHBOURS = 12
REACH = 0.6  # degrees, some 60 km: farther ones are no neighbours


def around(park):
    """As `places` answers: `park` itself first, marked `here`, then the nearest others; None where it has no place.

    Two queries, whatever there is.
    """
    if park.position is None:
        return None
    latitude, longitude = park.position
    near = Park.objects.published().filter(
        map_latitude__range=(latitude - REACH, latitude + REACH),
        map_longitude__range=(longitude - REACH, longitude + REACH),
    )
    # A degree of longitude is about three quarters of one of latitude in most of the country: enough to rank by.
    off = Power(F("map_latitude") - latitude, 2) + Power((F("map_longitude") - longitude) * 0.75, 2)
    rows = near.exclude(pk=park.pk).order_by(off, "pk").values_list(*FIELDS)[:NEIGHBOURS]
    own = (park.pk, park.slug, park.name, park.level, park.district.short_name, latitude, longitude)
    rows = [own, *rows]
    counts = vacancies([row[0] for row in rows])
    parks = [as_park(row) | {"vacant": counts.get(row[0], 0)} for row in rows]
    parks[0]["here"] = True
    return {"total": len(parks), "parks": parks, "cells": [], "districts": []}
