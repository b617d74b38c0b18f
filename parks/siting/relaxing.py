"""When no listing meets every demand: those that miss one alone, and what giving way in that one would bring."""

from dataclasses import replace
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Max, Min, Q, Value, When

from .conditions import conditions
from .needs import SOFT, Needs
from .ranking import nearest


class Step(NamedTuple):
    """One way to give way."""

    needs: Needs  # what is then asked
    count: int  # of the listings that meet it
    part: str = ""  # of the needs, loosened to the nearest value; "" where the demand is given up


class Relaxation(NamedTuple):
    name: str  # of the condition
    steps: list[Step]


def near_misses(listings, needs):
    """The rows of `listings` that miss a demand, the fewest first, each with how many (`misses`), then as `ranked`.

    The kind is kept: who looks for a hall is not helped by an office.
    """
    listings = of_asked_kinds(listings, needs)
    misses = [Case(When(one.holds, then=Value(0)), default=Value(1)) for one in demands(needs).values()]
    missing = listings.annotate(misses=sum(misses, Value(0, IntegerField()))).filter(misses__gt=0)
    return nearest(missing, needs, "misses")


def of_asked_kinds(listings, needs):
    return listings.filter(kind__in=needs.kinds) if needs.kinds else listings


def extremes(listings, needs):
    """The largest and the cheapest there is of the kinds asked for; each None where nothing states it."""
    return of_asked_kinds(listings, needs).aggregate(
        area=Max("area_sqm"), rent=Min("rent_per_sqm_month"), price=Min("price_per_sqm")
    )


def missing_one(listings, needs):
    """Those that miss exactly one demand, each with `missed`, its key in `demands`."""
    keys = demands(needs)
    bits = [Case(When(one.holds, then=Value(0)), default=Value(key)) for key, one in keys.items()]
    missed = sum(bits, Value(0, IntegerField()))
    return listings.order_by().annotate(missed=missed).filter(missed__in=keys)


def demands(needs):
    """Each under a power of two, so that a sum of them says which."""
    hard = [condition for condition in conditions(needs) if condition.hard]
    return {1 << place: condition for place, condition in enumerate(hard)}


def relaxations(listings, needs):
    """[Relaxation] of each demand that alone keeps something out, in two queries however many they are.

    For needs that none of `listings` meets.
    """
    misses = missing_one(listings, needs)
    groups = by_what_they_miss(misses, needs)
    looser = {
        bound.part: (key, replace(needs, **{bound.part: bound.spoken(groups[key][bound.part])}))
        for key, condition in demands(needs).items()
        for bound in condition.bounds
        if key in groups and groups[key][bound.part] is not None
    }
    counts = how_many_meet(misses, looser, demands(needs)) if looser else {}
    found = []
    for key, condition in demands(needs).items():
        if key in groups:
            steps = [Step(less, counts[part], part) for part, (at, less) in looser.items() if at == key]
            steps.append(Step(without(needs, condition.name), groups[key]["count"]))
            found.append(Relaxation(condition.name, steps))
    return found


def by_what_they_miss(misses, needs):
    """{key of the demand: {"count": …, and by part of the needs the nearest value on the wrong side}}."""
    nearest_values = {
        bound.part: bound.nearest for condition in demands(needs).values() for bound in condition.bounds
    }
    rows = misses.values("missed").annotate(count=Count("pk"), **nearest_values)
    return {row["missed"]: row for row in rows}


def how_many_meet(misses, looser, asked):
    """{part: how many of those that miss its demand meet the looser one}."""
    counts = {
        part: Count("pk", filter=Q(missed=key) & type(asked[key])(less).holds)
        for part, (key, less) in looser.items()
    }
    return misses.aggregate(**counts)


def without(needs, name):
    """What may be a wish becomes one; what is always a demand goes."""
    return needs.wishing(name) if name in SOFT else needs.without(name)
