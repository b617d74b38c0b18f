"""What a browser fetches while a visitor's hand rests on a link, and what it leaves alone."""

import re

import pytest
from playwright.sync_api import expect

from readership.tally import tally
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

LONG_ENOUGH = 1_000  # ms on a link; Chromium asks after 200
READING = 6_000  # ms until a page in sight counts as read
DELIVERED = "performance.getEntriesByType('navigation')[0].deliveryType"


@pytest.fixture
def prefetched(browser_page):
    """The paths the browser asks for ahead."""
    paths = []

    def note(request):
        if request.headers.get("sec-purpose") == "prefetch":
            paths.append(re.sub(r"^https?://[^/]+", "", request.url))

    browser_page.on("request", note)
    return paths


def rest_on(page, link):
    link.hover()
    page.wait_for_timeout(LONG_ENOUGH)


@pytest.fixture
def row(browser_page, prefetched):
    """A list's link to an article, that `rest_on` fetches."""
    builders.article(title="先取来的一篇")

    def look():
        with browser_page.expect_response("**/prefetch.json"):
            browser_page.goto("/news/")
        return browser_page.get_by_role("link", name="先取来的一篇").first

    return look


def test_a_row_of_a_list_is_there_before_the_click(browser_page, prefetched, row):
    link = row()
    rest_on(browser_page, link)
    address = link.get_attribute("href")
    assert prefetched == [address]
    link.click()
    browser_page.wait_for_url(f"**{address}")
    assert browser_page.evaluate(DELIVERED) == "navigational-prefetch"


def test_what_was_fetched_ahead_is_read_when_it_is_opened(browser_page, prefetched, row):
    browser_page.clock.install()
    link = row()
    rest_on(browser_page, link)
    browser_page.clock.run_for(READING)
    assert (len(prefetched), tally.counts) == (1, {})
    link.click()
    expect(browser_page.get_by_role("heading", level=1)).to_contain_text("先取来的一篇")
    with browser_page.expect_response("**/read/"):
        browser_page.clock.run_for(READING)
    assert sum(tally.counts.values()) == 1


def test_leaves_alone_what_is_no_content_page(browser_page, prefetched):
    park = builders.park()
    page = browser_page
    with page.expect_response("**/prefetch.json"):
        page.goto(park.get_absolute_url())
    others = ["企业入驻", "政策汇编", "查询进度", "我要投稿", "智能选址"]
    for name in others:
        rest_on(page, page.get_by_role("link", name=name).first)
    rest_on(page, page.locator("a[href$='sheet.pdf']").first)
    assert prefetched == []


def test_leaves_to_directory_js_what_it_shows_in_place(browser_page, prefetched):
    builders.listing(title="单层厂房", area=3000)
    builders.listing(title="高标仓库", kind="warehouse")
    page = browser_page
    with page.expect_response("**/prefetch.json"):
        page.goto("/listings/?kind=factory")
    inside = page.locator("#results a[href^='?']").first
    rest_on(page, inside)
    assert prefetched == []
