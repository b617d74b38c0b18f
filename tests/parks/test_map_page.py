"""The map as a reader meets it: without a script, in Leaflet, on a park's own page."""

import json
import re
from math import hypot

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from parks.maps import drawing
from parks.maps.labels import box_of
from tests import builders


def at(latitude, longitude, **values):
    return builders.park(latitude=latitude, longitude=longitude, **values)


def links(page, kind="wide"):
    """[(address, words)] of the circles in the drawing of that kind."""
    drawn = re.search(rf'<svg class="map-drawing map-{kind}".*?</svg>', page, re.DOTALL)[0]
    found = re.findall(r'<a href="([^"]*)"[^>]*>\s*<title>(.*?)</title>', drawn, re.DOTALL)
    return [(address.replace("&amp;", "&"), words) for address, words in found]


@pytest.mark.django_db
class TestWithoutAScript:
    def test_each_park_is_a_link_with_words(self, client):
        park = at("39.55", "117.03", name="京滨工业园", slug="jingbin", level="national")
        builders.listing(park=park)
        page = client.get("/parks/?view=map").content.decode()
        assert links(page) == [("/parks/jingbin/", "京滨工业园，国家级，空置载体 1 处")]
        assert links(page, "narrow") == links(page)
        assert ">武清区</text>" in page

    def test_parks_that_lie_together_are_one_circle_that_leads_closer(self, client):
        at("39.50", "117.00")
        at("39.51", "117.00")
        at("38.70", "117.60", slug="far-off")
        [(address, words), other] = links(client.get("/parks/?view=map&level=provincial").content.decode())
        assert words == "2 个园区，放大看"
        # A tenth, at least 0.004° and 0.005°, around the two.
        assert address == "?view=map&level=provincial&bbox=116.9950%2C39.4960%2C117.0050%2C39.5140"
        assert other[0] == "/parks/far-off/"
        closer = links(client.get(f"/parks/{address}").content.decode())
        assert [one for one, _ in closer] == ["/parks/jingbin-1/", "/parks/jingbin-2/"]

    def test_parks_at_one_address_stand_in_a_ring(self, client):
        for _ in range(3):
            at("39.5", "117.0")
        page = client.get("/parks/?view=map").content.decode()
        assert [address for address, _ in links(page)] == [f"/parks/jingbin-{n}/" for n in (1, 2, 3)]

    def test_listings_are_counted_where_their_park_is(self, client):
        park = at("39.55", "117.03", name="京滨工业园", slug="jingbin")
        builders.listing(park=park)
        builders.listing(park=park)
        builders.listing()
        page = client.get("/listings/?view=map").content.decode()
        assert links(page) == [("/parks/jingbin/", "京滨工业园，省（市）级，2 处载体")]
        assert "另有 1 处载体没有标注坐标" in page

    def test_several_listings_of_one_park_show_their_number_and_no_level(self, client):
        few = at("39.55", "117.03", level="national")
        one = at("38.70", "117.60", level="national")
        for park in [few, few, few, one]:
            builders.listing(park=park)
        page = BeautifulSoup(client.get("/listings/?view=map").content, "html.parser")
        marks = page.select(".map-wide .map-mark")
        numbers = {mark["href"]: [text.text for text in mark.select("text")] for mark in marks}
        assert numbers == {few.get_absolute_url(): ["3"], one.get_absolute_url(): []}
        assert [mark.get("data-level") for mark in marks] == [None, None]
        assert [item.text for item in page.select(".map-key li:not([hidden])")] == [
            "圆点：1 处载体，在所属园区的位置",
            "数字：同一园区或相邻园区的载体处数，点开细看",
        ]

    def test_the_switch_keeps_the_filters(self, client):
        at("39.55", "117.03")
        page = client.get("/parks/?level=provincial&page=1").content.decode()
        assert 'href="?level=provincial&amp;view=map"' in page
        page = client.get("/parks/?level=provincial&view=map&bbox=116,39,118,40").content.decode()
        assert 'href="?level=provincial"' in page
        assert 'name="view" value="map"' in page

    def test_says_so_where_nobody_has_a_place(self, client):
        builders.park()
        page = client.get("/parks/?view=map").content.decode()
        assert "找到的园区都还没有标注坐标，请看列表。" in page
        assert "map-drawing" not in page

    def test_names_the_source_of_the_tiles(self, client, settings):
        at("39.55", "117.03")
        settings.MAP_TILES = ["https://t0.example.cn/{z}/{x}/{y}.png"]
        settings.MAP_ATTRIBUTION = "底图：<示例>"
        page = client.get("/parks/?view=map").content.decode()
        assert 'data-tiles="https://t0.example.cn/{z}/{x}/{y}.png"' in page
        assert "底图：&lt;示例&gt;" in page

    def test_a_parks_page_shows_it_among_its_neighbours(self, client):
        park = at("39.55", "117.03", name="京滨工业园", slug="jingbin")
        at("39.60", "117.10", slug="near", name="近邻园")
        at("42.00", "117.10", slug="far", name="远方园")
        at("39.61", "117.10", slug="draft", **builders.DRAFT)
        page = client.get(park.get_absolute_url()).content.decode()
        assert [address for address, _ in links(page)] == ["/parks/jingbin/", "/parks/near/"]
        assert 'href="/parks/jingbin/" class="map-mark" data-level="provincial" aria-current="true"' in page
        assert "虚线圈：离本园区的直线距离" in page
        assert re.search(r'class="map-rings".*?<circle [^>]*/>.*? km</text>', page, re.DOTALL)

    def test_a_park_without_a_place_has_no_map(self, client):
        assert "map-drawing" not in client.get(builders.park().get_absolute_url()).content.decode()

    @pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
    def test_tells_search_engines_the_place_in_wgs84(self, client, datum):
        park = at("31.175304", "121.531542", coordinate_system=datum)
        page = client.get(park.get_absolute_url()).content.decode()
        data = json.loads(
            re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
        )
        things = data.get("@graph", [data]) if isinstance(data, dict) else data
        [place] = [one for one in things if one["@type"] == "Place"]
        assert (place["geo"]["latitude"], place["geo"]["longitude"]) == park.position


