from datetime import timedelta
from decimal import Decimal
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiries.matching import answered_by, inquiries_for, listings_for, needs_of, wishes_in
from inquiries.models import Inquiry
from parks.forms import SitingForm
from parks.models import Listing
from parks.siting import Needs, fits
from tests import builders

pytestmark = pytest.mark.django_db


def received(days_ago, **values):
    inquiry = builders.inquiry(**values)
    Inquiry.objects.filter(pk=inquiry.pk).update(created_at=timezone.now() - timedelta(days=days_ago))
    inquiry.refresh_from_db()
    return inquiry


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_reads_what_an_inquiry_needs():
    wuqing, vehicles = builders.district(), builders.industry()
    inquiry = received(
        10,
        topic="factory",
        deal="rent",
        district=wuqing,
        industry=vehicles,
        area_min=Decimal(2000),
        area_max=Decimal(5000),
        landing_timeframe="now",
        message="净高不低于 8.5 m，承重不低于 5 t/㎡，供电不低于 1000 kVA。另需行车。",
    )
    assert needs_of(inquiry) == Needs(
        kinds=("factory", "warehouse"),
        deal="rent",
        districts=(wuqing,),
        industry=vehicles,
        area_min=Decimal(2000),
        area_max=Decimal(5000),
        height_min=Decimal("8.5"),
        load_min=Decimal(5),
        power_min=Decimal(1000),
        ready_by=in_days(81),
    )


def test_reads_height_and_load_from_their_fields_before_the_words():
    inquiry = builders.inquiry(height_min=9, message="净高不低于 6 m（必须），承重不低于 3 t/㎡。")
    said = needs_of(inquiry)
    assert (said.height_min, said.load_min) == (9, Decimal(3))
    inquiry.load_min = Decimal("2.5")
    assert needs_of(inquiry).load_min == Decimal("2.5")


def test_ranks_by_the_height_that_was_stated():
    today = timezone.localdate()
    inquiry = builders.inquiry(topic="factory", height_min=9)
    builders.listing(title="低", clear_height_m=6, verified_on=today)
    builders.listing(title="合", clear_height_m=9, verified_on=today)
    # kind: 3, height: 3 or 3 × ½ × 6/9, freshness: 1; of 7.
    assert [(one.listing.title, one.percent) for one in listings_for(inquiry).shown] == [
        ("合", 100),
        ("低", 71),
    ]


@pytest.mark.parametrize(
    ("topic", "kinds"),
    [("land", ("land",)), ("factory", ("factory", "warehouse")), ("policy", ()), ("other", ())],
)
def test_a_topic_says_which_kinds_are_looked_for(topic, kinds):
    assert needs_of(builders.inquiry(topic=topic)) == Needs(kinds=kinds)


@pytest.mark.parametrize(
    ("timeframe", "days"),
    [("now", 81), ("half_year", 173), ("year", 355)],
)
def test_counts_the_time_to_land_from_the_day_it_was_said(timeframe, days):
    assert needs_of(received(10, landing_timeframe=timeframe)).ready_by == in_days(days)


@pytest.mark.parametrize(("timeframe", "day"), [("now", 0), ("later", None), ("", None)])
def test_who_should_have_begun_long_ago_wants_to_begin_today(timeframe, day):
    expected = None if day is None else in_days(day)
    assert needs_of(received(200, landing_timeframe=timeframe)).ready_by == expected


def test_a_named_listing_stands_for_its_kind_and_place():
    office = builders.listing(kind="office", district=builders.district("dongli"))
    assert needs_of(builders.inquiry(listing=office, topic="factory")) == Needs(
        kinds=("office",), districts=(office.district,)
    )


def test_a_named_park_stands_for_its_place_and_the_district_asked_for_comes_first():
    park = builders.park(district=builders.district("dongli"))
    assert needs_of(builders.inquiry(park=park, topic="land")) == Needs(
        kinds=("land",), districts=(park.district,)
    )
    inquiry = builders.inquiry(park=park, topic="land", district=builders.district())
    assert needs_of(inquiry).districts == (builders.district(),)


