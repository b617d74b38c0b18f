from decimal import Decimal

import pytest

from parks.units import comparable_price, to_sqm
from tests import builders

pytestmark = pytest.mark.django_db


def test_fifteen_mu_are_a_hectare():
    assert round(to_sqm(Decimal(15), "mu"), 6) == 10_000


@pytest.mark.parametrize(
    ("price", "unit", "column", "comparable"),
    [
        ("0.75", "sqm_day", "rent_per_sqm_month", "22.8125"),
        ("22.81", "sqm_month", "rent_per_sqm_month", "22.8100"),
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
    assert round(comparable_price(Decimal(price), unit)[1], 4) == Decimal(comparable)
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
