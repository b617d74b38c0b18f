"""The map's data: who is on it, where, and that the numbers add up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parks.maps import lying
from parks.models import Park
from tests import builders

pytestmark = pytest.mark.django_db


def at(latitude, longitude, **values):
    return builders.park(latitude=latitude, longitude=longitude, **values)


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.json()


def slugs(answer):
    return [park["slug"] for park in answer["parks"]]


def test_says_where_each_park_is_and_what_is_vacant_there(client):
    park = at("39.55", "117.03", name="京滨工业园", slug="jingbin", level=Park.Level.NATIONAL)
    builders.listing(park=park)
    builders.listing(park=park, status="taken")
    builders.listing(park=park, **builders.DRAFT)
    assert asked(client, "/parks/map.json") == {
        "total": 1,
        "parks": [
            {
                "slug": "jingbin",
                "name": "京滨工业园",
                "level": "national",
                "level_name": "国家级",
                "district": "武清区",
                "url": "/parks/jingbin/",
                "position": [39.55, 117.03],
                "vacant": 1,
            }
        ],
        "cells": [],
        "districts": [{"name": "武清区", "position": [39.55, 117.03]}],
    }


def test_says_how_many_listings_lie_in_each_park(client):
    park = at("39.55", "117.03", slug="jingbin")
    builders.listing(park=park)
    builders.listing(park=park, kind="warehouse")
    builders.listing(park=park, **builders.EXPIRED)
    builders.listing()  # of no park: it has no place
    answer = asked(client, "/listings/map.json")
    assert [(one["slug"], one["listings"]) for one in answer["parks"]] == [("jingbin", 2)]
    assert answer["total"] == 2
    assert asked(client, "/listings/map.json?kind=warehouse")["parks"][0]["listings"] == 1


def test_shows_what_the_list_would(client):
    near = at("39.55", "117.03", level=Park.Level.NATIONAL)
    at("39.60", "117.10", level=Park.Level.DISTRICT, district=builders.district("dongli"))
    assert slugs(asked(client, "/parks/map.json?level=national")) == [near.slug]
    assert slugs(asked(client, "/parks/map.json?district=wuqing")) == [near.slug]
    assert len(asked(client, "/parks/map.json?district=tianjin")["parks"]) == 2
    assert asked(client, "/parks/map.json?q=火星")["total"] == 0


@pytest.mark.parametrize("hidden", builders.HIDDEN)
def test_shows_nothing_hidden(client, hidden):
    park = at("39.55", "117.03", name="藏起来的园区", slug="hidden", **builders.HIDDEN[hidden])
    builders.listing(park=park)
    empty = {"total": 0, "parks": [], "cells": [], "districts": []}
    assert asked(client, "/parks/map.json") == empty
    assert asked(client, "/listings/map.json") == empty
    assert "藏起来的园区" not in client.get("/parks/?view=map").content.decode()
    assert "藏起来的园区" not in client.get("/listings/?view=map").content.decode()


def test_shows_what_lies_in_the_area_asked_for(client):
    inside = at("39.55", "117.03")
    at("39.55", "118.20")
    assert slugs(asked(client, "/parks/map.json?bbox=116.9,39.4,117.2,39.7&zoom=12")) == [inside.slug]


@pytest.mark.parametrize(
    "query",
    [
        "bbox=117.2,39.4,116.9,39.7",  # east of west
        "bbox=116.9,39.4,117.2",
        "bbox=nan,39.4,117.2,39.7",
        "bbox=-inf,39.4,inf,39.7",
        "bbox=1e999,1,2,3",
        "bbox=%00&zoom=%00",
        "bbox=a,b,c,d&zoom=-1",
        "bbox=" + "1," * 5000,
        "zoom=99&zoom=²",
        "level=imperial&district=nowhere&area_min=x",
    ],
)
def test_ignores_what_it_cannot_read(client, query):
    park = at("39.55", "117.03")
    assert slugs(asked(client, f"/parks/map.json?{query}")) == [park.slug]
    assert client.get(f"/parks/?view=map&{query}").status_code == 200


def test_an_area_beyond_the_world_is_the_world(client):
    park = at("39.55", "117.03")
    assert slugs(asked(client, "/parks/map.json?bbox=-900,-900,900,900&zoom=3")) == [park.slug]


@pytest.fixture
def grid(monkeypatch):
    """Ten parks in four squares of a degree, where one answer holds five: 3, 1, 4 and 2 of them."""
    monkeypatch.setattr(lying, "MOST", 5)
    squares = {(38, 116): 3, (38, 117): 1, (39, 116): 4, (39, 117): 2}
    for (latitude, longitude), count in squares.items():
        for number in range(count):
            park = at(f"{latitude}.{4 + number}", f"{longitude}.5")
            builders.listing(park=park)
            builders.listing(park=park)


def test_counts_by_squares_where_parks_are_many(client, grid):
    # 90/2⁶ = 1.40625° is the smallest square of which four cover the extent; its edges are 39.375° and 116.71875°.
    answer = asked(client, "/parks/map.json?zoom=18")
    assert answer["total"] == 10
    assert [(cell["count"], cell["position"]) for cell in answer["cells"]] == [
        (3, [38.5, 116.5]),
        (4, [39.55, 116.5]),
        (2, [39.45, 117.5]),
    ]
    # The one that is alone in its square is named.
    assert [park["position"] for park in answer["parks"]] == [[38.4, 117.5]]
    # Each cell says which area to look at: its own parks with a tenth, at least 0.004° and 0.005°, around them.
    assert answer["cells"][1]["bbox"] == "116.4950,39.3700,116.5050,39.7300"


def test_counts_by_larger_squares_from_afar(client, grid):
    # 90/2⁵ = 2.8125°: an edge at 39.375°, none between 116.5° and 117.5°.
    assert [cell["count"] for cell in asked(client, "/parks/map.json?zoom=5")["cells"]] == [4, 6]


@pytest.mark.parametrize("zoom", ["", "3", "6", "9", "18"])
@pytest.mark.parametrize("noun", ["parks", "listings"])
def test_cells_add_up_and_are_no_more_than_one_answer_holds(client, grid, noun, zoom):
    answer = asked(client, f"/{noun}/map.json?zoom={zoom}")
    alone = sum(park.get("listings", 1) for park in answer["parks"])
    assert alone + sum(cell["count"] for cell in answer["cells"]) == answer["total"]
    assert answer["total"] == (10 if noun == "parks" else 20)
    assert len(answer["parks"]) + len(answer["cells"]) <= 5


def test_answers_in_the_datum_of_the_tiles(client, settings):
    settings.MAP_TILES_DATUM = "gcj02"
    park = at("31.1774276", "121.5272106")
    [shown] = asked(client, "/parks/map.json")["parks"]
    assert shown["position"] == pytest.approx([31.175304, 121.531542], abs=2e-6)
    # The area is as the map shows it, too: the park's own place in WGS-84 lies west of this one.
    assert slugs(asked(client, "/parks/map.json?bbox=121.5310,31.17,121.54,31.18&zoom=18")) == [park.slug]


def test_parks_typed_in_any_datum_meet_on_the_map(client):
    at("31.177428", "121.527211", slug="gps")
    at("31.175304", "121.531542", coordinate_system="gcj02", slug="gaode")
    one, other = asked(client, "/parks/map.json")["parks"]
    assert one["position"] == pytest.approx(other["position"], abs=2e-6)


def test_asks_the_database_as_often_for_many_as_for_one(client, grid, monkeypatch, settings):
    settings.PAGE_MEMORY_MB = 0

    def queries(most):
        monkeypatch.setattr(lying, "MOST", most)
        with CaptureQueriesContext(connection) as asking:
            client.get("/parks/map.json?bbox=116.4,38.35,117.6,39.75&zoom=12")
        return len(asking)

    queries(400)  # what a process reads once is read now
    assert queries(400) == queries(5) == 3


def test_remembers_the_wide_view_and_notices_a_new_park(client, grid, django_assert_num_queries):
    asked(client, "/parks/map.json?zoom=5")
    with django_assert_num_queries(1):
        asked(client, "/parks/map.json?zoom=5")
    at("39.9", "116.9")
    assert asked(client, "/parks/map.json?zoom=5")["total"] == 11


def test_the_answer_is_public_and_the_same_for_everybody(client):
    at("39.55", "117.03")
    answer = client.get("/parks/map.json")
    assert "s-maxage" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    assert client.get("/parks/map.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("zoom", ["", "&zoom=18"])
def test_a_wide_view_is_remembered_whatever_zoom_it_names(client, grid, django_assert_num_queries, zoom):
    asked(client, f"/parks/map.json?bbox=73,18,135,54{zoom}")
    with django_assert_num_queries(1):
        asked(client, f"/parks/map.json?bbox=73,18,135,54{zoom}")


def test_two_districts_of_one_name_have_a_label_each(client):
    for slug, latitude in (("beijing-chaoyang", "39.9"), ("changchun-chaoyang", "43.8")):
        at(latitude, "117.5", district=builders.district(slug, name="朝阳区", short_name="朝阳区"))
    labels = asked(client, "/parks/map.json")["districts"]
    assert sorted((one["name"], one["position"][0]) for one in labels) == [("朝阳区", 39.9), ("朝阳区", 43.8)]
