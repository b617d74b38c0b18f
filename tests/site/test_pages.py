import gzip
from html.parser import HTMLParser

import html5lib
import pytest

from tests.site.addresses import FOR_MACHINES, PRIVATE, PUBLIC, fill_in
from tests.test_house import runs_nothing_inline


class Outline(HTMLParser):
    """What a page says about itself: its tags in order, as (name, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@pytest.mark.parametrize("address", PUBLIC + PRIVATE)
def test_every_page_is_sound(client, site, address):
    response = client.get(fill_in(address, site))
    text = response.content.decode()
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(text)
    outline = Outline(text)
    assert len(outline.all("h1")) == 1
    assert len(outline.all("main")) == 1 or address.startswith("/admin/")
    assert len(set(outline.ids())) == len(outline.ids())
    assert [
        picture for picture in outline.all("img") if not {"alt", "width", "height"} <= picture.keys()
    ] == []
    assert outline.all("html")[0]["lang"].startswith("zh")
    assert [*runs_nothing_inline(address, text)] == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_may_be_kept_by_every_cache(client, site, address):
    response = client.get(fill_in(address, site))
    kept = {part.strip().split("=")[0] for part in response["Cache-Control"].split(",")}
    assert {"public", "s-maxage", "stale-while-revalidate", "stale-if-error"} <= kept
    assert not kept & {"private", "no-store", "no-cache"}
    assert response.cookies == {}
    assert "cookie" not in response.get("Vary", "").lower()
    again = client.get(fill_in(address, site), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == response["Cache-Control"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_travels_compressed(client, site, address):
    plain = client.get(fill_in(address, site))
    packed = client.get(fill_in(address, site), headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert packed["ETag"] != plain["ETag"]
    again = client.get(
        fill_in(address, site), headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]}
    )
    assert (again.status_code, again["Vary"]) == (304, "Accept-Encoding")


def test_a_page_with_a_secret_is_not_compressed(client, site):
    """Its size would tell the token to whoever can put words beside it."""
    response = client.get("/contact/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_holds_no_form_that_posts(client, site, address):
    forms = Outline(client.get(fill_in(address, site)).content.decode()).all("form")
    assert [form for form in forms if form.get("method", "get").lower() != "get"] == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_the_same_for_staff(client, admin_client, site, address):
    assert client.get(fill_in(address, site)).content == admin_client.get(fill_in(address, site)).content


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_page_is_kept_by_nobody(client, site, address):
    kept = client.get(fill_in(address, site))["Cache-Control"]
    assert {"private", "no-store"} <= {part.strip() for part in kept.split(",")}


@pytest.mark.parametrize("address", FOR_MACHINES)
def test_what_machines_read_sets_no_cookie(client, site, address):
    response = client.get(fill_in(address, site))
    assert response.status_code == 200
    assert response.cookies == {}


@pytest.mark.parametrize("address", ["/", "/contact/", "/admin/login/", "/nothing-here/"])
def test_every_answer_keeps_the_browser_at_home(client, site, address):
    response = client.get(address)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert not [value for value in policy.values() if "unsafe" in value or "http" in value or "*" in value]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_is_not_there_says_so_on_a_page(client, site):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    assert len(Outline(response.content.decode()).all("h1")) == 1
