"""Every public page in a real Chromium: no complaint in the console, nothing cut off, readable by machines too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.addresses import PRIVATE, PUBLIC, fill_in
from tests.site.conftest import fill

SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def visit(page, address, site):
    assert page.goto(fill_in(address, site), wait_until="load").status == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_fits_and_is_silent(visitor, screen):
    site = fill()
    page = visitor(**SCREENS[screen])
    cut_off = {}
    for address in PUBLIC + PRIVATE:
        visit(page, address, site)
        if (pixels := page.evaluate(SIDEWAYS)) > 0:
            cut_off[address] = pixels
    assert cut_off == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_passes_axe(visitor, screen):
    site, found = fill(), {}
    page = visitor(**SCREENS[screen], bypass_csp=True)
    for address in PUBLIC + PRIVATE[:-1]:
        visit(page, address, site)
        for violation in Axe().run(page, options={"preload": False}).response["violations"]:
            targets = [node["target"] for node in violation["nodes"]]
            found.setdefault(f"{violation['id']}: {violation['help']}", []).append((address, targets[:3]))
    assert found == {}


def test_a_page_reads_without_scripts(visitor):
    site = fill()
    page = visitor(java_script_enabled=False)
    for address in PUBLIC:
        visit(page, address, site)
        assert page.locator("h1").inner_text() != ""
