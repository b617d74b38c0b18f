from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from parks import figures
from tests import builders


@pytest.mark.parametrize(
    ("value", "printed"),
    [("3200.00", "3,200"), ("0.750", "0.75"), ("0.70", "0.7"), (1200000, "1,200,000"), (0, "0"), (None, "")],
)
def test_a_figure_has_thousands_and_no_idle_zeros(value, printed):
    assert figures.figure(value) == printed


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [("18.25", 1, "18.3"), ("18.35", 1, "18.4"), ("0.5", 0, "1"), ("2.5", 0, "3"), ("999.995", 2, "1,000")],
)
def test_rounds_halves_away_from_zero_as_every_other_figure(value, places, printed):
    assert figures.figure(value, places) == printed
    assert figures.figure(figures.rounded(Decimal(value), places)) == printed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("price", "unit", "words"),
    [
        ("0.75", "sqm_day", "0.75 元/㎡/天（≈ 22.8 元/㎡/月）"),
        ("22", "sqm_month", "22 元/㎡/月"),
        ("280", "sqm_year", "280 元/㎡/年（≈ 23.3 元/㎡/月）"),
        ("4200", "sqm", "4,200 元/㎡"),
        ("38", "mu_wan", "38 万元/亩（≈ 570 元/㎡）"),
        (None, "negotiable", "面议"),
    ],
)
def test_a_price_is_said_in_the_owners_unit_and_the_one_all_are_compared_in(price, unit, words):
    listing = builders.listing(price=price, price_unit=unit)
    listing.refresh_from_db()
    assert figures.price_in_words(listing) == words


@pytest.mark.django_db
def test_land_is_measured_in_mu_beside_square_metres():
    listing = builders.listing(kind="land", area=60, area_unit="mu")
    listing.refresh_from_db()
    assert (figures.area(listing), figures.compared_area(listing)) == (("60", "亩"), "40,000 ㎡")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "今天核实"),
        (12, "12 天前核实"),
        (90, "90 天前核实"),
        (91, "超过 90 天未核实"),
        (None, "尚未核实"),
    ],
)
def test_says_how_fresh_a_listing_is(days, words):
    verified_on = None if days is None else timezone.localdate() - timedelta(days=days)
    assert figures.verified(builders.listing(verified_on=verified_on)) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("price", "unit", "asked", "words"),
    [
        # 22.8 元/㎡/月 × 12 / 365 = 0.7496; 0.75 元/㎡/天 = 22.8125 元/㎡/月 = 273.75 元/㎡/年; 76 万元/亩 = 1,140 元/㎡
        ("22.8", "sqm_month", "sqm_day", "0.75 元/㎡/天"),
        ("0.75", "sqm_day", "sqm_year", "274 元/㎡/年"),
        ("0.75", "sqm_day", "sqm_day", "22.8 元/㎡/月"),
        ("22.8", "sqm_month", "sqm_month", ""),
        ("1140", "sqm", "mu_wan", "76 万元/亩"),
        ("1140", "sqm", "sqm_day", ""),
        (None, "negotiable", "sqm_day", ""),
    ],
)
def test_the_visitors_unit_stands_beside_the_owners(price, unit, asked, words):
    deal = "sale" if unit == "sqm" else "rent"
    listing = builders.listing(price=price, price_unit=unit, deal=deal)
    listing.refresh_from_db()
    assert figures.compared_price(listing, asked) == words
