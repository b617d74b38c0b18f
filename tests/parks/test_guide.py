"""The rent guide: figures worked out by hand, and what its pages say of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parks.columns import public
from parks.guide import paths_with_spreads, price_beside, spreads_beside, spreads_in
from parks.models import Listing
from parks.remembering import next_change
from tests import builders

pytestmark = pytest.mark.django_db

FIVE = [10, 20, 30, 40, 50]
SIX = [31, 12, 20, 10, 17, 13]


def rents(prices, **values):
    return [builders.listing(**{"price": price, "price_unit": "sqm_month"} | values) for price in prices]


def figures(spread):
    return [str(getattr(spread, name)) for name in ("lowest", "lower", "median", "upper", "highest")]


def text(response):
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_quartiles_lie_between_the_two_nearest_prices():
    """Ranks 1.25, 2.5 and 3.75 of 10 12 13 17 20 31."""
    rents(SIX)
    [spread] = spreads_in(builders.district())
    assert (spread.kind, spread.count, spread.unit) == ("factory", 6, "元/㎡/月")
    assert figures(spread) == ["10.0000", "12.2500", "15.0000", "19.2500", "31.0000"]


QUARTILES = {
    5: (FIVE, ["10.0000", "20.0000", "30.0000", "40.0000", "50.0000"]),
    7: ([7, 1, 6, 2, 5, 3, 4], ["1.0000", "2.5000", "4.0000", "5.5000", "7.0000"]),
    8: ([80, 10, 70, 20, 60, 30, 50, 40], ["10.0000", "27.5000", "45.0000", "62.5000", "80.0000"]),
    9: ([3, 3, 3, 3, 3, 3, 3, 3, 3], ["3.0000"] * 5),
}


@pytest.mark.parametrize(("prices", "expected"), QUARTILES.values(), ids=QUARTILES.keys())
def test_quartiles_of(prices, expected):
    rents(prices)
    assert figures(spreads_in(builders.district())[0]) == expected


def test_compares_rents_whatever_unit_they_were_typed_in():
    """0.6 a day × 365/12 = 18.25; 120 a year / 12 = 10."""
    rents([20, 30, 40])
    builders.listing(price="0.6", price_unit="sqm_day")
    builders.listing(price=120, price_unit="sqm_year")
    assert figures(spreads_in(builders.district())[0]) == [
        "10.0000",
        "18.2500",
        "20.0000",
        "30.0000",
        "40.0000",
    ]


def test_says_the_price_of_land_in_wan_yuan_a_mu():
    """750 元/㎡ × 10000/15 ㎡ a mu = 50 万元; the quarter between 38 and 41.3 is one of their own, the second."""
    land = {"kind": "land", "area": 60, "area_unit": "mu"}
    for price in ("38", "41.3", "45", "62"):
        builders.listing(**land, deal="transfer", price=price, price_unit="mu_wan")
    builders.listing(**land, deal="sale", price=750, price_unit="sqm")
    builders.listing(**land, deal="rent", price=1, price_unit="sqm_month")
    [spread] = spreads_in(builders.district())
    assert (spread.kind, spread.count, spread.unit) == ("land", 5, "万元/亩")
    assert figures(spread) == ["38.0000", "41.3000", "45.0000", "50.0000", "62.0000"]


def test_is_silent_where_fewer_than_five_have_a_price():
    rents(FIVE[:4])
    builders.listing(price=None, price_unit="negotiable")
    builders.listing(deal="sale", price=3000, price_unit="sqm")
    rents([60, 70], kind="warehouse")
    assert spreads_in(builders.district()) == []
    rents([50])
    assert [(one.kind, one.count) for one in spreads_in(builders.district())] == [("factory", 5)]


@pytest.mark.parametrize("hidden", builders.HIDDEN.values(), ids=builders.HIDDEN.keys())
def test_leaves_out_what_is_not_public(hidden):
    rents(FIVE)
    rents([1, 99], **hidden)
    rents([2], park=builders.park(**hidden))
    assert figures(spreads_in(builders.district())[0]) == [
        "10.0000",
        "20.0000",
        "30.0000",
        "40.0000",
        "50.0000",
    ]


def test_counts_what_lies_below_a_district():
    wuqing = builders.district()
    rents([10, 20], district=builders.district("jingbin", parent=wuqing, kind="zone"))
    rents([30, 40, 50])
    rents(FIVE, district=builders.district("beichen"))
    assert figures(spreads_in(wuqing)[0]) == ["10.0000", "20.0000", "30.0000", "40.0000", "50.0000"]
    assert spreads_in(builders.tianjin())[0].count == 10
    assert paths_with_spreads() == {"tianjin/", "tianjin/wuqing/", "tianjin/beichen/"}


def test_keeps_the_order_of_the_kinds():
    for kind in ("office", "warehouse", "factory"):
        rents(FIVE, kind=kind)
    assert [one.kind for one in spreads_in(builders.district())] == ["factory", "warehouse", "office"]


def three_districts():
    """武清 30, 北辰 35 with half of it in a zone, 宝坻 too few; and five of the city itself."""
    wuqing, beichen = builders.district(), builders.district("beichen")
    rents(FIVE, district=wuqing)
    rents([25, 35], district=builders.district("zone", parent=beichen, kind="zone"))
    rents([15, 45, 55], district=beichen)
    rents(FIVE[:4], district=builders.district("baodi"))
    rents([1, 1, 1, 1, 1], district=builders.tianjin())
    return wuqing, beichen


def compared(district):
    return {
        kind: [(place.slug, str(one.median)) for place, one in rows]
        for kind, rows in spreads_beside(district).items()
    }


def test_compares_a_district_with_those_of_the_same_parent():
    wuqing, _ = three_districts()
    expected = {"factory": [("beichen", "35.0000"), ("wuqing", "30.0000")]}
    assert compared(wuqing) == expected
    assert compared(builders.tianjin()) == expected  # at the top, those right below


def test_compares_nothing_where_only_one_has_enough():
    rents(FIVE)
    rents(FIVE[:4], district=builders.district("beichen"))
    assert compared(builders.district()) == {}


def test_asks_the_database_for_no_price():
    three_districts()
    public(Listing)
    assert walks(spreads_in) == walks(spreads_beside) == 0


def walks(ask):
    district = builders.district()
    with CaptureQueriesContext(connection) as asked:
        assert ask(district)
    return len([query for query in asked if "price_per_sqm" in query["sql"]])


WORDS = {
    "33.6": "高于中位数 12%",
    "30.14": "与中位数相当",
    "25.65": "低于中位数 15%",  # −14.5 %, halves away from zero
}


@pytest.mark.parametrize(("price", "words"), WORDS.items(), ids=WORDS.keys())
def test_says_how_a_price_stands_beside_the_median(price, words):
    rents([10, 20, 40, 50])
    rents([30] * 3)
    [asked] = rents([price], status=Listing.Status.TAKEN, **builders.DRAFT)
    asked.refresh_from_db()
    assert price_beside(asked).words == words


def test_says_only_the_median_beside_what_is_negotiable_and_nothing_beside_a_sale():
    rents(FIVE)
    negotiable = builders.listing(price=None, price_unit="negotiable")
    for_sale = builders.listing(deal="sale", price=3000, price_unit="sqm")
    assert price_beside(negotiable).words == ""
    assert price_beside(for_sale) is None


def test_the_page_says_what_it_is_computed_from(client):
    three_districts()
    page = text(client.get("/districts/wuqing/rents/"))
    assert "按本站公开载体的报价统计，含下级地区，截至" in page
    assert "5 处报价，一半不高于 30.0 元/㎡/月 ，中间一半在 20.0 至 40.0 之间。" in page
    assert "天津市各地区的厂房租金，元/㎡/月，按中位数从高到低" in page


def test_the_page_of_a_place_with_too_few_leads_on(client):
    rents(FIVE[:4])
    page = client.get("/districts/wuqing/rents/")
    assert "武清区公开报价的载体还太少，每一类满 5 处才列出行情。" in text(page)
    assert 'href="/districts/tianjin/rents/"' in page.content.decode()
    assert '<svg class="spread"' not in page.content.decode()


def test_a_place_that_is_not_there_is_not_found(client):
    assert client.get("/districts/nowhere/rents/").status_code == 404


def test_other_pages_say_it_in_short_where_there_is_something_to_say(client):
    [*_, dearest] = rents(FIVE)
    office = builders.listing(kind="office")
    for channel in ("factory-price", "office-rent", "policy"):
        builders.article(channel=builders.channel(channel))
    assert "厂房租金中位数 30.0 元/㎡/月 5 处报价，中间一半 20.0–40.0" in text(
        client.get("/districts/wuqing/")
    )
    assert "厂房租金中位数 30.0" in text(client.get("/districts/wuqing/factory-price/"))
    assert "中位数" not in text(client.get("/districts/wuqing/office-rent/"))
    assert "中位数" not in text(client.get("/districts/wuqing/policy/"))
    words = "武清区厂房租金 的中位数为 30.0 元/㎡/月（5 处报价），本处高于中位数 67%。"
    assert words in text(client.get(dearest.get_absolute_url()))
    assert "中位数" not in text(client.get(office.get_absolute_url()))


def test_the_sitemap_lists_the_guides_that_say_something(client):
    rents(FIVE)
    rents(FIVE[:4], district=builders.district("beichen"))
    listed = re.findall(
        "<loc>http://testserver(.*?)</loc>", client.get("/sitemap-rents.xml").content.decode()
    )
    assert listed == ["/districts/tianjin/rents/", "/districts/wuqing/rents/"]


def test_rounds_to_four_places_the_same_in_every_database():
    """0.33 and 0.34 a day are 10.0375 and 10.3417 a month; a quarter of the way between them is 10.11355."""
    rents(["0.3", "0.33", "0.34", "1", "2", "3"], price_unit="sqm_day")
    assert figures(spreads_in(builders.district())[0])[1] == "10.1136"


def test_a_park_that_opens_later_changes_the_guide_then():
    rents(FIVE[:4])
    park = builders.park(**builders.SCHEDULED)
    rents([50], park=park)
    assert next_change() == park.published_at


def test_a_price_nobody_bid_for_is_no_price_and_what_is_taken_counts(client):
    land = {"kind": "land", "deal": "transfer", "price_unit": "mu_wan"}
    plots = [builders.listing(price=price, **land) for price in FIVE]
    builders.listing(price=900, notice_stage="failed", **land)
    Listing.objects.filter(pk=plots[0].pk).update(status="taken", notice_stage="sold")
    [spread] = spreads_in(builders.district())
    assert (spread.count, figures(spread)) == (5, ["10.0000", "20.0000", "30.0000", "40.0000", "50.0000"])
    words = text(client.get("/districts/wuqing/rents/"))
    assert "含意向、锁定和已租（售）的；面议的和流拍的地块不计；" in words
    plots[1].delete()
    builders.listing(price=800, notice_stage="failed", **land)
    assert spreads_in(builders.district()) == []
    assert paths_with_spreads() == set()
