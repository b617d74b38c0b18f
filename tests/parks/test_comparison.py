import pytest

from parks.comparison import compared, listing_lines, park_lines
from parks.models import Listing, Park, ParkCompany, ParkDistance
from tests import builders

pytestmark = pytest.mark.django_db


def rows(*parks):
    """{label: (what each says, where they differ)}; the best one's word in brackets."""
    parks = [Park.objects.get(pk=one.pk) for one in parks]
    return said(compared(park_lines(parks), parks))


def listing_rows(*listings):
    listings = [Listing.objects.get(pk=one.pk) for one in listings]
    return said(compared(listing_lines(listings), listings))


def said(found):
    return {
        row.label: ([f"{words}（{best}）" if best else words for words, best in row.cells], row.differs)
        for row in found
    }


def test_leaves_out_what_no_park_states():
    assert list(rows(builders.park(), builders.park())) == ["所属地区", "级别", "类型", "可供地"]


def test_marks_what_differs_and_what_is_most():
    shown = rows(builders.park(land_available_mu=1200), builders.park(land_available_mu="80.5"))
    assert shown["可供地"] == (["1,200 亩（最多）", "80.5 亩"], True)
    assert shown["所属地区"] == (["天津-武清区", "天津-武清区"], False)


def test_nothing_is_best_where_only_one_is_known_or_all_are_alike():
    one, other, third = builders.park(), builders.park(land_available_mu=None), builders.park()
    assert rows(one, other)["可供地"] == (["800 亩", ""], True)
    assert rows(one, third)["可供地"] == (["800 亩", "800 亩"], False)
    fourth = builders.park(land_available_mu=5)
    assert rows(one, third, fourth)["可供地"] == (["800 亩（最多）", "800 亩（最多）", "5 亩"], True)


def test_compares_the_ways_both_measure():
    near, far = builders.park(), builders.park()
    for park, km in ((near, "12.5"), (far, 71)):
        ParkDistance.objects.create(park=park, target="天津港", km=km)
    ParkDistance.objects.create(park=near, target="天津站", km=9)
    assert rows(near, far)["距天津港"] == (["12.5 km（最近）", "71 km"], True)
    assert "距天津站" not in rows(near, far)


def test_says_what_parks_hold_and_what_is_asked_for_it():
    # 0.75 元/㎡/天 = 22.8125, 18 元/㎡/月 stays, 360 元/㎡/年 = 30; 38 万元/亩 is one price.
    full, bare = builders.park(site_preparation="7"), builders.park()
    builders.listing(park=full, price="0.75")
    builders.listing(park=full, price=18, price_unit="sqm_month", status="taken")
    builders.listing(park=full, price=2, **builders.DRAFT)
    builders.listing(park=bare, price=360, price_unit="sqm_year")
    builders.listing(
        park=full, kind="land", deal="transfer", area=60, area_unit="mu", price=38, price_unit="mu_wan"
    )
    ParkCompany.objects.create(park=full, name="飞鸽车业")
    shown = rows(full, bare)
    assert shown["空置厂房"] == (["1 处", "1 处"], False)
    assert shown["空置土地"] == (["1 处", "无"], True)
    assert shown["厂房租金"] == (["18.0–22.8 元/㎡/月（最低）", "30.0 元/㎡/月"], True)
    assert shown["土地价格"] == (["38.0 万元/亩", ""], True)
    assert shown["入驻企业"] == (["1 家", ""], True)
    assert shown["基础设施"] == (["七通一平：通给水、排水、电、路、通讯、燃气、热力，场地平整", ""], True)
    assert "空置仓库" not in shown


def test_more_parks_ask_no_more_queries(client, settings, django_assert_num_queries):
    settings.PAGE_MEMORY_MB = 0

    def address(parks):
        return "/parks/compare/?" + "&".join(f"park={park.slug}" for park in parks)

    parks = [builders.park(industries=[builders.industry()]) for _ in range(4)]
    for park in parks:
        builders.listing(park=park)
        ParkDistance.objects.create(park=park, target="天津港", km=9)
    client.get(address(parks[:2]))
    with django_assert_num_queries(8):
        client.get(address(parks[:2]))
    with django_assert_num_queries(8):
        client.get(address(parks))


def test_compares_listings_in_the_owners_unit_and_in_one():
    dear = builders.listing(price="0.75", clear_height_m=9, floor_load_t=3)
    cheap = builders.listing(price=20, price_unit="sqm_month", clear_height_m=12, floor_load_t=3)
    shown = listing_rows(dear, cheap)
    assert shown["价格"] == (["0.75 元/㎡/天（≈ 22.8 元/㎡/月）", "20 元/㎡/月（最低）"], True)
    assert shown["净高"] == (["9 m", "12 m（最高）"], True)
    assert shown["首层承重"] == (["3 t/㎡", "3 t/㎡"], False)
    assert shown["类别"] == (["厂房出租", "厂房出租"], False)
    assert shown["准入行业"] == (["不限行业", "不限行业"], False)


def test_no_price_is_lowest_among_rents_and_sales():
    rented = builders.listing(price=20, price_unit="sqm_month")
    sold = builders.listing(deal="sale", price=3000, price_unit="sqm")
    talked = builders.listing(price=None, price_unit="negotiable")
    assert listing_rows(rented, sold, talked)["价格"] == (["20 元/㎡/月", "3,000 元/㎡", "面议"], True)


def test_listings_of_two_kinds_show_the_facts_of_both():
    hall = builders.listing()
    office = builders.listing(kind="office", floor_label="高区", efficiency_ratio=72, clear_height_m=None)
    shown = listing_rows(hall, office)
    assert shown["净高"] == (["9 m", ""], True)
    assert shown["楼层"] == (["", "高区"], True)


@pytest.mark.parametrize(
    "query", ["listing=x", "listing=1", "listing=%00", "listing=" + "9" * 30, "listing=²"]
)
def test_an_unknown_listing_is_said(client, query):
    page = client.get(f"/listings/compare/?{query}").content.decode()
    assert "有 1 处载体没有找到，可能已经下线。" in page


def test_a_comparison_of_listings_hides_what_is_not_public(client):
    shown, hidden = builders.listing(), builders.listing(title="保密厂房", **builders.DRAFT)
    page = client.get(f"/listings/compare/?listing={shown.pk}&listing={hidden.pk}").content.decode()
    assert "保密厂房" not in page
    assert f"已选{shown.title}，请再选一到三处。" in page


def test_offers_others_of_the_same_place(client):
    chosen, near = builders.park(), builders.park()
    far = builders.park(district=builders.district("hedong"))
    page = client.get(f"/parks/compare/?park={chosen.slug}").content.decode()
    assert f'value="{chosen.slug}" checked' in page
    assert f'value="{near.slug}"' in page
    assert f'value="{far.slug}"' not in page
    assert Park.objects.count() == 3
