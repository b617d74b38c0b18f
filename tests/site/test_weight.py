"""What has to arrive before a page shows: counted in the files themselves, as packed for every browser (gzip)."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage

from tests.site.addresses import fill_in
from tests.site.conftest import fill

KB = 1024
PAGES = [
    "/",
    "/news/",
    "/news/{article.pk}/",
    "/districts/{district.slug}/",
    "/parks/",
    "/parks/{park.slug}/",
    "/listings/{factory.pk}/",
    "/policies/{policy.pk}/",
    "/siting/?kind=factory",
    "/search/?q=园",
    "/inquiries/settle/",
    "/nothing/",
]
BLOCKING = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"></script>')
ICONS = re.compile(r'<use href="([^"#]+)#')


def packed(folder, address):
    return (folder / f"{address.removeprefix('/static/')}.gz").stat().st_size


def test_a_page_shows_after_thirty_kilobytes(collected, client, db):
    site, weights = fill(rows=12), {}
    for address in PAGES:
        response = client.get(fill_in(address, site), headers={"accept-encoding": "gzip"})
        text = client.get(fill_in(address, site)).content.decode()
        blocking = [style or script for style, script in BLOCKING.findall(text)]
        assert [re.sub(r"\.\w{12}\.", ".", one) for one in blocking] == [
            "/static/js/first.js",
            "/static/css/site.css",
        ]
        weights[address] = len(response.content) + sum(
            packed(collected, one) for one in [*blocking, *set(ICONS.findall(text))]
        )
    assert {address: weight for address, weight in weights.items() if weight > 30 * KB} == {}


def test_what_every_page_loads_stays_light(collected):
    """With brotli, a tenth above what they were when this was written. What one page alone needs comes with that page."""
    allowed = {"css/site.css": 10.5 * KB, "js/site.js": 2.75 * KB, "js/first.js": 300, "img/icons.svg": 700}
    sizes = {
        name: (collected / f"{staticfiles_storage.stored_name(name)}.br").stat().st_size for name in allowed
    }
    assert {name: size for name, size in sizes.items() if size > allowed[name]} == {}
