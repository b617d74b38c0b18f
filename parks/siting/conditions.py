"""One class for each condition: what it asks in SQL and, of a listing at hand, the same in Python, and in words.

A fit is 1 when the condition is met, 0.5 when nobody can tell (not stated, 面议, a price in a measure that does not
compare) and half its closeness (0 … 1) when it is missed. A test compares the two sides row by row.
"""

from datetime import timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from parks import figures, units
from parks.models import District, Listing
from parks.models.listings import STALE_AFTER, open_to, starting_within

from .needs import SOFT

YES, NO, UNKNOWN = "yes", "no", "unknown"
WEIGHT = 3
# Less than half a condition: what meets everything but is stale still stands before what falls short.
FRESHNESS_WEIGHT = 1
# How near a date is missed: up to so many days late, so close.
LATE = [(30, 0.8), (90, 0.4)]


class Verdict(NamedTuple):
    name: str
    label: str
    fits: str  # "yes", "no" or "unknown"
    hard: bool
    sentence: str


def number(expression):
    return Cast(expression, FloatField())


def constant(value):
    return Value(float(value), FloatField())


class Condition:
    name = label = ""
    weight = WEIGHT

    def __init__(self, needs):
        self.needs = needs

    @property
    def is_stated(self):
        raise NotImplementedError

    @property
    def hard(self):
        """Ranks nothing that does not surely meet it."""
        return self.name not in SOFT or self.name in self.needs.must

    @property
    def holds(self):
        """Q: surely met."""
        raise NotImplementedError

    @property
    def fit(self):
        """SQL: 0 … 1."""
        unknown = [When(self.is_unknown, then=constant(0.5))] if self.is_unknown is not None else []
        missed = constant(0.5) * self.closeness
        return Case(When(self.holds, then=constant(1)), *unknown, default=missed, output_field=FloatField())

    # Q: nobody can tell; None where that cannot be.
    is_unknown = None
    # SQL: how near it is missed.
    closeness = constant(0)

    def state_of(self, listing):
        raise NotImplementedError

    def closeness_of(self, listing):
        return 0.0

    def fit_of(self, listing):
        state = self.state_of(listing)
        return {YES: 1.0, UNKNOWN: 0.5}[state] if state != NO else 0.5 * self.closeness_of(listing)

    def sentence(self, listing, state):
        raise NotImplementedError

    def verdict(self, listing):
        state = self.state_of(listing)
        return Verdict(self.name, self.label, state, self.hard, self.sentence(listing, state))


def yes_or_no(met):
    return YES if met else NO


class OfKind(Condition):
    name, label = "kind", "类别"

    @property
    def is_stated(self):
        return bool(self.needs.kinds)

    @property
    def holds(self):
        return Q(kind__in=self.needs.kinds)

    def state_of(self, listing):
        return yes_or_no(listing.kind in self.needs.kinds)

    def sentence(self, listing, state):
        asked = "或".join(Listing.Kind(kind).label for kind in self.needs.kinds)
        said = listing.get_kind_display()
        return said if state == YES else f"这处是{said}，要找的是{asked}"


class ByDeal(Condition):
    name, label = "deal", "方式"

    @property
    def is_stated(self):
        return bool(self.needs.deal)

    @property
    def holds(self):
        return Q(deal=self.needs.deal)

    def state_of(self, listing):
        return yes_or_no(listing.deal == self.needs.deal)

    def sentence(self, listing, state):
        said = listing.get_deal_display()
        return said if state == YES else f"{said}，要求{Listing.Deal(self.needs.deal).label}"


class InDistrict(Condition):
    name, label = "district", "地区"

    @property
    def is_stated(self):
        return bool(self.needs.districts)

    @property
    def holds(self):
        return reduce(or_, (Q(district__in=District.objects.within(one)) for one in self.needs.districts))

    def state_of(self, listing):
        return yes_or_no(any(listing.district.path.startswith(one.path) for one in self.needs.districts))

    def sentence(self, listing, state):
        said = listing.district.name
        asked = "、".join(district.name for district in self.needs.districts)
        return f"位于{said}" if state == YES else f"位于{said}，不在{asked}"


