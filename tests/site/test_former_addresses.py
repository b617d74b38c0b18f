"""Addresses of what was renamed, as bookmarks and engines still hold them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Channel
from parks.models import District, Park
from publishing.caching import public
from publishing.models import FormerAddress
from tests import builders
from tests.staff_screens import enter

pytestmark = pytest.mark.django_db


def rename(thing, slug):
    thing = type(thing).objects.get(pk=thing.pk)
    thing.slug = slug
    thing.save()
    return thing


def rows():
    return sorted(FormerAddress.objects.values_list("noun", "old", "new"))


def leads(client, address):
    """Where it leads for good; the status where it doesn't."""
    response = client.get(address)
    return response["Location"] if response.status_code == 301 else response.status_code


@pytest.fixture
def renamed():
    """武清 was old and is new, its park was old-park and is new-park, the channel policy is called rules."""
    park = builders.park(slug="old-park", district=builders.district("old"))
    rename(park.district, "new")
    rename(park, "new-park")
    rename(builders.channel("policy"), "rules")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/districts/old/", "/districts/new/"),
        ("/districts/old/news/?page=2", "/districts/new/news/?page=2"),
        ("/districts/old/policy/", "/districts/new/rules/"),
        ("/districts/new/policy/?page=2&q=%E5%9B%AD", "/districts/new/rules/?page=2&q=%E5%9B%AD"),
        ("/districts/old/rents/", "/districts/new/rents/"),
        ("/parks/old-park/", "/parks/new-park/"),
        ("/parks/old-park/?a=//evil.example&a=2", "/parks/new-park/?a=//evil.example&a=2"),
        ("/parks/old-park/sheet.pdf", "/parks/new-park/sheet.pdf"),
        ("/parks/?district=old&level=national", "/parks/?district=new&level=national"),
        ("/parks/map.json?district=old", "/parks/map.json?district=new"),
        ("/parks/compare/?park=old-park&park=other", "/parks/compare/?park=new-park&park=other"),
        ("/listings/?district=old&park=old-park", "/listings/?district=new&park=new-park"),
        ("/news/?channel=policy&district=old", "/news/?channel=rules&district=new"),
        ("/policies/?district=old", "/policies/?district=new"),
        (
            "/siting/?kind=factory&district=other&district=old",
            "/siting/?kind=factory&district=other&district=new",
        ),
        ("/search/?q=x&district=old", "/search/?q=x&district=new"),
        ("/feeds/news/?district=old", "/feeds/news/?district=new"),
        ("/api/v1/districts/old", "/api/v1/districts/new"),
        ("/api/v1/parks/old-park", "/api/v1/parks/new-park"),
        ("/api/v1/parks?district=old", "/api/v1/parks?district=new"),
    ],
)
def test_leads_from_every_old_address_to_the_new(client, renamed, old, new):
    response = client.get(old)
    assert (response.status_code, response["Location"], response["Cache-Control"]) == (301, new, public())
    assert not response.cookies
    assert client.head(old).status_code == 301 or old.startswith("/api/")  # which answers GET alone
    assert client.get(new).status_code in (200, 404)  # a page 2 that isn't there


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/districts/Old/", 404),
        ("/districts/nowhere/", 404),
        ("/districts/new/?page=2", 200),
        ("/districts/new/news/?page=99", 404),
        ("/parks/old/", 404),
        ("/districts/old-park/", 404),
        ("/news/9/?district=%00", 404),
        ("/parks/?district=nowhere", 200),
        ("/parks/?district=%00old", 200),
        ("/news/?channel=nowhere", 200),
        ("/parks/compare/?park=nowhere", 200),
        ("/nothing/old/", 404),
    ],
)
def test_leaves_everything_else_as_it_is(client, renamed, address, status):
    assert client.get(address).status_code == status


def test_a_form_that_is_sent_is_not_led_away(client, renamed):
    assert client.post("/districts/old/").status_code == 404


def test_leads_straight_to_the_last_name(client):
    park = builders.park(slug="first")
    for slug in ("second", "third"):
        rename(park, slug)
    assert rows() == [("park", "first", "third"), ("park", "second", "third")]
    assert leads(client, "/parks/first/") == "/parks/third/"


def test_a_name_taken_back_leads_nowhere(client):
    park = builders.park(slug="first")
    rename(park, "second")
    rename(park, "first")
    assert rows() == [("park", "second", "first")]
    assert client.get("/parks/first/").status_code == 200


@pytest.mark.parametrize("values", [{}, builders.DRAFT])
def test_who_takes_an_old_name_has_it(client, values):
    rename(builders.park(slug="first"), "second")
    builders.park(slug="first", **values)
    assert rows() == []
    assert leads(client, "/parks/first/") == (404 if values else 200)


@pytest.mark.parametrize("state", builders.HIDDEN)
def test_says_no_new_name_of_what_is_not_public(client, state):
    park = builders.park(slug="first", **builders.HIDDEN[state])
    rename(park, "second")
    assert leads(client, "/parks/first/") == 404
    assert leads(client, "/listings/?park=first") == 200


def test_a_name_and_its_memory_are_saved_together(monkeypatch):
    park = builders.park(slug="first")

    def broken(*arguments):
        raise ZeroDivisionError

    monkeypatch.setattr("publishing.former.remember", broken)
    with pytest.raises(ZeroDivisionError):
        rename(park, "second")
    assert Park.objects.get().slug == "first"


def test_remembers_nothing_when_the_name_stays():
    for thing in (builders.park(), builders.district(), builders.channel()):
        thing.save()
        thing.save(update_fields=["name"])
    assert rows() == []


@pytest.mark.parametrize("address", ["/districts/wuqing/", "/parks/{}/", "/parks/?district=wuqing", "/news/"])
def test_a_page_that_is_there_asks_no_more(client, address):
    address = address.format(builders.park().slug)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert [query["sql"] for query in asked if "formeraddress" in query["sql"]] == []


def test_the_rest_of_a_district_moves_with_it(client):
    child = builders.district("child", parent=builders.district("old"))
    rename(District.objects.get(slug="old"), "new")
    assert District.objects.get(pk=child.pk).path == "tianjin/new/child/"
    sitemap = client.get("/sitemap-districts.xml").content.decode()
    assert "/districts/old/" not in sitemap


def test_a_channel_keeps_its_old_tiles(client):
    builders.district("here")
    rename(Channel.objects.get_or_create(slug="land", defaults={"name": "土地"})[0], "ground")
    assert leads(client, "/districts/here/land/") == "/districts/here/ground/"


def test_leads_nobody_on_from_a_staff_screen(client, renamed):
    enter(client, "站长")
    assert leads(client, "/admin/articles/article/99999/history/?district=old") == 404
    assert leads(client, "/districts/old/") == "/districts/new/"
