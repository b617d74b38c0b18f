"""The shipped nginx.conf, in front of the site itself."""

import re
import time

import pytest
from django.utils import timezone

from tests import builders
from tests.front import Front, free_port

FRESH = 2  # seconds
GONE = 2 * FRESH + 1.1  # nginx counts whole seconds

pytestmark = [
    pytest.mark.nginx,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def front(tmp_path, live_server, settings):
    settings.PAGE_FRESH_SECONDS = FRESH
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    front = Front(tmp_path, live_server.thread.port)
    yield front
    front.stop()


def test_serves_a_page_again_to_everybody_without_asking_the_site(front):
    address = builders.article(title="从缓存里读").get_absolute_url()
    first, again = front.get(address), front.get(address, cookie="sessionid=of-somebody")
    assert (first[:2], again[:2]) == ((200, "MISS"), (200, "HIT"))
    assert "从缓存里读" in again[2]
    assert first[2] == again[2]
    other = front.client.get(address, headers={"accept-encoding": "gzip, deflate, zstd"})
    assert (other.headers["content-encoding"], other.headers["x-cache"]) == ("gzip", "HIT")
    plain = front.client.get(address, headers={"accept-encoding": "identity"})
    assert ("content-encoding" in plain.headers, plain.headers["x-cache"]) == (False, "MISS")
    known = front.client.get(address, headers={"if-none-match": other.headers["etag"]})
    assert (known.status_code, known.content, known.headers["x-cache"]) == (304, b"", "HIT")


def test_shows_a_change_and_a_withdrawal_within_the_time_the_setting_says(front):
    changed, gone = builders.article(title="改之前"), builders.article()
    for article in (changed, gone):
        front.get(article.get_absolute_url())
    changed.title = "改之后"
    changed.save()
    gone.expires_at = timezone.now()
    gone.save()
    time.sleep(GONE)
    assert "改之后" in front.get(changed.get_absolute_url())[2]
    assert front.get(gone.get_absolute_url())[0] == 404


def test_asks_the_site_behind_the_visitors_back(front):
    """Within the second span the page is shown as it was, and fetched for the next one."""
    article = builders.article(title="改之前")
    front.get(article.get_absolute_url())
    article.title = "改之后"
    article.save()
    time.sleep(FRESH + 1.1)
    status, cache, text = front.get(article.get_absolute_url())
    assert (status, cache, "改之前" in text) == (200, "STALE", True)
    time.sleep(0.5)
    assert "改之后" in front.get(article.get_absolute_url())[2]


def test_goes_on_while_the_site_is_down(front):
    article = builders.article(title="停机时照常可读")
    front.get(article.get_absolute_url())
    front.restart(free_port())
    time.sleep(GONE)
    status, cache, text = front.get(article.get_absolute_url())
    assert (status, cache, "停机时照常可读" in text) == (200, "STALE", True)
    assert front.get("/news/")[0] == 502


def test_never_keeps_what_is_somebodys_own(front):
    for address in ("/inquiries/settle/", "/submissions/new/", "/inquiries/", "/admin/login/"):
        assert [front.get(address)[:2] for _ in range(2)] == [(200, "MISS")] * 2, address


def test_names_the_visitor_to_the_site(front, settings):
    settings.CLIENT_ADDRESS_HEADER, settings.FORM_RATE, settings.FORM_PROOF = "X-Real-IP", 2, 0
    form = {"contact_name": ""}
    page = front.client.get("/contact/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    sent = [
        front.client.post(
            "/contact/",
            data=form | {"csrfmiddlewaretoken": token},
            headers={"x-real-ip": f"10.0.0.{number}"},  # what a visitor writes there is not believed
        ).status_code
        for number in range(4)
    ]
    assert sent == [422, 422, 429, 429]
