"""The shipped nginx.conf, in front of the site itself."""

import re
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from django.utils import timezone

from tests import builders
from tests.conftest import NGINX

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
FRESH = 2  # seconds
GONE = 2 * FRESH + 1.1  # nginx counts whole seconds

pytestmark = [
    pytest.mark.nginx,
    pytest.mark.django_db(transaction=True),
]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Front:
    """An nginx of one process in `folder`, with the shipped configuration but for ports, names and certificates."""

    def __init__(self, folder, site_port):
        self.folder, self.port = folder, free_port()
        self.file = folder / "nginx.conf"
        self.behind(site_port)
        self.process = subprocess.Popen([*self.command, "-g", "daemon off; master_process off;"])
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", headers={"accept-encoding": "gzip, br"}
        )
        self.wait()

    @property
    def command(self):
        return [NGINX, "-e", f"{self.folder}/error.log", "-p", str(self.folder), "-c", str(self.file)]

    def behind(self, site_port):
        """Have the site at `site_port`."""
        text = SHIPPED.read_text("utf-8").rpartition("server {\n    listen 80;")[0]
        text = re.sub(
            r"(?s)(upstream zhaoshang \{).*?\}", rf"\1 server 127.0.0.1:{site_port}; keepalive 4; }}", text
        )
        text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port};")
        text = re.sub(r"    ssl_\w+ .*\n", "", text)
        text = text.replace("/var/cache/nginx/zhaoshang", f"{self.folder}/cache")
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        self.file.write_text(
            f"pid {self.folder}/pid; events {{}} http {{ access_log off; {temporary} {text} }}", "utf-8"
        )

    def wait(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "error.log").read_text())

    def restart(self, site_port):
        self.stop()
        self.behind(site_port)
        self.process = subprocess.Popen([*self.command, "-g", "daemon off; master_process off;"])
        self.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def get(self, address, **headers):
        response = self.client.get(address, headers=headers)
        return response.status_code, response.headers.get("x-cache"), response.text


@pytest.fixture
def front(tmp_path, live_server, settings):
    settings.PAGE_FRESH_SECONDS = FRESH
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    front = Front(tmp_path, live_server.thread.port)
    yield front
    front.client.close()
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
