"""Which listings answer an inquiry, and which open inquiries a listing answers: by the engine visitors ask."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from parks.forms import query_of
from parks.models import District, Listing
from parks.siting import Answer, Needs, Result, fit_of, fits
from parks.siting.conditions import conditions
from publishing.placing import is_within, remit_of

from .forms.wishes import DAYS_TO_LAND, IN_FIELDS, SITING_WISHES
from .models import Inquiry
from .origins import TOPIC_OF_KIND

SHOWN, NEAR_MISSES_SHOWN = 5, 3
# Of more than these the newest are compared; nobody reads further.
COMPARED = 200
COLUMN_OF_WISH = {"height_min": "clear_height_m", "load_min": "floor_load_t", "power_min": "power_kva"}
TOPICS_WITH_KINDS = set(TOPIC_OF_KIND.values())


def needs_of(inquiry):
    """What somebody who sent `inquiry` looks for, of which nothing but kind, deal, district, industry and area is
    a demand. Reads its district, industry, park and listing."""
    place = inquiry.park or inquiry.listing
    district = inquiry.district or (place.district if place else None)
    return Needs(
        kinds=(inquiry.listing.kind,) if inquiry.listing else kinds_of(inquiry.topic),
        deal=inquiry.deal,
        districts=(district,) if district else (),
        industry=inquiry.industry,
        area_min=inquiry.area_min,
        area_max=inquiry.area_max,
        ready_by=ready_by(inquiry),
        **wishes_in(inquiry.message) | wishes_of(inquiry),
    )


def at_home(needs, user):
    """`needs` within what `user` is bound to: what was handed over to him is answered from his districts."""
    paths = None if user is None else remit_of(user)
    if paths is None or (needs.districts and all(is_within(user, one.path) for one in needs.districts)):
        return needs
    return replace(needs, districts=tuple(District.objects.filter(path__in=paths).order_by("path")))


def kinds_of(topic):
    return tuple(kind for kind, of_topic in TOPIC_OF_KIND.items() if of_topic == topic)


def ready_by(inquiry):
    """The day somebody wants to begin; today for whoever should have begun long ago and is still looking."""
    days = DAYS_TO_LAND.get(inquiry.landing_timeframe)
    if days is None:
        return None
    return max(timezone.localdate(inquiry.created_at) + timedelta(days=days), timezone.localdate())


def wishes_of(inquiry):
    """{"height_min": 9, …} of what its fields say."""
    return {name: value for name in IN_FIELDS if (value := getattr(inquiry, name)) is not None}


def wishes_in(message):
    """{"height_min": 9, …} of the words a search for a place wrote into the message, where a listing could meet them."""
    found = {}
    for name, words in SITING_WISHES:
        before, after = map(re.escape, words.split("{}"))
        if match := re.search(f"{before}([0-9.]{{1,12}}){after}", message):
            with suppress(ValidationError):
                found[name] = Listing._meta.get_field(COLUMN_OF_WISH[name]).clean(match[1], None)
    return found


def is_about_premises(needs):
    """Whoever asks of a district's policies alone looks for no hall."""
    return bool(needs.kinds or needs.deal or needs.area_min is not None or needs.area_max is not None)


class Suggestions(NamedTuple):
    shown: list[Result]  # the best; where nothing fits, those that miss least
    count: int  # of what fits
    siting: str  # where visitors see them all
    compared: str  # the names of the conditions the fit was judged by
    is_area_stated: bool


def listings_for(inquiry, user=None):
    """The best vacant public listings for `inquiry`, of the districts `user` is bound to; None for an inquiry that
    looks for none."""
    needs = at_home(needs_of(inquiry), user)
    if not is_about_premises(needs):
        return None
    answer = Answer(needs)
    shown = answer[:SHOWN] or answer.near_misses()[:NEAR_MISSES_SHOWN]
    return Suggestions(
        shown,
        answer.count(),
        f"{reverse('siting')}?{query_of(needs)}",
        "、".join(condition.label for condition in conditions(needs)),
        needs.wanted_area is not None,
    )


def answered_by(listing):
    """The open inquiries whose demands `listing` meets, as `fits` says, asked in SQL."""
    topic = TOPIC_OF_KIND.get(listing.kind)
    of_kind = Q(listing=None) & (Q(topic=topic or "") | ~Q(topic__in=TOPICS_WITH_KINDS))
    about_premises = (
        Q(topic__in=TOPICS_WITH_KINDS)
        | Q(listing__isnull=False)
        | ~Q(deal="")
        | Q(area_min__isnull=False)
        | Q(area_max__isnull=False)
    )
    path = Coalesce("district__path", "park__district__path", "listing__district__path")
    rows = Inquiry.objects.open().filter(about_premises, of_kind | Q(listing__kind=listing.kind))
    return (
        rows.annotate(wanted_path=path)
        .filter(Q(wanted_path=None) | Q(wanted_path__in=paths_above(listing.district)))
        .filter(Q(deal="") | Q(deal=listing.deal), admitted_by(listing))
        .filter(Q(area_min=None) | Q(area_min__lte=listing.area_sqm))
        .filter(Q(area_max=None) | Q(area_max__gte=listing.smallest_part_sqm))
    )


def paths_above(district):
    """`tianjin/`, `tianjin/wuqing/`: who looks for a place there may have said so at any of these levels."""
    return ["/".join(district.slugs[:depth]) + "/" for depth in range(1, len(district.slugs) + 1)]


def admitted_by(listing):
    named = listing.industries.all()
    if not named:
        return Q()
    above = {pk for one in named for pk in (one.pk, one.parent_id) if pk}
    return Q(industry=None) | Q(industry__in=above) | Q(industry__parent__in=named)


def inquiries_for(listing, user=None):
    """(inquiries, number of all), of those `user` may see: first who asked for this very listing, then whose wishes it meets best."""
    if not listing.is_available:
        return [], 0
    prefetch_related_objects([listing], "industries")
    rows = answered_by(listing)
    rows = rows if user is None else rows.visible_to(user)
    related = ["district", "industry", "officer", "park__district", "listing__district"]
    compared = rows.select_related(*related).order_by("-created_at", "-pk")[:COMPARED]
    judged = [(one, needs) for one in compared if fits(listing, needs := needs_of(one))]
    judged.sort(key=lambda pair: (pair[0].listing_id == listing.pk, fit_of(listing, pair[1])), reverse=True)
    count = len(judged) if len(judged) < COMPARED else rows.count()
    return [one for one, _ in judged[:SHOWN]], count