def test_the_scale_is_true():
    # 1 px a hundredth of a degree = 1.1132 km: 100 km are 89.8 px, 200 km more than the 110 there are.
    assert drawing.scale_bar(100) == (89.8, 100)
    # 100 px a km: 1 km is 100 px.
    assert drawing.scale_bar(100 * drawing.KM_PER_DEGREE) == (100, 1)


def test_rings_stand_at_round_distances():
    # 10 px a km: 5 km are 50 px, too close; 10 km are 100 px. 7 px a km: 10 km are 70 px.
    assert drawing.rings(10 * drawing.KM_PER_DEGREE, 250) == [(100, 10), (200, 20)]
    assert drawing.rings(7 * drawing.KM_PER_DEGREE, 209) == [(70, 10), (140, 20)]
    assert drawing.rings(7 * drawing.KM_PER_DEGREE, 69) == []


def test_a_park_ten_km_off_lies_on_the_ring_of_ten_km():
    # At 39° a degree of longitude is 111.32 × cos 39° = 86.513 km.
    here = thing("here", "甲区", 39.0, 117.0) | {"here": True}
    away = [thing("north", "甲区", 39 + 10 / 111.32, 117.0), thing("east", "甲区", 39.0, 117 + 10 / 86.513)]
    away += [thing("south", "甲区", 39 - 10 / 111.32, 117.0), thing("west", "甲区", 39.0, 117 - 10 / 86.513)]
    for one in drawing.drawn({"parks": [here, *away], "cells": [], "districts": []}, drawing.STRIPS):
        [ring] = [px for px, km in one.rings if km == 10]
        far = [mark for mark in one.marks if mark is not one.here]
        assert [round(hypot(mark.x - one.here.x, mark.y - one.here.y)) for mark in far] == [round(ring)] * 4
        assert one.meridians == one.parallels == []
        assert "10 km" in [label.text for label in one.distances]
        words = [*one.labels, *one.distances]
        boxes = [box_of(label, 12) for label in words]
        assert not [1 for n, box in enumerate(boxes) for other in boxes[:n] if box.meets(other)]


def test_no_name_lies_on_another_or_outside():
    places = {
        "parks": [
            {
                "name": f"第{n}工业园区",
                "slug": str(n),
                "level": "district",
                "position": [39 + n % 7 / 9, 117 + n / 50],
            }
            for n in range(40)
        ],
        "cells": [],
        "districts": [{"name": "武清区", "position": [39.3, 117.3]}],
    }
    for one in drawing.drawn(places):
        boxes = [box_of(label, 12) for label in one.labels]
        boxes += [box_of(label, 15) for label in one.districts]
        assert len(boxes) > 4
        assert not [1 for n, box in enumerate(boxes) for other in boxes[:n] if box.meets(other)]
        assert all(box.left >= 0 and box.right <= one.frame.width for box in boxes)


