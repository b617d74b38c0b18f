from urllib.parse import quote

import pytest

from tests.site.addresses import LISTS, fill_in

FIGURES = ["area_min", "area_max", "price_min", "price_max", "height_min", "load_min", "power_min"]
LISTING = ["kind", "deal", "price_unit", "area_unit", "available", *FIGURES]
COMMON = ["district", "industry", "q", "sort", "page"]
PARAMETERS = {
    "/news/": [*COMMON, "channel", "tag"],
    "/districts/wuqing/news/": COMMON,
    "/parks/": [*COMMON, "level", "type", "available", "area_min", "area_max"],
    "/parks/compare/": ["park"],
    "/listings/compare/": ["listing"],
    "/listings/": [*COMMON, *LISTING],
    "/siting/": [*COMMON, *LISTING, "ready_by", "must"],
    "/policies/": COMMON,
    "/search/": ["q", "kind", "district", "since", "until", "sort", "page"],
    "/search/suggest": ["q"],
    "/feeds/news/": ["district"],
    "/contact/": ["from", "topic", "district", "park", "listing"],
    "/inquiries/settle/": ["from", "topic", "park", "listing", *COMMON, *LISTING, "ready_by", "must"],
    "/api/v1/articles": [*COMMON, "limit", "offset", "cursor"],
    "/api/v1/listings": [*COMMON, *LISTING, "limit", "offset", "cursor"],
}
NASTY = ["%00", "9" * 30, "NaN", "%ED%A0%80", "1%27%20OR%201=1--"]  # each parameter alone
ODD = [
    "",
    "%ff%fe",
    "-1",
    "1e400",
    "Infinity",
    "１２",
    "%F0%A0%AE%B7",
    "[]",
    "..%2F..%2Fetc%2Fpasswd",
    "a" * 3000,
]
ODD += ["__class__", "-published_at", "(", "%25", "1,5", "%0D%0AX:1", *NASTY]  # all parameters at once
ODD_NAMES = ["0", "9" * 30, "-1", "nothing", "%00", "１", "%ED%A0%80", "a" * 3000, "..%2Fadmin"]


@pytest.mark.parametrize("address", PARAMETERS)
def test_an_odd_parameter_is_ignored_or_refused(client, site, address):
    names = PARAMETERS[address]
    asked = [f"{address}?{name}={value}" for name in names for value in NASTY]
    asked += [f"{address}?" + "&".join(f"{name}={value}" for name in names) for value in ODD]
    asked += [f"{address}?" + "&".join(f"{name}[]=1&{name}=1&{name}=2" for name in names)]
    answers = {one: client.get(one).status_code for one in asked}
    assert {one: status for one, status in answers.items() if status not in (200, 400, 404, 422)} == {}


@pytest.mark.parametrize("address", LISTS[:-1])
@pytest.mark.parametrize("page", ["2", "0", "-1", "999999999", "9" * 30])
def test_a_page_out_of_range_is_not_found(client, site, address, page):
    address = fill_in(address, site)
    assert client.get(address, follow=True).status_code == 200
    assert client.get(f"{address}{'&' if '?' in address else '?'}page={page}").status_code == 404


@pytest.mark.parametrize("folder", ["news", "listings", "policies", "parks", "districts"])
@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_address_is_not_found(client, site, folder, name):
    assert client.get(f"/{folder}/{name}/").status_code == 404


@pytest.mark.parametrize("folder", ["inquiries", "submissions"])
@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_reference_tells_nothing(client, site, folder, name):
    """Whether a reference exists is for its owner: every unknown one gets the same answer."""
    answer, unknown = client.get(f"/{folder}/{name}/"), client.get(f"/{folder}/ZX-2222-2222-2222-2222/")
    assert answer.status_code in (404, unknown.status_code)
    assert unknown.status_code < 500


def test_a_searched_word_is_shown_as_text(client, site):
    word = "<script>alert(1)</script>"
    page = client.get(f"/search/?q={quote(word)}").content.decode()
    assert word not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("address", ["/", "/news/", "/contact/", "/admin/", "/nothing/"])
def test_a_foreign_host_is_refused_in_words(client, site, settings, address):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = client.get(address, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "请求无法识别" in response.content.decode()
    assert "evil.example" not in response.content.decode()
