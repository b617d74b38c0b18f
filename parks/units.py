"""Areas and prices: the units owners use, and the one unit each kind of price is compared in.

1 亩 = 10000/15 ㎡ (国务院 1984 年《关于在我国统一实行法定计量单位的命令》 keeps the traditional relation 15 亩 = 1 公顷).
A rent per day times 365/12 is a rent per month, so that twelve months make the year.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Round

SQM_PER_MU = Decimal(10000) / Decimal(15)


class AreaUnit(models.TextChoices):
    SQM = "sqm", "㎡"
    MU = "mu", "亩"


class PriceUnit(models.TextChoices):
    SQM_DAY = "sqm_day", "元/㎡/天"
    SQM_MONTH = "sqm_month", "元/㎡/月"
    SQM_YEAR = "sqm_year", "元/㎡/年"
    SQM = "sqm", "元/㎡"
    MU_WAN = "mu_wan", "万元/亩"
    NEGOTIABLE = "negotiable", "面议"


AREA_TO_SQM = {AreaUnit.SQM: Decimal(1), AreaUnit.MU: SQM_PER_MU}
RENT_TO_SQM_MONTH = {
    PriceUnit.SQM_DAY: Decimal(365) / Decimal(12),
    PriceUnit.SQM_MONTH: Decimal(1),
    PriceUnit.SQM_YEAR: Decimal(1) / Decimal(12),
}
SALE_TO_SQM = {PriceUnit.SQM: Decimal(1), PriceUnit.MU_WAN: Decimal(10000) / SQM_PER_MU}


# Rounded the same way wherever they are computed, or a bound would miss the very value it was read from.
AREA_PLACES, PRICE_PLACES = 2, 4


def rounded(value, places):
    """Halves away from zero, as both databases round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def to_sqm(area, unit):
    """`area` (Decimal, in `unit`) in ㎡."""
    return rounded(area * AREA_TO_SQM[AreaUnit(unit)], AREA_PLACES)


def from_sqm(sqm, unit):
    """`sqm` ㎡ in `unit`, to four places: as exact as ㎡ to two."""
    return rounded(sqm / AREA_TO_SQM[AreaUnit(unit)], 4)


def measure_of(unit):
    """The column that prices in `unit` are compared by; "" for 面议, which compares with nothing."""
    if unit in RENT_TO_SQM_MONTH:
        return "rent_per_sqm_month"
    return "price_per_sqm" if unit in SALE_TO_SQM else ""


def comparable_price(price, unit):
    """`price` in the unit it is compared in: ("rent_per_sqm_month" | "price_per_sqm", Decimal).

    Raises ValueError for 面议.
    """
    if column := measure_of(unit):
        factors = RENT_TO_SQM_MONTH | SALE_TO_SQM
        return column, rounded(price * factors[PriceUnit(unit)], PRICE_PLACES)
    raise ValueError(f"{unit} 不能换算")


def price_in(compared, unit):
    """The price in `unit` that compares as `compared`, unrounded: the way back from `comparable_price`."""
    factors = RENT_TO_SQM_MONTH | SALE_TO_SQM
    return compared / factors[PriceUnit(unit)]


def converted(value_field, unit_field, factors, places):
    """The same conversion as an expression for a generated column; NULL for units without a factor."""
    output = models.DecimalField(max_digits=18, decimal_places=places)
    factor_field = models.DecimalField(max_digits=24, decimal_places=12)
    cases = [
        When(**{unit_field: unit.value}, then=F(value_field) * Value(factor, output_field=factor_field))
        for unit, factor in factors.items()
    ]
    return Round(Case(*cases, default=None, output_field=output), precision=places, output_field=output)
