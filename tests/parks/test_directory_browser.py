"""The directories in a browser: with a script the results come without a new page, without one by the form."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Listing
from tests import builders

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def halls(db):
    """Three factories, two of them vacant, and 20 warehouses on two pages."""
    for number, status in enumerate(["vacant", "vacant", "taken"]):
        builders.listing(title=f"厂房{number}", status=status)
    for number in range(20):
        builders.listing(title=f"仓库{number}", kind="warehouse", verified_on="2025-08-21")


def titles(page):
    return page.locator("#results h3").all_inner_texts()


def shows(page, number):
    expect(page.locator(".result-count b")).to_have_text(str(number))


def test_a_choice_shows_at_once_and_the_way_back_works(halls, browser_page):
    page = browser_page
    page.goto("/listings/")
    page.evaluate("window.same = true")
    shows(page, 23)
    page.get_by_label("类别").focus()
    page.get_by_label("类别").select_option("factory")
    page.wait_for_url("**/listings/?kind=factory")
    shows(page, 3)
    expect(page.get_by_label("类别")).to_be_focused()
    page.get_by_label(re.compile("只看空置")).check()
    shows(page, 2)
    assert titles(page) == ["厂房1", "厂房0"]
    assert page.locator("#id_kind option:checked").inner_text() == "厂房（2）"
    assert page.get_by_role("button", name="显示 2 处").is_visible()
    assert page.locator("details [role=status]").inner_text() == "符合条件的 2 处载体"
    page.go_back()
    shows(page, 3)
    assert not page.get_by_label(re.compile("只看空置")).is_checked()
    assert page.locator("#id_kind").input_value() == "factory"
    assert page.evaluate("window.same") is True


def test_what_is_typed_stays_while_its_results_come(halls, browser_page):
    page = browser_page
    page.goto("/listings/")
    page.get_by_label("面积下限").press_sequentially("9000", delay=20)
    page.wait_for_url("**/listings/?area_min=9000")
    page.wait_for_selector(".empty")
    assert page.evaluate("document.activeElement.value") == "9000"
    page.get_by_label("面积下限").fill("多")
    page.wait_for_selector("#results .notice")
    assert page.locator("form .error").inner_text() == "“面积下限”请填数字，此项未生效。"
    page.get_by_label("面积下限").fill("1000")
    page.wait_for_url("**/listings/?area_min=1000")
    expect(page.locator("form .error")).to_have_count(0)


def test_picks_survive_turning_the_page_and_are_compared(halls, browser_page):
    page = browser_page
    page.goto("/listings/")
    page.get_by_label("加入比较").first.check()
    first = titles(page)[0]
    page.get_by_role("link", name="下一页").click()
    page.wait_for_url("**/listings/?page=2")
    expect(page.locator(".pages [aria-current=page]")).to_have_text("2")
    assert page.locator(".pick-bar li").all_inner_texts() == [f"{first} ×"]
    page.get_by_label("加入比较").last.check()
    last = titles(page)[-1]
    page.get_by_role("button", name="比较所选载体").click()
    page.wait_for_url("**/listings/compare/?*")
    assert page.locator(".compare-table thead a").all_inner_texts() == [last, first]
    assert page.context.cookies() == []


def test_on_a_phone_the_filter_waits_behind_its_button(halls, visitor):
    page = visitor(**PHONE)
    page.goto("/listings/")
    assert not page.locator("#id_kind").is_visible()
    page.get_by_text("筛选", exact=True).first.click()
    page.get_by_label("类别").select_option("factory")
    page.get_by_role("button", name="显示 3 处").click()
    assert not page.locator("#id_kind").is_visible()
    assert page.locator("summary").inner_text() == "筛选（1 项）"
    assert page.evaluate("document.activeElement.id") == "results"


def test_without_a_script_the_form_does_the_same(halls, visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/listings/")
    page.get_by_label("类别").select_option("factory")
    page.get_by_role("button", name="筛选").click()
    shows(page, 3)
    for box in page.get_by_label("加入比较").all()[:2]:
        box.check()
    page.get_by_role("button", name="比较所选载体").click()
    expect(page.locator(".compare-table thead a")).to_have_text(["厂房1", "厂房0"])


def test_picks_go_from_siting_to_a_listing_and_its_neighbours(halls, browser_page):
    page = browser_page
    page.goto("/siting/?kind=factory")
    page.locator(".result", has_text="厂房0").get_by_label("加入比较").check()
    page.locator(".result h3", has_text="厂房1").click()
    expect(page.locator(".pick-bar li")).to_have_text(["厂房0 ×"])
    page.locator(".page-head").get_by_label("加入比较").check()
    expect(page.locator(".pick-bar li")).to_have_text(["厂房0 ×", "厂房1 ×"])
    assert page.locator("article", has_text="厂房0").get_by_label("加入比较").is_checked()
    page.get_by_role("button", name="比较所选载体").click()
    expect(page.locator(".compare-table thead a")).to_have_text(["厂房1", "厂房0"])


@pytest.mark.parametrize(
    ("address", "compared"),
    [
        ("/siting/?kind=factory", ["厂房1", "厂房0"]),
        ("/listings/{factory}/", ["厂房0", "厂房1"]),
        ("/parks/jia/", ["甲园", "乙园"]),
    ],
)
def test_without_a_script_its_boxes_are_compared_all_the_same(halls, visitor, address, compared):
    industry = builders.industry()
    for slug, name in [("jia", "甲园"), ("yi", "乙园")]:
        builders.park(slug=slug, name=name, industries=[industry])
    page = visitor(java_script_enabled=False)
    page.goto(address.format(factory=Listing.objects.get(title="厂房0").pk))
    for box in page.get_by_label("加入比较").all()[:2]:
        box.check()
    page.locator("#compare [type=submit]").click()
    expect(page.locator(".compare-table thead a")).to_have_text(compared)


def test_whatever_goes_wrong_ends_on_the_page_itself(halls, browser_page):
    page = browser_page
    page.goto("/listings/")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.get_by_label("类别").select_option("factory")
    page.wait_for_url("**/listings/?kind=factory")
    shows(page, 3)
    assert "native code" in page.evaluate("String(window.fetch)")


def test_the_names_stay_in_sight_in_a_long_comparison(halls, browser_page):
    page = browser_page
    page.set_viewport_size({"width": 360, "height": 640})
    keys = list(Listing.objects.order_by("pk").values_list("pk", flat=True)[:4])
    page.goto("/listings/compare/?" + "&".join(f"listing={key}" for key in keys))
    expect(page.get_by_text("表格可左右滑动")).to_be_visible()
    region = page.locator(".compare-scroll")
    region.evaluate("one => one.scrollTo(150, 400)")
    top, left = (region.bounding_box()[side] for side in ("y", "x"))
    head = page.locator(".compare-table thead th")
    assert abs(head.nth(1).bounding_box()["y"] - top) <= 1
    assert abs(head.nth(0).bounding_box()["x"] - left) <= 1
    assert region.evaluate("one => one.scrollTop") > 0
