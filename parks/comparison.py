"""Parks side by side, and listings: a row for each fact, in words, saying where they differ and which is best."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Count, Max, Min

from . import facts, figures
from .figures import figure, middling
from .models import Listing, ParkCompany
from .models.listings import available
from .units import PriceUnit, price_in

MOST = 4  # that stand side by side


class Best(NamedTuple):
    """What makes one better than the others: `measure(thing)` is a number, or None where nobody states it."""

    word: str  # 最低
    pick: Callable  # min or max
    measure: Callable


class Line(NamedTuple):
    label: str
    read: Callable  # thing → words; "" where nobody states it
    best: Best | None = None


class Row(NamedTuple):
    label: str
    cells: list  # [(words, what is best about them)], one a thing
    differs: bool


def compared(lines, things):
    """[Row] of what any of `things` states."""
    read = [(line, [line.read(thing) for thing in things]) for line in lines]
    return [
        Row(line.label, list(zip(words, best_of(line.best, things), strict=True)), len(set(words)) > 1)
        for line, words in read
        if set(words) - {"", NONE}
    ]


def best_of(best, things):
    """The word beside the best ones, where two can be compared and one is better."""
    numbers = [best.measure(thing) if best else None for thing in things]
    known = {number for number in numbers if number is not None}
    return [best.word if len(known) > 1 and number == best.pick(known) else "" for number in numbers]


NONE = "无"


def amount(value, unit):
    return f"{figure(value)} {unit}" if value is not None else ""


def day(value):
    return value.isoformat() if value else ""


def column(name):
    return lambda thing: getattr(thing, name)


def measured(label, name, unit, best=None):
    """A line of one column; `best` is (word, min or max)."""
    return Line(label, lambda thing: amount(getattr(thing, name), unit), best and Best(*best, column(name)))


# Parks


def park_lines(parks):
    holdings = Holdings(parks)
    return [
        Line("所属地区", lambda park: park.district.full_name),
        Line("级别", lambda park: park.get_level_display()),
        Line("类型", lambda park: park.get_kind_display()),
        Line("主导产业", lambda park: "；".join(one.name for one in park.industries.all())),
        measured("可供地", "land_available_mu", "亩", ("最多", max)),
        *holdings.lines(),
        Line("基础设施", facts.site_preparation),
        measured("规划面积", "planned_area_km2", "km²"),
        measured("建成面积", "built_area_km2", "km²"),
        measured("年产值", "output_yi_yuan", "亿元"),
        measured("年税收", "tax_yi_yuan", "亿元"),
        measured("就业", "employees", "人"),
        Line("入驻企业", holdings.companies_in),
        Line("批准时间", lambda park: day(park.approved_on)),
        *distances(parks),
        Line("地址", lambda park: park.address),
        Line("核实日期", lambda park: day(park.verified_on)),
    ]


class Holdings:
    """What the public may see of what `parks` hold, in two queries."""

    def __init__(self, parks):
        public = Listing.objects.published().filter(park__in=parks).order_by()
        rows = public.values("park", "kind").annotate(
            vacant=Count("pk", filter=available()),
            **{f"{end.__name__}_rent": end("rent_per_sqm_month") for end in (Min, Max)},
            **{f"{end.__name__}_price": end("price_per_sqm") for end in (Min, Max)},
        )
        self.rows = {(row["park"], row["kind"]): row for row in rows}
        companies = ParkCompany.objects.filter(park__in=parks).order_by()
        self.companies = dict(companies.values_list("park").annotate(Count("pk")))

    def lines(self):
        rented = [Listing.Kind.FACTORY, Listing.Kind.WAREHOUSE, Listing.Kind.OFFICE]
        return [
            *[Line(f"空置{kind.label}", self.vacancies(kind)) for kind in Listing.Kind],
            *[self.prices(f"{kind.label}租金", kind, "rent", PriceUnit.SQM_MONTH) for kind in rented],
            self.prices("土地价格", Listing.Kind.LAND, "price", PriceUnit.MU_WAN),
        ]

    def vacancies(self, kind):
        return lambda park: f"{count} 处" if (count := self.asked(park, kind, "vacant")) else NONE

    def prices(self, label, kind, noun, unit):
        def words(park):
            ends = [self.asked(park, kind, f"{end}_{noun}") for end in ("Min", "Max")]
            said = [middling(price_in(end, unit)) for end in ends if end is not None]
            return f"{'–'.join(dict.fromkeys(said))} {unit.label}" if said else ""

        return Line(label, words, Best("最低", min, lambda park: self.asked(park, kind, f"Min_{noun}")))

    def asked(self, park, kind, name):
        return self.rows.get((park.pk, kind), {}).get(name)

    def companies_in(self, park):
        return amount(self.companies.get(park.pk), "家")


def distances(parks):
    """A line for each target that more than one of the parks measures its way to."""
    known = {park.pk: {one.target: one.km for one in park.distances.all()} for park in parks}
    targets = dict.fromkeys(target for ways in known.values() for target in ways)
    shared = [target for target in targets if sum(target in ways for ways in known.values()) > 1]
    return [way_to(target, known) for target in shared]


def way_to(target, known):
    def km(park):
        return known[park.pk].get(target)

    return Line(f"距{target}", lambda park: amount(km(park), "km"), Best("最近", min, km))


# Listings

BEST_FACTS = {
    "净高": Best("最高", max, column("clear_height_m")),
    "首层承重": Best("最大", max, column("floor_load_t")),
    "供电": Best("最大", max, column("power_kva")),
    "得房率": Best("最高", max, column("efficiency_ratio")),
    "免租期": Best("最长", max, column("rent_free_months")),
}


def listing_lines(listings):
    stated = {one.pk: dict(facts.facts(one)) for one in listings}
    labels = dict.fromkeys(label for said in stated.values() for label in said)
    return [
        Line("类别", lambda one: f"{one.get_kind_display()}{one.get_deal_display()}"),
        Line("状态", lambda one: one.state_shown.label),
        Line("所属地区", lambda one: one.district.full_name),
        Line("所属园区", lambda one: one.park.name if one.park else ""),
        Line("面积", figures.area_in_words),
        Line("价格", figures.price_in_words, lowest_price(listings)),
        *[fact_line(label, stated) for label in labels],
        Line("准入行业", lambda one: "；".join(each.name for each in one.industries.all()) or "不限行业"),
        Line("地址", lambda one: one.address),
        Line("核实", figures.verified),
        Line("有效期至", lambda one: day(one.valid_until)),
    ]


def fact_line(label, stated):
    return Line(label, lambda one: stated[one.pk].get(label, ""), BEST_FACTS.get(label))


def lowest_price(listings):
    """Rents compare with rents and sale prices with sale prices, so nothing is lowest among both."""
    measures = [
        name
        for name in ("rent_per_sqm_month", "price_per_sqm")
        if any(getattr(one, name) for one in listings)
    ]
    return Best("最低", min, column(measures[0])) if len(measures) == 1 else None