@pytest.mark.parametrize(
    ("message", "wishes"),
    [
        ("", {}),
        ("净高不低于九米", {}),
        ("净高不低于 9m", {}),
        ("承重不低于 0 t/㎡。", {"load_min": Decimal(0)}),
        ("净高不低于 1.2.3 m", {}),
        ("净高不低于 99999 m，供电不低于 630 kVA", {"power_min": Decimal(630)}),
    ],
)
def test_reads_only_wishes_a_listing_could_meet(message, wishes):
    assert wishes_in(message) == wishes


def test_ranks_the_vacant_public_listings_for_an_inquiry():
    today = timezone.localdate()
    inquiry = builders.inquiry(
        district=builders.district(), message="净高不低于 9 m。", area_min=Decimal(3000)
    )
    low = builders.listing(title="低", clear_height_m=6, verified_on=today)
    builders.listing(title="合", kind="warehouse", verified_on=today)
    builders.listing(title="未注明", clear_height_m=None, verified_on=today)
    builders.listing(title="小", area=2999)
    builders.listing(title="写字楼", kind="office")
    builders.listing(title="别处", district=builders.district("dongli"))
    builders.listing(title="已租", status="taken")
    builders.listing(title="草稿", **builders.DRAFT)
    found = listings_for(inquiry)
    # kind, district, area: 3 each; height: 3; freshness: 1. 13 in all.
    # 低: 9 + 3 × ½ × 6/9 + 1 = 11; 未注明: 9 + 3 × 0.3 + 1 = 10.9.
    assert [(one.listing.title, one.percent) for one in found.shown] == [
        ("合", 100),
        ("低", 84),
        ("未注明", 83),
    ]
    assert found.count == 3
    assert [(one.name, one.fits, one.sentence) for one in found.shown[1].verdicts] == [
        ("kind", "yes", "厂房"),
        ("district", "yes", "位于武清区"),
        ("area", "yes", "面积 3,200 ㎡"),
        ("height", "no", "净高 6 m，低于要求的 9 m"),
    ]
    assert found.shown[1].listing == low


def test_shows_what_misses_one_demand_where_nothing_fits():
    inquiry = builders.inquiry(district=builders.district(), area_min=Decimal(4000))
    small = builders.listing(area=3200)
    builders.listing(area=3200, kind="office")
    found = listings_for(inquiry)
    assert ([one.listing for one in found.shown], found.count) == ([small], 0)
    assert [one.sentence for one in found.shown[0].verdicts if one.fits == "no"] == [
        "面积 3,200 ㎡，小于要求的 4,000 ㎡"
    ]


def test_leads_to_the_same_search_for_visitors():
    inquiry = builders.inquiry(
        topic="factory",
        deal="rent",
        district=builders.district(),
        industry=builders.industry(),
        area_min=Decimal("2000.00"),
        message="承重不低于 2.50 t/㎡。",
        landing_timeframe="year",
    )
    address = urlsplit(listings_for(inquiry).siting)
    assert (address.path, parse_qs(address.query)) == (
        "/siting/",
        {
            "kind": ["factory", "warehouse"],
            "district": ["wuqing"],
            "deal": ["rent"],
            "industry": ["37"],
            "area_min": ["2000"],
            "load_min": ["2.5"],
            "ready_by": [in_days(365).isoformat()],
        },
    )


def test_the_search_it_leads_to_asks_for_the_same():
    inquiry = received(400, landing_timeframe="now", area_max=Decimal(3000), district=builders.district())
    form = SitingForm(QueryDict(urlsplit(listings_for(inquiry).siting).query))
    assert (form.needs(), form.errors) == (needs_of(inquiry), {})


def test_shows_five_and_counts_all():
    for _ in range(7):
        builders.listing()
    found = listings_for(builders.inquiry())
    assert (len(found.shown), found.count) == (5, 7)


@pytest.mark.parametrize("values", [{}, {"district": "wuqing"}, {"industry": "37"}])
def test_suggests_nothing_for_an_inquiry_about_no_premises(values):
    named = {"district": builders.district, "industry": builders.industry}
    builders.listing()
    inquiry = builders.inquiry(topic="policy", **{name: named[name](one) for name, one in values.items()})
    assert listings_for(inquiry) is None
    assert inquiries_for(builders.listing()) == ([], 0)


