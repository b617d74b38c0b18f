"""Places enough to measure with: N parks and 10 N listings as a busy site would hold them, the same in every run.

The districts are the same however many parks there are, so that every filter finds ten times as much in ten times
as many. Some of everything is hidden, stale, negotiable or says nothing of a figure.
"""

import math
import random
from datetime import timedelta
from decimal import Decimal

from django.core.management import call_command
from django.utils import timezone

from parks.models import District, Industry, Listing, Park

from .news import PROVINCES

LISTINGS_PER_PARK = 10
PARKS_AT_ONCE = 200
KINDS = {"factory": 45, "land": 20, "warehouse": 20, "office": 15}
DEALS = {
    "land": {"transfer": 80, "sale": 12, "rent": 8},
    "factory": {"rent": 72, "sale": 20, "custom": 8},
    "warehouse": {"rent": 90, "custom": 10},
    "office": {"rent": 80, "sale": 20},
}
TYPICAL_SQM = {"land": 33_000, "factory": 4_000, "warehouse": 6_000, "office": 600}
TYPICAL_RENT = {"land": 3, "factory": 22, "warehouse": 24, "office": 60}
TYPICAL_SALE = {"land": 700, "factory": 4_200, "warehouse": 4_000, "office": 11_000}
PER_MONTH = {"sqm_month": 1, "sqm_day": 12 / 365, "sqm_year": 12}
PER_SQM = {"sqm": 1, "mu_wan": 1 / 15}
STATUSES = {"vacant": 62, "reserved": 12, "taken": 22, "locked": 4}
PROSE = "<p>地块方正，市政管线接到红线，紧邻高速出口；厂房为门式刚架结构，可整层或分割使用。</p>"


def fill(parks):
    """Fill an empty, migrated database with `parks` parks and ten times as many listings."""
    for province in PROVINCES:
        call_command("import_regions", within=province, verbosity=0)
    Corpus(random.Random(parks)).fill(parks)


def weighted(dice, weights):
    return dice.choices(list(weights), weights.values())[0]


def spread(dice, typical, width):
    """About `typical`, skewed as prices and areas are: `width` of 0.7 doubles or halves it for a third of them."""
    return typical * math.exp(dice.gauss(0, width))


