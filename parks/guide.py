"""What places cost, by district and kind, worked out from the public listings themselves.

Quartiles by linear interpolation between the two nearest prices: percentile_cont of PostgreSQL, QUARTILE.INC of
Excel, type 7 of Hyndman and Fan (1996), over Decimals, so that both databases lead to the same figures. The prices of
a place are remembered by block of listings: a change of one asks for no other block's.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Q, When

from .models import District, Listing
from .remembering import places_by_block, remembered_places
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
        return list(
            spreads((("", kind), prices) for (_, kind), prices in prices_in(district).items())[""].values()
        )

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
    return spreads(((steps[pk], kind), prices) for (pk, kind), prices in prices_in(above).items())


def prices_in(district):
    """{(number of a district, kind): prices} of what the public sees in `district` and below it."""

    def rows():
        priced = Listing.objects.published().in_district(district).annotate(compared=COMPARED_PRICE)
        return priced.filter(compared__gt=0).order_by().values_list("pk", "district", "kind", "compared")

    def part(rows):
        prices = defaultdict(list)
        for _, place, kind, price in rows:
            prices[place, kind].append(price)
        return {key: sorted(several) for key, several in prices.items()}  # what is partly sorted sorts fast

    return places_by_block(Listing, f"prices in {district.pk}", rows, part, joined)


def joined(parts):
    prices = defaultdict(list)
    for part in parts:
        for key, several in part.items():
            prices[key] += several
    return prices


def spreads(prices):
    """{place: {kind: Spread}} of [((place, kind), prices)]; what has fewer than ENOUGH prices is left out."""
    found, places = joined([{key: several} for key, several in prices]), defaultdict(dict)
    for place, kind in sorted(found, key=lambda key: Listing.Kind.values.index(key[1])):
        if len(found[place, kind]) >= ENOUGH:
            ladder = sorted(found[place, kind])
            figures = [rounded(in_unit(kind, quarter(ladder, q)), PRICE_PLACES) for q in QUARTERS]
            places[place][kind] = Spread(kind, len(ladder), *figures)
    return places


def in_unit(kind, price):
    return price / SALE_TO_SQM[PriceUnit.MU_WAN] if UNITS[kind] == PriceUnit.MU_WAN else price


def quarter(prices, q):
    """The price `q` quarters up the ladder `prices`, the lowest first."""
    rank, rest = divmod(q * (len(prices) - 1), 4)
    return prices[rank] + (prices[rank + 1] - prices[rank]) * rest / 4 if rest else prices[rank]


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
