"""What places cost, by district and kind, worked out from the public listings themselves.

Quartiles by linear interpolation between the two nearest prices: percentile_cont of PostgreSQL, QUARTILE.INC of
Excel, type 7 of Hyndman and Fan (1996), over Decimals, so that both databases lead to the same figures.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import Case, Count, Q, When

from .columns import public
from .models import District, Listing
from .remembering import remembered_places
from .units import PRICE_PLACES, SALE_TO_SQM, PriceUnit, rounded

ENOUGH = 5  # fewer prices speak of their owners, not of the place
QUARTERS = range(5)  # the lowest, the three quartiles, the highest
UNITS = {
    Listing.Kind.LAND: PriceUnit.MU_WAN,
    Listing.Kind.FACTORY: PriceUnit.SQM_MONTH,
    Listing.Kind.WAREHOUSE: PriceUnit.SQM_MONTH,
    Listing.Kind.OFFICE: PriceUnit.SQM_MONTH,
}
# Land by what it is sold for, buildings by what they are let for; 面议 compares with nothing, and a price
# nobody bid for is none.
SOLD, LET = [Listing.Deal.TRANSFER, Listing.Deal.SALE], [Listing.Deal.RENT, Listing.Deal.CUSTOM]
COMPARED_PRICE = Case(
    When(
        ~Q(notice_stage=Listing.NoticeStage.FAILED),
        kind=Listing.Kind.LAND,
        deal__in=SOLD,
        then="price_per_sqm",
    ),
    When(~Q(kind=Listing.Kind.LAND), deal__in=LET, then="rent_per_sqm_month"),
)


@dataclass(frozen=True)
class Spread:
    """How the prices of one kind lie, in `unit`, to four places."""

    kind: str
    count: int
    lowest: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    highest: Decimal

    @property
    def unit(self):
        return UNITS[self.kind].label

    @property
    def kind_label(self):
        return Listing.Kind(self.kind).label

    @property
    def noun(self):
        return "价格" if self.kind == Listing.Kind.LAND else "租金"


def spreads_in(district):
    """[Spread] of the kinds with enough prices in `district` and below it, in the order of the kinds."""

    def answer():
        numbers = District.objects.numbers_within(district)
        return list(spreads(numbers, dict.fromkeys(numbers, ""))[""].values())

    return remembered_places(f"spreads in {district.pk}", answer)


def spreads_beside(district):
    """{kind: [(District, Spread)]}, dearest first, of the kinds two places or more have enough prices of.

    The places are those with the same parent, itself included; of what has no parent, those right below.
    """
    above = district.parent or district
    found = remembered_places(f"spreads below {above.pk}", lambda: spreads_below(above))
    rows = defaultdict(list)
    for place in above.children.all():
        for kind, spread in found.get(place.path.removeprefix(above.path), {}).items():
            rows[kind].append((place, spread))
    return {
        kind: sorted(rows[kind], key=lambda row: (-row[1].median, row[0].path))
        for kind in Listing.Kind
        if len(rows[kind]) > 1
    }


def spreads_below(above):
    """{step: {kind: Spread}}: `wuqing/` for what lies in `tianjin/wuqing/` or below it, where `above` is `tianjin/`."""
    paths = dict(District.objects.within(above).order_by().values_list("pk", "path"))
    steps = {pk: path.removeprefix(above.path).partition("/")[0] + "/" for pk, path in paths.items()}
    return spreads([*paths], steps)


def spreads(districts, place_of):
    """{place: {kind: Spread}} of what the public sees in the `districts`, numbers, which `place_of` leads to places;
    what has fewer than ENOUGH prices is left out.
    """
    priced = public(Listing).filter(district__in=districts).annotate(compared=COMPARED_PRICE)
    priced, places = priced.filter(compared__gt=0), defaultdict(dict)
    groups = defaultdict(list)
    for (district, kind), prices in priced.grouped(["district", "kind"], "compared").items():
        groups[place_of[district], kind].append(prices)
    for place, kind in sorted(groups, key=lambda group: Listing.Kind.values.index(group[1])):
        ladder = np.sort(np.concatenate(groups[place, kind]))
        if len(ladder) >= ENOUGH:
            figures = [rounded(in_unit(kind, quarter(ladder, q)), PRICE_PLACES) for q in QUARTERS]
            places[place][kind] = Spread(kind, len(ladder), *figures)
    return places


def in_unit(kind, price):
    return price / SALE_TO_SQM[PriceUnit.MU_WAN] if UNITS[kind] == PriceUnit.MU_WAN else price


def quarter(prices, q):
    """The price `q` quarters up the ladder `prices`, whole numbers of their last places, the lowest first."""
    rank, rest = divmod(q * (len(prices) - 1), 4)
    lower, upper = int(prices[rank]), int(prices[min(rank + 1, len(prices) - 1)])
    return (lower + Decimal(upper - lower) * rest / 4).scaleb(-PRICE_PLACES)


@dataclass(frozen=True)
class Beside:
    """One price beside those of its kind and district; `percent` more than the median, None for 面议."""

    spread: Spread
    percent: int | None

    @property
    def words(self):
        if self.percent is None:
            return ""
        if self.percent == 0:
            return "与中位数相当"
        return f"{'高于' if self.percent > 0 else '低于'}中位数 {abs(self.percent)}%"


def price_beside(listing):
    """Beside, or None where there are too few, or where it is offered in another way than its kind is compared."""
    is_land = listing.kind == Listing.Kind.LAND
    if listing.deal not in (SOLD if is_land else LET):
        return None
    spread = next((one for one in spreads_in(listing.district) if one.kind == listing.kind), None)
    if spread is None:
        return None
    price = listing.price_per_sqm if is_land else listing.rent_per_sqm_month
    if price is None:
        return Beside(spread, None)
    return Beside(spread, int(rounded((in_unit(listing.kind, price) / spread.median - 1) * 100, 0)))


def paths_with_spreads():
    """The paths of all districts whose guide says something; one query for the whole country."""
    priced = Listing.objects.published().annotate(compared=COMPARED_PRICE).filter(compared__gt=0)
    rows = priced.order_by().values_list("district__path", "kind").annotate(Count("pk"))
    counts = defaultdict(int)
    for path, kind, count in rows:
        slugs = path.split("/")
        for depth in range(1, len(slugs)):
            counts["/".join(slugs[:depth]) + "/", kind] += count
    return {path for (path, kind), count in counts.items() if count >= ENOUGH}