def thing(slug, district, *position):
    return {"slug": slug, "name": slug, "level": "district", "district": district, "position": position}


def test_a_district_is_named_at_its_own_parks_or_not_at_all():
    # 甲区 lies by itself, 乙区 and 丙区 in one circle, and the middle of 丁区 among the parks of 戊区.
    parks = [
        thing("a", "甲区", 39.0, 117.0),
        thing("b", "乙区", 39.9, 117.0),
        thing("c", "丙区", 39.9, 117.0001),
    ]
    parks += [
        thing("d", "丁区", 39.0, 117.9),
        thing("e", "丁区", 39.9, 117.9),
        thing("f", "戊区", 39.45, 117.9),
    ]
    names = {}
    for park in parks:
        names.setdefault(park["district"], []).append(park["position"])
    districts = [
        {"name": name, "position": [sum(axis) / len(found) for axis in zip(*found, strict=True)]}
        for name, found in names.items()
    ]
    for one in drawing.drawn({"parks": parks, "cells": [], "districts": districts}):
        assert [label.text for label in one.districts] == ["甲区", "戊区"]
        circles = {mark.park["slug"]: mark for mark in one.marks if mark.park}
        for label, slug in zip(one.districts, "af", strict=True):
            assert label.x == circles[slug].x
            assert abs(label.y - 5 - circles[slug].y) <= 27


@pytest.mark.django_db(transaction=True)
def test_a_visitor_switches_to_the_map_zooms_and_opens_a_card(visitor):
    park = at("39.50", "117.00", name="京滨工业园", slug="jingbin")
    at("39.51", "117.01", name="自行车王国产业园", slug="bicycle")
    at("38.70", "117.60", name="南港工业区", slug="nangang")
    at("39.00", "117.00", name="国家级园区", level="national")
    builders.listing(park=park)
    page = visitor(viewport={"width": 1280, "height": 900})
    page.goto("/parks/?level=provincial")
    page.get_by_role("link", name="地图", exact=True).click()
    live = page.locator(".map-live")
    expect(live.get_by_role("button", name="南港工业区")).to_be_visible()
    expect(page.locator(".map-drawing").first).to_be_hidden()
    expect(page.locator(".map").get_by_role("status")).to_have_text("图中 3 个园区。")

    together = live.get_by_role("button", name="2 个园区，放大看")
    together.focus()
    page.keyboard.press("Enter")
    expect(live.get_by_role("button", name="京滨工业园，省（市）级，空置载体 1 处")).to_be_visible()
    expect(together).to_have_count(0)
    expect(page).to_have_url(re.compile(r"level=provincial&view=map&bbox=11\d"))

    live.get_by_role("button", name="京滨工业园").click()
    card = live.locator(".leaflet-popup-content")
    expect(card).to_have_text("京滨工业园省（市）级，武清区空置载体 1 处")
    expect(card.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(live.get_by_role("button", name="京滨工业园")).to_be_focused()
    page.keyboard.press("Enter")
    card.get_by_role("link", name="京滨工业园").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("京滨工业园")

    page.go_back()
    live.get_by_role("button", name="缩小").click()
    expect(live.get_by_role("button", name="放大")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_the_map_works_at_a_phones_size_with_a_finger(visitor):
    at("39.50", "117.00", name="京滨工业园", slug="jingbin")
    page = visitor(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto("/listings/?view=map")
    expect(page.get_by_text("没有同时符合")).to_be_visible()
    page.goto("/parks/?view=map")
    page.locator(".map-live").get_by_role("button", name="京滨工业园").tap()
    expect(page.locator(".leaflet-popup-content").get_by_role("link", name="京滨工业园")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.django_db(transaction=True)
def test_the_map_follows_the_filters(visitor):
    at("39.50", "117.00", name="京滨工业园")
    at("39.00", "117.00", name="国家级园区", level="national")
    page = visitor(viewport={"width": 1280, "height": 900})
    page.goto("/parks/?view=map")
    status = page.locator(".map").get_by_role("status")
    expect(status).to_have_text("图中 2 个园区。")
    page.get_by_label("级别").select_option("national")
    expect(status).to_have_text("图中 1 个园区。")
    expect(page.locator(".map-live").get_by_role("button", name="国家级园区")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?view=map&level=national$"))
