"""What counts as reading, in a real Chromium with a clock of the test's."""

import pytest

from publishing.models import SiteSettings
from readership.models import Reading
from readership.tally import tally
from tests import builders


@pytest.fixture
def article(browser_page):
    browser_page.clock.install(time=0)
    browser_page.clock.pause_at(1)  # time passes in `read_for` alone, however slow the server is
    return builders.article()


def sent():
    return sum(tally.counts.values())


def read_for(page, seconds):
    """Looks at the page for so long; what it sent has arrived when this is over."""
    page.clock.run_for(seconds * 1000)
    page.evaluate("() => fetch('/healthz')")
    page.wait_for_load_state("networkidle")


def test_reading_counts_once_and_a_reload_does_not(browser_page, article):
    browser_page.goto(article.get_absolute_url(), wait_until="networkidle")
    read_for(browser_page, 4)
    assert sent() == 0
    with browser_page.expect_response("**/read/") as answer:
        read_for(browser_page, 2)
    assert answer.value.status == 204
    assert "cookie" not in answer.value.request.all_headers()
    browser_page.reload(wait_until="networkidle")
    read_for(browser_page, 30)
    assert [(kind, number, count) for (kind, number, _), count in tally.counts.items()] == [
        ("article", article.pk, 1)
    ]


def test_a_page_left_at_once_was_not_read(browser_page, article):
    browser_page.goto(article.get_absolute_url(), wait_until="networkidle")
    read_for(browser_page, 3)
    browser_page.goto("/contact/", wait_until="networkidle")
    read_for(browser_page, 30)
    assert sent() == 0


def test_a_page_nobody_sees_is_not_read(browser_page, article):
    hidden = "Object.defineProperty(document, 'visibilityState', { get: () => globalThis.seen ? 'visible' : 'hidden' })"
    browser_page.add_init_script(hidden)
    browser_page.goto(article.get_absolute_url(), wait_until="networkidle")
    read_for(browser_page, 30)
    assert sent() == 0
    browser_page.evaluate("globalThis.seen = true; document.dispatchEvent(new Event('visibilitychange'))")
    with browser_page.expect_response("**/read/"):
        read_for(browser_page, 6)
    assert sent() == 1


def test_shows_the_number_in_room_that_was_kept(browser_page, article):
    SiteSettings.objects.create(shows_reader_counts=True)
    Reading.objects.create(kind="article", number=article.pk, day="2026-11-22", count=1204)
    holds = []
    browser_page.route("**/read/article-*/", lambda route: holds.append(route))
    with browser_page.expect_request("**/read/article-*/"):
        browser_page.goto(article.get_absolute_url(), wait_until="load")
    title = browser_page.locator(".prose").bounding_box()
    holds[0].continue_()
    browser_page.get_by_text("1,204 次阅读").wait_for()
    assert browser_page.locator(".prose").bounding_box() == title
