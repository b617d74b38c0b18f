import pytest

from parks.models import Listing
from tests import builders
from tests.site.conftest import fill
from tests.staff_screens import screen
from tests.zhaoshang.test_admin_site import every_screen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff_page(visitor, client, live_server):
    """Makes pages of an administrator's browser; a word on the console fails the test."""
    client.force_login(builders.staff("root", is_superuser=True))

    def make_page(**options):
        page = visitor(**options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return make_page


def test_every_screen_fits_a_phone_and_leaves_the_console_silent(staff_page):
    fill()
    page = staff_page(viewport={"width": 400, "height": 800})
    wide = {}
    for address in every_screen():
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 400:
            wide[address] = width
    # What Chromium advises about password fields is said of Django's own forms.
    expected = ("[DOM]", "status of 403", "status of 404")
    page.complaints[:] = [one for one in page.complaints if not any(words in one for words in expected)]
    assert wide == {}


def test_shows_the_fields_of_the_chosen_kind(staff_page):
    page = staff_page(viewport={"width": 1280, "height": 800})
    page.goto(screen(Listing, "add"))

    def shown():
        return [
            heading.inner_text()
            for heading in page.locator("fieldset[class*='kind-'] h2").all()
            if heading.is_visible()
        ]

    seen = {"": shown()}
    for kind in Listing.Kind.values:
        page.select_option("#id_kind", kind)
        seen[kind] = shown()
    assert seen == {
        "": [],
        "land": ["土地"],
        "factory": ["厂房、仓库"],
        "warehouse": ["厂房、仓库"],
        "office": ["写字楼"],
    }


def test_shows_all_fields_without_scripts(staff_page):
    page = staff_page(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page.goto(screen(Listing, "add"))
    headings = page.locator("fieldset[class*='kind-'] h2")
    assert [one.inner_text() for one in headings.all() if one.is_visible()] == [
        "土地",
        "厂房、仓库",
        "写字楼",
    ]


def test_suggests_the_units_of_land_and_offers_those_of_the_deal(staff_page):
    page = staff_page()
    page.goto(screen(Listing, "add"))
    page.select_option("#id_kind", "land")
    page.select_option("#id_deal", "transfer")
    values = [page.input_value("#id_area_unit"), page.input_value("#id_price_unit")]
    offered = (
        "[...document.querySelectorAll('#id_price_unit option')].filter(o => !o.hidden).map(o => o.value)"
    )
    assert (values, page.evaluate(offered)) == (["mu", "mu_wan"], ["", "sqm", "mu_wan", "negotiable"])
    page.select_option("#id_area_unit", "sqm")
    page.select_option("#id_kind", "factory")
    page.select_option("#id_kind", "land")
    assert page.input_value("#id_area_unit") == "sqm"


def test_a_list_fits_its_screen_and_keeps_the_filter_at_hand(staff_page):
    fill()
    page = staff_page(viewport={"width": 400, "height": 800})
    page.goto(screen(Listing))
    rows, button = page.locator("#result_list"), page.locator("#filter-drawer > summary")
    assert button.bounding_box()["y"] < rows.bounding_box()["y"]
    assert not page.locator("#changelist-filter").is_visible()
    button.click()
    assert page.locator("#changelist-filter").is_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.locator("#changelist-filter").bounding_box()["x"] > 1000
    page.keyboard.press("Escape")
    assert not page.locator("#changelist-filter").is_visible()
    assert not page.locator(".scroll-hint").is_visible()
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.locator("#result_list td.field-area_shown").first.get_attribute("data-label") == "面积"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_of_a_phone_opens_over_the_page(staff_page, scripts):
    page = staff_page(viewport={"width": 400, "height": 800}, java_script_enabled=scripts)
    page.goto(screen(Listing))
    menu = page.locator("#staff-menu")
    assert not menu.is_visible()
    page.locator(".menu-button").click()
    assert menu.is_visible()
    page.locator(".menu-close").click()
    assert not menu.is_visible()


def test_the_menu_remembers_which_groups_are_folded(staff_page):
    page = staff_page()
    page.goto(screen(Listing))
    folded = "[...document.querySelectorAll('#staff-menu details:not([open]) summary')].map(one => one.textContent)"
    page.locator("#staff-menu summary", has_text="站点").click()
    page.goto("/admin/")
    assert page.evaluate(folded) == ["站点"]


def test_the_save_bar_and_the_parts_of_a_form_stay_in_sight(staff_page):
    page = staff_page(viewport={"width": 1280, "height": 800})
    page.goto(screen(Listing, "add"))
    bar = page.locator(".submit-row")
    assert bar.bounding_box()["y"] + bar.bounding_box()["height"] <= 800
    page.locator(".form-parts a", has_text="详细说明").click()
    page.wait_for_timeout(200)
    assert page.locator(".form-parts").bounding_box()["y"] >= 0
    heading = page.locator("h2", has_text="详细说明").bounding_box()["y"]
    assert page.locator(".form-parts").bounding_box()["y"] < heading < 800
