from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from parks.models import District, Industry
from parks.units import AreaUnit, comparable_price, measure_of

# What belongs to one condition, by its name.
PARTS = {
    "kind": ["kinds"],
    "deal": ["deal"],
    "district": ["districts"],
    "industry": ["industry"],
    "area": ["area_min", "area_max"],
    "price": ["price_min", "price_max", "price_unit"],
    "height": ["height_min"],
    "load": ["load_min"],
    "power": ["power_min"],
    "date": ["ready_by"],
}
# Those that may be wished for or demanded; the others are demands.
SOFT = ("price", "height", "load", "power", "date")


@dataclass(frozen=True)
class Needs:
    """What somebody looks for; what is empty is not asked for. `must` names the wishes that are demands.

    Areas in ㎡ whatever `area_unit` they are spoken of in, prices in `price_unit` (without one they ask for nothing),
    height in m, load in t/㎡, power in kVA.
    """

    kinds: tuple[str, ...] = ()
    deal: str = ""
    districts: tuple[District, ...] = ()
    industry: Industry | None = None
    area_min: Decimal | None = None
    area_max: Decimal | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    price_unit: str = ""
    height_min: Decimal | None = None
    load_min: Decimal | None = None
    power_min: Decimal | None = None
    ready_by: date | None = None
    must: frozenset[str] = frozenset()
    area_unit: str = AreaUnit.SQM

    def without(self, name):
        """As if the condition `name` had never been stated."""
        nothing = {field.name: field.default for field in fields(self)}
        dropped = {part: nothing[part] for part in PARTS[name]}
        return replace(self, must=self.must - {name}, **dropped)

    def wishing(self, name):
        """The condition `name` as a wish, no longer a demand."""
        return replace(self, must=self.must - {name})

    @property
    def price_column(self):
        """The column its prices are compared in; "" for a unit that compares with nothing."""
        return measure_of(self.price_unit)

    @property
    def price_bounds(self):
        """(min, max) in the unit of `price_column`."""
        if not self.price_column:
            return None, None
        return tuple(
            None if bound is None else comparable_price(Decimal(bound), self.price_unit)[1]
            for bound in (self.price_min, self.price_max)
        )

    @property
    def wanted_area(self):
        """The ㎡ it aims at: the middle of the range or its only end; None when no area is asked for."""
        ends = [Decimal(end) for end in (self.area_min, self.area_max) if end is not None]
        return sum(ends) / len(ends) if ends else None

    @property
    def question(self):
        """Names everything the ranking depends on, the same for needs that say the same in other units."""
        asked = [
            sorted(self.kinds),
            self.deal,
            sorted(district.path for district in self.districts),
            self.industry and self.industry.code,
            [self.price_column, *self.price_bounds],
            [self.area_min, self.area_max, self.height_min, self.load_min, self.power_min],
            self.ready_by,
            sorted(self.must),
        ]
        return "|".join(canonical(one) for one in asked)


def canonical(value):
    if isinstance(value, list):
        return ",".join(map(canonical, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
