import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.urls import reverse

from publishing import covers
from publishing.covers.palette import tones_for

NAMES = [f"天津京滨工业园 {number} 号" for number in range(500)]


def draw(kind, hue_key="wuqing", name="天津京滨工业园"):
    return covers.cover_svg(kind, covers.seed_for(hue_key, name))


@pytest.mark.parametrize("kind", covers.KINDS)
def test_every_drawing_is_small_well_formed_and_stands_alone(kind):
    for name in NAMES:
        drawing = draw(kind, hue_key=name[-5:], name=name)
        assert len(drawing.encode()) < 4096, name
        root = ElementTree.fromstring(drawing)
        assert root.attrib == {"width": "640", "height": "360", "viewBox": "0 0 640 360"}
        assert {part.tag.split("}")[1] for part in root.iter()} <= {"svg", "g", "path", "circle", "pattern"}
        assert not re.search(r"style=|href|nan|inf|data:|http(?!://www\.w3\.org/2000/svg)", drawing)


@pytest.mark.parametrize("kind", covers.KINDS)
def test_different_names_are_drawn_differently_and_one_always_the_same(kind):
    assert len({draw(kind, name=name) for name in NAMES}) == len(NAMES)
    assert draw(kind) == draw(kind)


def test_kinds_are_the_ones_the_site_has():
    assert covers.KINDS == ("article", "park", "land", "factory", "warehouse", "office", "policy", "district")


def test_the_district_decides_the_colours_and_the_name_does_not():
    def colours(hue_key, name):
        return set(re.findall("#[0-9a-f]{6}", draw("factory", hue_key, name)))

    everywhere = colours("wuqing", "甲") & colours("dongli", "甲")
    assert everywhere == {tones_for(0).lamp, tones_for(0).leaf}
    assert colours("wuqing", "甲") == colours("wuqing", "乙")


def test_a_known_seed_gives_the_same_address_in_every_release_of_python():
    assert covers.cover_url("park", "wuqing", "天津京滨工业园") == "/covers/park-27a0e85fbf33.svg"


def test_a_cover_is_served_for_good_and_without_a_database(client):
    address = covers.cover_url("land", "wuqing", "京滨一号地")
    response = client.get(address)
    assert response.status_code == 200
    assert response.content.decode() == draw("land", name="京滨一号地")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        ("castle", "0123456789ab"),
        ("park", "0123456789a"),
        ("park", "0123456789abc"),
        ("park", "0123456789AB"),
        ("park", "0123456789ag"),
    ],
)
def test_nothing_is_drawn_for_an_unknown_kind_or_a_seed_that_is_none(client, kind, seed):
    assert client.get(reverse("cover", args=[kind, seed])).status_code == 404


def test_a_template_shows_a_thing_by_its_drawing():
    thing = SimpleNamespace(cover_kind="office", cover_hue_key="hexi", cover_name="河西一座")
    address = covers.cover_url("office", "hexi", "河西一座")
    html = Template("{% load pictures %}{% cover_for thing %}|{% cover_url_for thing %}").render(
        Context({"thing": thing})
    )
    assert html == (
        f'<img src="{address}" alt="" width="640" height="360" loading="lazy" decoding="async">|{address}'
    )