class OpenToIndustry(Condition):
    """A listing that names no industries is open to all; those it names are prefetched by who shows many."""

    name, label = "industry", "行业"

    @property
    def is_stated(self):
        return self.needs.industry is not None

    @property
    def holds(self):
        return Q(open_to(self.needs.industry))

    def state_of(self, listing):
        asked, named = self.needs.industry.pk, listing.industries.all()
        return yes_or_no(not named or any(asked in (one.pk, one.parent_id) for one in named))

    def sentence(self, listing, state):
        if state == NO:
            return f"准入行业不包括{self.needs.industry.name}"
        return f"准入行业包括{self.needs.industry.name}" if listing.industries.all() else "不限行业"


class OfArea(Condition):
    """At least the one size in all, and to be had in the other or less."""

    name, label = "area", "面积"

    @property
    def is_stated(self):
        return self.needs.area_min is not None or self.needs.area_max is not None

    @property
    def holds(self):
        large_enough = Q() if self.needs.area_min is None else Q(area_sqm__gte=self.needs.area_min)
        small_enough = Q() if self.needs.area_max is None else starting_within(self.needs.area_max)
        return large_enough & small_enough

    @property
    def closeness(self):
        too_small = number("area_sqm") / constant(self.needs.area_min or 1)
        too_large = constant(self.needs.area_max or 0) / number(smallest_part())
        if self.needs.area_min is None:
            return too_large
        return Case(When(area_sqm__lt=self.needs.area_min, then=too_small), default=too_large)

    def is_too_small(self, listing):
        return self.needs.area_min is not None and listing.area_sqm < self.needs.area_min

    def is_too_large(self, listing):
        return self.needs.area_max is not None and listing.smallest_part_sqm > self.needs.area_max

    def state_of(self, listing):
        return yes_or_no(not self.is_too_small(listing) and not self.is_too_large(listing))

    def closeness_of(self, listing):
        if self.is_too_small(listing):
            return float(listing.area_sqm) / float(self.needs.area_min)
        return float(self.needs.area_max) / float(listing.smallest_part_sqm)

    def sentence(self, listing, state):
        whole = f"面积 {figures.area_in_words(listing)}"
        if self.is_too_small(listing):
            return f"{whole}，小于要求的 {self.asked(self.needs.area_min)}"
        start = f"{figures.figure(listing.min_area)} {listing.get_area_unit_display()} 起"
        if self.is_too_large(listing):
            whole = f"{whole}，{start}" if listing.min_area is not None else f"{whole}，整体交易"
            return f"{whole}，大于要求的 {self.asked(self.needs.area_max)}"
        exceeds = self.needs.area_max is not None and listing.area_sqm > self.needs.area_max
        return f"{whole}，{start}" if exceeds else whole

    def asked(self, sqm):
        unit = units.AreaUnit(self.needs.area_unit)
        return f"{figures.figure(units.from_sqm(sqm, unit))} {unit.label}"


def smallest_part():
    return Coalesce("min_area_sqm", "area_sqm")


class AtPrice(Condition):
    name, label = "price", "价格"

    def __init__(self, needs):
        super().__init__(needs)
        self.column = needs.price_column
        self.low, self.high = needs.price_bounds

    @property
    def is_stated(self):
        return self.low is not None or self.high is not None

    @property
    def holds(self):
        bounds = {"gte": self.low, "lte": self.high}
        return Q(**{f"{self.column}__{end}": bound for end, bound in bounds.items() if bound is not None})

    @property
    def is_unknown(self):
        return Q(**{self.column: None})

    @property
    def closeness(self):
        too_dear = constant(self.high or 0) / number(self.column)
        too_cheap = number(self.column) / constant(self.low or 1)
        if self.high is None:
            return too_cheap
        return Case(When(**{f"{self.column}__gt": self.high}, then=too_dear), default=too_cheap)

    def is_too_dear(self, price):
        return self.high is not None and price > self.high

    def state_of(self, listing):
        price = getattr(listing, self.column)
        if price is None:
            return UNKNOWN
        return yes_or_no(not self.is_too_dear(price) and (self.low is None or price >= self.low))

    def closeness_of(self, listing):
        price = getattr(listing, self.column)
        return float(self.high / price) if self.is_too_dear(price) else float(price / self.low)

    def sentence(self, listing, state):
        unit = units.PriceUnit(self.needs.price_unit).label
        if listing.price is None:
            return "价格面议，需另谈"
        said = f"价格 {figures.price_in_words(listing)}"
        if state == UNKNOWN:
            return f"{said}，与{unit}不能直接比较"
        if state == YES:
            return said
        if self.is_too_dear(getattr(listing, self.column)):
            return f"{said}，高于要求的 {figures.figure(self.needs.price_max, 4)} {unit}"
        return f"{said}，低于要求的 {figures.figure(self.needs.price_min, 4)} {unit}"