class Corpus:
    def __init__(self, dice):
        self.dice, self.now, self.today = dice, timezone.now(), timezone.localdate()
        self.divisions = list(Industry.objects.exclude(parent=None).order_by("code"))
        self.districts = list(District.objects.filter(kind=District.Kind.COUNTY).order_by("path"))
        # Places differ: some hold much more than others, and ask more for it.
        self.weights = [spread(dice, 1, 1) for _ in self.districts]
        self.dearness = {one.pk: spread(dice, 1, 0.35) for one in self.districts}
        self.centres = {one.pk: (dice.uniform(23, 34), dice.uniform(112, 121)) for one in self.districts}

    def fill(self, count):
        for first in range(1, count + 1, PARKS_AT_ONCE):
            numbers = range(first, min(first + PARKS_AT_ONCE, count + 1))
            parks = Park.objects.bulk_create([self.park(number) for number in numbers])
            self.give_industries(Park, parks, most=4)
            several = [self.listing(park, each) for park in parks for each in range(LISTINGS_PER_PARK)]
            self.give_industries(Listing, Listing.objects.bulk_create(several), most=3, share=0.3)

    def give_industries(self, model, things, most, share=1.0):
        link = model.industries.through
        column = f"{model._meta.model_name}_id"
        link.objects.bulk_create(
            link(**{column: thing.pk, "industry_id": industry.pk})
            for thing in things
            if self.dice.random() < share
            for industry in self.dice.sample(self.divisions, self.dice.randint(1, most))
        )

    def published(self):
        """Most are public since some day of the last three years; the rest are drafts, to come, or over."""
        fate = self.dice.random()
        moment = self.now - timedelta(minutes=self.dice.randint(1, 3 * 365 * 24 * 60))
        if fate < 0.04:
            return {"published_at": None}
        if fate < 0.05:
            return {"published_at": self.now + timedelta(days=self.dice.randint(30, 900))}
        if fate < 0.07:
            return {"published_at": moment, "expires_at": moment + timedelta(minutes=1)}
        return {"published_at": moment}

    def verified_on(self):
        if self.dice.random() < 0.08:
            return None
        return self.today - timedelta(days=int(self.dice.expovariate(1 / 60)))

    def maybe(self, value, chance=0.85):
        return value if self.dice.random() < chance else None

    def park(self, number):
        dice = self.dice
        [district] = dice.choices(self.districts, self.weights)
        north, east = self.centres[district.pk]
        placed = dice.random() < 0.9
        planned = round(spread(dice, 6, 0.9), 2) + 0.1
        return Park(
            name=f"{district.short_name}第{number}产业园",
            slug=f"park-{number}",
            district=district,
            level=weighted(dice, {"national": 8, "provincial": 30, "district": 62}),
            kind=dice.choice(Park.Kind.values),
            planned_area_km2=Decimal(f"{planned:.2f}"),
            built_area_km2=Decimal(f"{planned * dice.uniform(0.2, 0.9):.2f}"),
            land_available_mu=self.maybe(Decimal(f"{spread(dice, 400, 1):.1f}")),
            address=f"园区大道{number}号",
            latitude=Decimal(f"{dice.gauss(north, 0.1):.6f}") if placed else None,
            longitude=Decimal(f"{dice.gauss(east, 0.1):.6f}") if placed else None,
            coordinate_system=dice.choice(Park.CoordinateSystem.values),
            site_preparation=dice.choice(["", *Park.SitePreparation.values]),
            summary="以高端装备和生物医药为主的工业园，紧邻高速出口。",
            intro=PROSE,
            verified_on=self.verified_on(),
            **self.published(),
        )

    def listing(self, park, number):
        dice = self.dice
        kind = weighted(dice, KINDS)
        deal = weighted(dice, DEALS[kind])
        area = round(spread(dice, TYPICAL_SQM[kind], 0.8)) + 50
        in_mu = kind == "land"
        return Listing(
            title=f"{park.name}{Listing.Kind(kind).label}{number + 1}号",
            kind=kind,
            deal=deal,
            status=weighted(dice, STATUSES),
            district_id=park.district_id,
            park=park,
            area=Decimal(f"{area / 666.67:.2f}") if in_mu else area,
            area_unit="mu" if in_mu else "sqm",
            min_area=None if in_mu else self.maybe(area // dice.randint(2, 8), 0.3),
            summary="交通便利，现场可以随时查看。",
            description=PROSE,
            verified_on=self.verified_on(),
            available_on=self.maybe(self.today + timedelta(days=dice.randint(1, 300)), 0.15),
            valid_until=self.maybe(self.today + timedelta(days=dice.randint(-20, 700)), 0.4),
            **self.priced(kind, deal, park.district_id),
            **self.measured(kind),
            **self.published(),
        )

    def priced(self, kind, deal, district):
        dice = self.dice
        if dice.random() < 0.12:
            return {"price": None, "price_unit": "negotiable"}
        rented = deal in ("rent", "custom")
        typical = (TYPICAL_RENT if rented else TYPICAL_SALE)[kind] * self.dearness[district]
        units = PER_MONTH if rented else PER_SQM
        unit = "mu_wan" if not rented and kind == "land" else dice.choice([*units][: 3 if rented else 1])
        price = max(spread(dice, typical, 0.3) * units[unit], 0.01)
        return {"price": Decimal(f"{price:.2f}"), "price_unit": unit}

    def measured(self, kind):
        dice = self.dice
        if kind == "land":
            return {
                "tenure_years": 50,
                "floor_area_ratio_min": 1,
                "notice_stage": dice.choice(["", "listed"]),
            }
        if kind == "office":
            return {"floor_label": f"{dice.randint(2, 40)} 层", "efficiency_ratio": dice.randint(55, 85)}
        return {
            "clear_height_m": self.maybe(Decimal(dice.randint(9, 28)) / 2),
            "floor_load_t": self.maybe(Decimal(dice.randint(2, 20)) / 2),
            "power_kva": self.maybe(dice.choice([100, 200, 315, 630, 800, 1250, 2000]), 0.8),
            "floors": dice.randint(1, 5),
        }