def every_kind_of_inquiry():
    """One inquiry for each combination of what can decide, 384 in all."""
    tianjin, wuqing, dongli = builders.tianjin(), builders.district(), builders.district("dongli")
    vehicles, metal = builders.industry(), builders.industry("33", "金属制品业")
    hall = builders.listing(district=wuqing)
    rows = []
    for topic, deal, district, industry, area, listing in product(
        ["policy", "land", "factory"],
        ["", "rent"],
        [None, tianjin, wuqing, dongli],
        [None, vehicles, metal, vehicles.parent],
        [(None, None), (4000, None), (None, 1000), (1000, 4000)],
        [None, hall],
    ):
        low, high = area
        rows.append(
            Inquiry(
                kind="contact",
                topic=topic,
                contact_name="王女士",
                phone="+8613800138000",
                deal=deal,
                district=district,
                industry=industry,
                area_min=low,
                area_max=high,
                listing=listing,
                reference=f"ZX-{len(rows)}",
            )
        )
    return Inquiry.objects.bulk_create(rows)


LISTINGS = {
    "hall": lambda: builders.listing(),
    "hall for vehicles": lambda: builders.listing(industries=[builders.industry()]),
    "hall for manufacturing": lambda: builders.listing(industries=[builders.industry("C", "制造业")]),
    "divisible warehouse for sale": lambda: builders.listing(
        kind="warehouse", deal="sale", price=None, price_unit="negotiable", area=8000, min_area=500
    ),
    "land elsewhere": lambda: builders.listing(
        kind="land",
        deal="transfer",
        price_unit="mu_wan",
        area=60,
        area_unit="mu",
        district=builders.tianjin(),
    ),
    "office": lambda: builders.listing(kind="office", district=builders.district("dongli")),
}


@pytest.mark.parametrize("name", LISTINGS)
def test_the_database_narrows_inquiries_as_the_engine_judges(name):
    rows = every_kind_of_inquiry()
    listing = LISTINGS[name]()
    judged = {
        one.reference
        for one in rows
        if fits(listing, needs := needs_of(one))
        and (needs.kinds or needs.deal or needs.area_min is not None or needs.area_max is not None)
    }
    assert {one.reference for one in answered_by(listing)} == judged
    assert 0 < len(judged) < len(rows)


def test_names_first_who_asked_for_the_listing_then_whose_wishes_it_meets_best():
    listing = builders.listing(clear_height_m=9)
    high = builders.inquiry(message="净高不低于 12 m。")
    plain = builders.inquiry()
    asked = builders.inquiry(listing=listing, message="净高不低于 18 m。")
    builders.inquiry(topic="land")
    builders.inquiry(stage="lost", closing_reason="已选他处")
    builders.inquiry(stage="operating")
    # Needs kind only: 3 + 0 (stale) of 4; with height: 3 + 3 × ½ × 9/12 of 7 = 0.59.
    assert inquiries_for(listing) == ([asked, plain, high], 3)


def test_has_nobody_for_a_listing_that_is_taken():
    builders.inquiry()
    assert inquiries_for(builders.listing(status="taken")) == ([], 0)


def test_asks_as_often_for_six_as_for_one():
    park, industry = builders.park(), builders.industry()
    related = ["district", "park__district", "listing__district", "industry"]

    def asked():
        inquiry = Inquiry.objects.select_related(*related).first()
        listing = Listing.objects.select_related("district").first()
        with CaptureQueriesContext(connection) as for_inquiry:
            listings_for(inquiry)
        with CaptureQueriesContext(connection) as for_listing:
            inquiries_for(listing)
        return len(for_inquiry), len(for_listing)

    counts = []
    for number in range(6):
        officer = builders.staff(f"officer-{number}")
        builders.listing(park=park, industries=[industry])
        builders.inquiry(park=park, industry=industry, officer=officer)
        counts.append(asked())
    assert counts[1:] == [counts[1]] * 5  # the first one has also read the places into memory
    assert counts[1][1] == 2  # what the listing admits, and the inquiries