class AtLeast(Condition):
    """A measured figure of the building: `column` of the listing is at least `bound` of the needs."""

    column = bound = unit = ""

    @property
    def required(self):
        return getattr(self.needs, self.bound)

    @property
    def is_stated(self):
        return self.required is not None

    @property
    def holds(self):
        return Q(**{f"{self.column}__gte": self.required})

    @property
    def is_unknown(self):
        return Q(**{self.column: None})

    @property
    def closeness(self):
        return number(self.column) / constant(self.required or 1)

    def state_of(self, listing):
        value = getattr(listing, self.column)
        return UNKNOWN if value is None else yes_or_no(value >= self.required)

    def closeness_of(self, listing):
        return float(getattr(listing, self.column)) / float(self.required)

    def sentence(self, listing, state):
        if state == UNKNOWN:
            return f"{self.label}未注明"
        asked = f"{figures.figure(self.required, 4)} {self.unit}"
        said = f"{self.label} {figures.figure(getattr(listing, self.column))} {self.unit}"
        return f"{said}，达到要求的 {asked}" if state == YES else f"{said}，低于要求的 {asked}"


class OfHeight(AtLeast):
    name, label, column, bound, unit = "height", "净高", "clear_height_m", "height_min", "m"


class OfLoad(AtLeast):
    name, label, column, bound, unit = "load", "承重", "floor_load_t", "load_min", "t/㎡"


class OfPower(AtLeast):
    name, label, column, bound, unit = "power", "供电", "power_kva", "power_min", "kVA"


class ReadyBy(Condition):
    """What states no date can be had now."""

    name, label = "date", "交付"

    @property
    def is_stated(self):
        return self.needs.ready_by is not None

    @property
    def holds(self):
        return Q(available_on=None) | Q(available_on__lte=self.needs.ready_by)

    @property
    def closeness(self):
        steps = [When(available_on__lte=self.latest(days), then=constant(close)) for days, close in LATE]
        return Case(*steps, default=constant(0))

    def latest(self, days):
        return self.needs.ready_by + timedelta(days=days)

    def state_of(self, listing):
        return yes_or_no(listing.available_on is None or listing.available_on <= self.needs.ready_by)

    def closeness_of(self, listing):
        return next((close for days, close in LATE if listing.available_on <= self.latest(days)), 0.0)

    def sentence(self, listing, state):
        day = listing.available_on
        if state == YES and (day is None or day <= timezone.localdate()):
            return "现在就能交付"
        said = f"{figures.day_in_words(day)}可交付"
        return said if state == YES else f"{said}，晚于要求的{figures.day_in_words(self.needs.ready_by)}"


class VerifiedLately(Condition):
    """Nobody asks for it and everybody needs it: what is stale may be gone."""

    name, label, weight = "fresh", "核实", FRESHNESS_WEIGHT
    is_stated, hard = True, False

    @property
    def holds(self):
        return Q(verified_on__gte=timezone.localdate() - STALE_AFTER)

    def state_of(self, listing):
        return yes_or_no(not listing.is_stale)

    def sentence(self, listing, state):
        return figures.verified(listing)


CONDITIONS = [
    OfKind,
    ByDeal,
    InDistrict,
    OpenToIndustry,
    OfArea,
    AtPrice,
    OfHeight,
    OfLoad,
    OfPower,
    ReadyBy,
    VerifiedLately,
]


def conditions(needs):
    """Those that were stated, and freshness."""
    return [condition for made in CONDITIONS if (condition := made(needs)).is_stated]


def away_from(sqm):
    """SQL: how far (in ㎡) the nearest size one can take is from `sqm`."""
    sqm = Decimal(sqm)
    return Case(
        When(area_sqm__lt=sqm, then=constant(sqm) - number(F("area_sqm"))),
        When(starting_within(sqm), then=constant(0)),
        default=number(smallest_part()) - constant(sqm),
        output_field=FloatField(),
    )
