from decimal import Decimal

import pytest

from parks.models import Listing
from parks.units import comparable_price, to_sqm
from tests import builders

pytestmark = pytest.mark.django_db


def test_fifteen_mu_are_a_hectare():
    assert to_sqm(Decimal(15), "mu") == 10_000
    assert to_sqm(Decimal(61), "mu") == Decimal("40666.67")


@pytest.mark.parametrize(
    ("price", "unit", "column", "comparable"),
    [
        ("0.75", "sqm_day", "rent_per_sqm_month", "22.8125"),
        ("22.81", "sqm_month", "rent_per_sqm_month", "22.8100"),
        ("100", "sqm_year", "rent_per_sqm_month", "8.3333"),
        ("273.75", "sqm_year", "rent_per_sqm_month", "22.8125"),
        ("3000", "sqm", "price_per_sqm", "3000.0000"),
        ("40", "mu_wan", "price_per_sqm", "600.0000"),
    ],
)
def test_the_database_converts_as_the_code_does(price, unit, column, comparable):
    deal = "rent" if column == "rent_per_sqm_month" else "sale"
    listing = builders.listing(price=price, price_unit=unit, deal=deal)
    listing.refresh_from_db()
    assert comparable_price(Decimal(price), unit)[0] == column
    assert comparable_price(Decimal(price), unit)[1] == Decimal(comparable)
    assert getattr(listing, column) == Decimal(comparable)


def test_a_negotiable_price_compares_with_nothing():
    listing = builders.listing(price=None, price_unit="negotiable")
    listing.refresh_from_db()
    assert (listing.rent_per_sqm_month, listing.price_per_sqm) == (None, None)
    with pytest.raises(ValueError, match="negotiable"):
        comparable_price(Decimal(1), "negotiable")


def test_areas_in_mu_compare_in_square_metres():
    listing = builders.listing(
        kind="land", deal="transfer", area=30, area_unit="mu", min_area=15, price=40, price_unit="mu_wan"
    )
    listing.refresh_from_db()
    assert (listing.area_sqm, listing.min_area_sqm) == (Decimal("20000.00"), Decimal("10000.00"))


def test_a_bound_finds_the_value_it_was_read_from():
    parcel = builders.listing(
        kind="land", deal="transfer", area=61, area_unit="mu", price=None, price_unit="negotiable"
    )
    hall = builders.listing(price=100, price_unit="sqm_year")
    assert list(Listing.objects.filter(area_sqm=Decimal("40666.67"))) == [parcel]
    assert list(Listing.objects.filter(rent_per_sqm_month=Decimal("8.3333"))) == [hall]
