from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.db.models import Case, F, FloatField, Max, Min, Q, When
from django.db.models.functions import Coalesce

from parks import units
from parks.figures import area_in_words, figure, price_in_words
from parks.models import Listing
from parks.models.listings import starting_within

from .base import NO, UNKNOWN, YES, Bound, Condition, Verdict, constant, number, yes_or_no

SMALLEST_PART = Coalesce("min_area_sqm", "area_sqm")
MUCH_MORE = 2  # times the area needed
VERBS = {"rent": "租", "sale": "售"}
AS_A_WHOLE = {"rent": "整租", "sale": "整体出售", "transfer": "整体出让", "custom": "整体定制"}


def span(low, high):
    """`1,000–3,000`, `3,000`, `≥ 1,000`, `≤ 3,000`."""
    if low is not None and low == high:
        return figure(low, 4)
    if low is not None and high is not None:
        return f"{figure(low, 4)}–{figure(high, 4)}"
    return f"≤ {figure(high, 4)}" if low is None else f"≥ {figure(low, 4)}"


def parts_in_words(listing):
    """`不分割`, `可分割，500 ㎡ 起租`."""
    if listing.min_area is None:
        return "可分割，没有写明起租面积" if listing.is_divisible else "不分割"
    unit = listing.get_area_unit_display()
    return f"可分割，{figure(listing.min_area)} {unit} 起{VERBS.get(listing.deal, '')}"


class OfArea(Condition):
    """At least the one size in all, and to be had in the other or less.

    Who says only how much he needs at least is not refused a large hall, but it suits him less where he has to take
    much more than that.
    """

    name, label = "area", "面积"

    def __init__(self, needs):
        super().__init__(needs)
        self.low, self.high = needs.area_min, needs.area_max
        self.unit = units.AreaUnit(needs.area_unit)
        self.is_settled = self.high is not None or not self.low
        self.most = self.high if self.is_settled else MUCH_MORE * self.low

    @property
    def is_stated(self):
        return self.low is not None or self.high is not None

    @property
    def asked(self):
        return f"面积 {span(self.in_unit(self.low), self.in_unit(self.high))} {self.unit.label}"

    def in_unit(self, sqm):
        return None if sqm is None else units.from_sqm(sqm, self.unit)

    @property
    def holds(self):
        large_enough = Q() if self.low is None else Q(area_sqm__gte=self.low)
        return large_enough if self.high is None else large_enough & starting_within(self.high)

    @property
    def suits(self):
        return self.holds if self.is_settled else self.holds & starting_within(self.most)

    @property
    def is_unknown(self):
        if self.is_settled:
            return None
        return Q(is_divisible=True, min_area_sqm=None, area_sqm__gte=self.low)

    @property
    def closeness(self):
        too_large = constant(self.most or 0) / number(SMALLEST_PART)
        if self.low is None:
            return too_large
        too_small = number("area_sqm") / constant(self.low or 1)
        return Case(When(area_sqm__lt=self.low, then=too_small), default=too_large)

    @property
    def bounds(self):
        ends = []
        if self.low is not None:
            below = Max("area_sqm", filter=Q(area_sqm__lt=self.low))
            ends.append(Bound("area_min", below, lambda sqm: self.spoken(sqm, ROUND_FLOOR)))
        if self.high is not None:
            above = Min(SMALLEST_PART, filter=~starting_within(self.high))
            ends.append(Bound("area_max", above, lambda sqm: self.spoken(sqm, ROUND_CEILING)))
        return ends

    def spoken(self, sqm, rounding):
        """`sqm` to the hundredth of the unit it is spoken of in, back in ㎡."""
        said = (Decimal(sqm) / units.AREA_TO_SQM[self.unit]).quantize(Decimal("0.01"), rounding)
        return units.to_sqm(said, self.unit)

    def is_too_small(self, listing):
        return self.low is not None and listing.area_sqm < self.low

    def is_too_large(self, listing):
        return self.high is not None and listing.smallest_part_sqm > self.high

    def state_of(self, listing):
        return yes_or_no(not self.is_too_small(listing) and not self.is_too_large(listing))

    def suit_of(self, listing):
        state = self.state_of(listing)
        if state == NO or self.is_settled or listing.smallest_part_sqm <= self.most:
            return state
        return UNKNOWN if listing.is_divisible and listing.min_area is None else NO

    def closeness_of(self, listing):
        if self.is_too_small(listing):
            return float(listing.area_sqm) / float(self.low)
        return float(self.most) / float(listing.smallest_part_sqm)

    def verdicts(self, listing):
        found = super().verdicts(listing)
        if found[0].fits == YES and (suit := self.suit_of(listing)) != YES:
            found.append(Verdict(self.name, self.label, suit, False, self.shortcoming(listing, suit)))
        return found

    @staticmethod
    def shortcoming(listing, suit):
        """Why it suits less, or nobody can tell."""
        if suit == UNKNOWN:
            return "可分割，起租面积未注明"
        if listing.min_area is None:
            return f"{AS_A_WHOLE[listing.deal]} {area_in_words(listing)}，大于需要的面积"
        return f"{parts_in_words(listing)}，大于需要的面积"

    def sentence(self, listing, state):
        whole = f"面积 {area_in_words(listing)}"
        if self.is_too_small(listing):
            return f"{whole}，小于要求的 {figure(self.in_unit(self.low))} {self.unit.label}"
        if self.is_too_large(listing):
            asked = f"大于要求的 {figure(self.in_unit(self.high))} {self.unit.label}"
            return f"{whole}，{parts_in_words(listing)}，{asked}"
        has_parts = listing.smallest_part_sqm < listing.area_sqm
        return f"{whole}，{parts_in_words(listing)}" if has_parts else whole


