"""The prefix 【武清区招商】: pages derive it from the district, so it is taken off where somebody typed it."""

import re

from django.db.models import Q

from parks.models import District

PREFIX = re.compile(r"^\s*【\s*([^【】]{1,30}?)\s*招商\s*】\s*")


def split_prefix(title):
    """`【武清区招商】自行车产业` → ("武清区", "自行车产业"); without a prefix the place is ""."""
    match = PREFIX.match(title)
    return (match[1], title[match.end() :]) if match else ("", title)


def district_called(place):
    """The one district of that name or short name; None where there is none, or where several share it."""
    found = District.objects.filter(Q(short_name=place) | Q(name=place))[:2]
    return found[0] if place and len(found) == 1 else None
