import os
import shutil
import threading
from functools import partial

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.test.utils import override_settings

# Playwright's loop runs in the thread that also asks the database; nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = next(
    filter(
        None,
        map(
            shutil.which,
            [
                os.environ.get("CHROMIUM") or "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
            ],
        ),
    ),
    None,
)
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WRK = shutil.which("wrk")
NO_WRK = "tests of servers under load are left out: no wrk here (install wrk)"
NO_NGINX = "tests of the shipped nginx.conf are left out: no nginx here (install nginx)"
NO_CHROMIUM = "browser tests are left out: no Chromium here (install chromium, or name one: CHROMIUM=/path)"
IN_CI = os.environ.get("CI") == "true"


def pytest_report_header(config):
    database = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return f"database: {database}, " + (f"browser: {CHROMIUM}" if CHROMIUM else NO_CHROMIUM)


@pytest.hookimpl(tryfirst=True)  # before pytest reads `-m "not browser"`
def pytest_collection_modifyitems(config, items):
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        for found, marker, words in ((NGINX, "nginx", NO_NGINX), (WRK, "wrk", NO_WRK)):
            if not found and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=words))


def pytest_terminal_summary(terminalreporter):
    for found, words in ((CHROMIUM, NO_CHROMIUM), (NGINX, NO_NGINX), (WRK, NO_WRK)):
        if not found:
            terminalreporter.write_line(words, yellow=True)


def pytest_sessionfinish(session):
    """In CI a test that was left out is a failure: the suite there has everything it needs."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("\ntests were skipped, which CI does not accept", red=True)


@pytest.fixture(autouse=True)
def _empty_cache():
    from publishing import columns, fragments, page_memory

    columns.memory.tables.clear()
    page_memory.memory.clear()
    fragments.forget()
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def _empty_tally(monkeypatch):
    """What a test's readers read is written when the test says so, by no thread behind its back."""
    from readership.limits import Limits
    from readership.tally import tally

    tally.counts, tally.limits = {}, Limits()
    monkeypatch.setattr(tally, "begin", lambda: None)


@pytest.fixture(scope="session")
def _static_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def collected(_static_folder, settings):
    """collectstatic's folder, without what only the staff's pages load; pages name its files."""
    backend = {"BACKEND": "zhaoshang.bundles.BundledStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    settings.STATIC_ROOT = _static_folder
    if not any(_static_folder.iterdir()):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin*", "tiptap"])
    return _static_folder


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def answered(live_server):
    """Waits until the server has ended every request: one left behind would write into the next test's tables."""
    from django.core.signals import request_finished, request_started

    changed, running = threading.Condition(), [0]

    def count(by, **_):
        with changed:
            running[0] += by
            changed.notify_all()

    begun, ended = (partial(count, by) for by in (1, -1))
    request_started.connect(begun)
    request_finished.connect(ended)

    def wait():
        with changed:
            assert changed.wait_for(lambda: not running[0], timeout=30)

    yield wait
    request_started.disconnect(begun)
    request_finished.disconnect(ended)


@pytest.fixture
def visitor(chromium, live_server, django_db_serialized_rollback, answered):
    """Makes pages as a visitor in Shanghai has them: `visitor(viewport={"width": 390, "height": 844})`.

    Options are Playwright's for a browser context. A console message, a script error, a failed request or
    one to another host fails the test.
    """
    contexts, complaints = [], []

    def note_failure(request):
        if request.failure != "net::ERR_ABORTED":  # left behind by going to the next page
            complaints.append(f"failed: {request.url} {request.failure}")

    def listen(page):
        page.on("console", lambda message: complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("requestfailed", note_failure)
        page.on("request", lambda request: complaints.extend(foreign(request.url, live_server.url)))

    def make_page(**options):
        context = chromium.new_context(
            base_url=live_server.url, **({"locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | options)
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = complaints
        listen(page)
        return page

    with override_settings(ALLOWED_HOSTS=["*"]):
        yield make_page
        for context in contexts:
            context.close()
        answered()
    assert complaints == []


def foreign(url, home):
    allowed = (home, "data:", "blob:", "about:")
    return [] if url.startswith(allowed) else [f"another host: {url}"]


@pytest.fixture
def browser_page(visitor):
    """A page on a desktop, 1280 × 800."""
    return visitor(viewport={"width": 1280, "height": 800})