class AtPrice(Condition):
    name, label = "price", "价格"

    def __init__(self, needs):
        super().__init__(needs)
        self.column = needs.price_column
        self.low, self.high = needs.price_bounds

    @property
    def unit(self):
        return units.PriceUnit(self.needs.price_unit).label

    @property
    def is_stated(self):
        return self.low is not None or self.high is not None

    @property
    def asked(self):
        return f"价格 {span(self.needs.price_min, self.needs.price_max)} {self.unit}"

    @property
    def holds(self):
        ends = {"gte": self.low, "lte": self.high}
        return Q(**{f"{self.column}__{end}": bound for end, bound in ends.items() if bound is not None})

    @property
    def is_unknown(self):
        return Q(**{self.column: None})

    @property
    def closeness(self):
        too_cheap = number(self.column) / constant(self.low or 1)
        if self.high is None:
            return too_cheap
        too_dear = constant(self.high) / number(self.column)
        return Case(When(**{f"{self.column}__gt": self.high}, then=too_dear), default=too_cheap)

    @property
    def bounds(self):
        ends = []
        if self.low is not None:
            below = Max(self.column, filter=Q(**{f"{self.column}__lt": self.low}))
            ends.append(Bound("price_min", below, lambda price: self.spoken(price, ROUND_FLOOR)))
        if self.high is not None:
            above = Min(self.column, filter=Q(**{f"{self.column}__gt": self.high}))
            ends.append(Bound("price_max", above, lambda price: self.spoken(price, ROUND_CEILING)))
        return ends

    def spoken(self, price, rounding):
        return units.price_in(Decimal(price), self.needs.price_unit).quantize(Decimal("0.01"), rounding)

    def is_too_dear(self, price):
        return self.high is not None and price > self.high

    def state_of(self, listing):
        price = getattr(listing, self.column)
        if price is None:
            return UNKNOWN
        return yes_or_no(not self.is_too_dear(price) and (self.low is None or price >= self.low))

    def closeness_of(self, listing):
        price = float(getattr(listing, self.column))
        return float(self.high) / price if self.is_too_dear(price) else price / float(self.low)

    def sentence(self, listing, state):
        if listing.price is None:
            return "价格面议，需另谈"
        said = f"价格 {price_in_words(listing)}"
        if state == YES:
            return said
        if state == UNKNOWN:
            return f"{said}，与{self.unit}不能直接比较"
        if self.is_too_dear(getattr(listing, self.column)):
            return f"{said}，高于要求的 {figure(self.needs.price_max, 4)} {self.unit}"
        return f"{said}，低于要求的 {figure(self.needs.price_min, 4)} {self.unit}"


class AtLeast(Condition):
    """A measured figure of a hall: its `column` is at least the needs' `part`. What is no hall has none to state."""

    HALLS = [Listing.Kind.FACTORY, Listing.Kind.WAREHOUSE]

    column = part = unit = ""

    @property
    def required(self):
        return getattr(self.needs, self.part)

    @property
    def is_stated(self):
        return self.required is not None

    @property
    def asked(self):
        return f"{self.label} ≥ {figure(self.required, 4)} {self.unit}"

    @property
    def holds(self):
        return Q(**{f"{self.column}__gte": self.required})

    @property
    def is_unknown(self):
        return Q(**{self.column: None}, kind__in=self.HALLS)

    @property
    def closeness(self):
        return Coalesce(number(self.column) / constant(self.required or 1), constant(0))

    @property
    def bounds(self):
        below = Max(self.column, filter=Q(**{f"{self.column}__lt": self.required}))
        return [Bound(self.part, below, Decimal)]

    def state_of(self, listing):
        value = getattr(listing, self.column)
        if value is None:
            return UNKNOWN if listing.kind in self.HALLS else NO
        return yes_or_no(value >= self.required)

    def closeness_of(self, listing):
        return float(getattr(listing, self.column) or 0) / float(self.required or 1)

    def sentence(self, listing, state):
        if state == UNKNOWN:
            return f"{self.label}未注明"
        if getattr(listing, self.column) is None:
            return f"{listing.get_kind_display()}没有{self.label}一项"
        said = f"{self.label} {figure(getattr(listing, self.column))} {self.unit}"
        asked = f"要求的 {figure(self.required, 4)} {self.unit}"
        return f"{said}，达到{asked}" if state == YES else f"{said}，低于{asked}"


class OfHeight(AtLeast):
    name, label, column, part, unit = "height", "净高", "clear_height_m", "height_min", "m"


class OfLoad(AtLeast):
    name, label, column, part, unit = "load", "承重", "floor_load_t", "load_min", "t/㎡"


class OfPower(AtLeast):
    name, label, column, part, unit = "power", "供电", "power_kva", "power_min", "kVA"


def away_from(sqm):
    """SQL: how far, in ㎡, the nearest size one can take is from `sqm`."""
    return Case(
        When(area_sqm__lt=sqm, then=constant(sqm) - number(F("area_sqm"))),
        When(starting_within(sqm), then=constant(0)),
        default=number(SMALLEST_PART) - constant(sqm),
        output_field=FloatField(),
    )
