from django.db.models import FloatField
from django.db.models.functions import Cast

from parks.models.listings import LAST_VERIFIED

from .conditions import conditions
from .conditions.base import YES, constant
from .conditions.measures import away_from


def ranked(listings, needs):
    """The rows of `listings` that meet every demand of `needs`, best first, each with its `fit` (0 … 1).

    The caller says who may be found: `public(Listing).available()`, or a queryset.
    """
    demands = [condition.holds for condition in conditions(needs) if condition.hard]
    return in_order(listings.filter(*demands).annotate(fit=fit(needs)), needs)


def nearest(listings, needs, *before):
    """All `listings`, also those that miss a demand, as `ranked` orders and annotates them; first by what is `before`."""
    return in_order(listings.annotate(fit=fit(needs, demands_hold=False)), needs, *before)


def in_order(listings, needs, *before):
    order = [*before, "-fit", LAST_VERIFIED.desc(), "-pk"]
    if needs.wanted_area is not None:
        order.insert(len(before) + 1, away_from(needs.wanted_area))
    return listings.order_by(*order)


def fit(needs, demands_hold=True):
    """SQL: what `fit_of` says of a row. Where all demands are known to hold, they are not asked again."""
    asked = conditions(needs)
    settled = [one for one in asked if one.hard and demands_hold and one.is_settled]
    total = constant(sum(one.weight for one in settled))
    for one in asked:
        if one not in settled:
            total += constant(one.weight) * one.fit
    return Cast(total / constant(sum(one.weight for one in asked)), FloatField())


def fit_of(listing, needs):
    """The weighted mean of the fits of what was stated, and of freshness."""
    asked = conditions(needs)
    return sum(one.weight * one.fit_of(listing) for one in asked) / sum(one.weight for one in asked)


def fits(listing, needs):
    """Every demand surely holds for it: `ranked` would keep it."""
    return all(one.state_of(listing) == YES for one in conditions(needs) if one.hard)


def verdicts(listing, needs):
    """Of each stated condition, and of freshness, in the order they are asked."""
    return [verdict for condition in conditions(needs) for verdict in condition.verdicts(listing)]
