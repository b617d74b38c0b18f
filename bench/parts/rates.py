"""What a site of this size takes: memory, starting, importing, making the index anew."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import httpx

from articles.importing.running import run
from articles.models import Article, Channel
from search.indexing import rebuild
from search.models import Rebuild

from ..addresses import articles
from ..copies import passing_copy
from ..corpus import news, places
from ..report import Ratio, Section, Table
from ..servers import ROOT, STARTED_WITHIN, command, free_port, process, wait

TITLE = "What it takes"
ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
PAGES, IMPORTED, REBUILT = 1_000, 300, 1_000
WARM = ("/", "/news/", "/parks/", "/listings/", "/districts/", "/search/?q=招商")


def measured(bench):
    rows, ratios, rates = [], [], []
    for engine, name in ENGINES.items():
        database = bench.databases.filled(news, bench.articles, bench.characters, engine=engine)
        bench.say(f"a process, {name}")
        seconds, warm, after = served(database, bench.size(PAGES, 10))
        rows.append((name, f"{seconds:.1f}", f"{warm:.0f}", f"{after:.0f}"))
        ratios.append(Ratio(f"memory of a process after {PAGES:,} pages ÷ when warm, {name}", after / warm))
        bench.say(f"import and index, {name}")
        site = bench.databases.filled(places, bench.size(200, 20), engine=engine)
        imported = import_rate(site, bench.size(IMPORTED, 10), bench.characters)
        with passing_copy(database) as copy:  # what is found in many pieces of an index is found later
            rebuilt = rebuild_rate(copy, bench.size(REBUILT, 200))
        rates.append((name, f"{imported:.0f}", f"{rebuilt:.0f}"))
    prose = PROSE.format(articles=bench.articles, characters=bench.characters)
    if bench.from_nothing:
        prose += f"\n\n`make run` in a fresh clone, packages from pip's cache: {run_from_nothing():.0f} s to the first page."
    head = ("", "first page after, s", "MB when warm", f"MB after {PAGES:,} pages")
    return Section(
        TITLE, prose, [Table(head, rows), Table(("", "imported/s", "index entries/s"), rates)], ratios
    )


def served(database, count):
    """(seconds from starting a process to its first page, MB when it has answered some, MB after `count` articles)."""
    numbers, port = articles(database, count), free_port()
    said = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": database.url, "PAGE_MEMORY_MB": "64"}
    words = command("zhaoshang.wsgi:application", port, Path(sys.executable).parent)
    start = perf_counter()
    with (
        process(words, os.environ | said) as started,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client,
    ):
        wait(started, port)
        client.get(WARM[0]).raise_for_status()
        seconds = perf_counter() - start
        for address in WARM:
            client.get(address).raise_for_status()
        warm = megabytes(started.pid)
        for number in numbers:
            client.get(f"/news/{number}/").raise_for_status()
        return seconds, warm, megabytes(started.pid)


def megabytes(pid):
    """Its proportional share of the memory it uses."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel says nothing of a process's share")


def import_rate(database, count, characters):
    """Articles a second by `import_articles`, each saved and indexed in a transaction of its own."""
    rows = [
        {"title": one["title"], "body": one["body"], "date": "2026-10-01", "channel": one["channel"]}
        | {"tags": one["tags"], "source": one["source"]}
        for one in news.articles(count, characters)
    ]
    with (
        passing_copy(database) as copy,
        copy.open(),
        tempfile.NamedTemporaryFile("w", suffix=".json") as file,
    ):
        json.dump(rows, file)
        file.flush()
        start = perf_counter()
        [report] = run([Path(file.name)], Channel.objects.get(slug="news"))
        seconds = perf_counter() - start
    if report.counts["created"] != count:
        raise RuntimeError(f"of {count} articles were imported: {dict(report.counts)}")
    return count / seconds


class Enough(Exception):
    pass


def rebuild_rate(database, count):
    """Entries a second by `rebuild_search`, of the first `count` articles in an index of all of them."""
    with database.open():
        start = perf_counter()
        try:
            rebuild(Article, stop_at(count), restart=True)
        except Enough as done:
            count = done.args[0]
        seconds = perf_counter() - start
        Rebuild.objects.all().delete()
    return count / seconds


def stop_at(count):
    def report(done, total):
        if done >= count:
            raise Enough(done)

    return report


def run_from_nothing():
    """Seconds from `make run` in a fresh clone until the first page."""
    port, ours = free_port(), ("DEBUG", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", "SECRET_KEY")
    environment = {name: value for name, value in os.environ.items() if name not in ours} | {
        "PORT": str(port)
    }
    with tempfile.TemporaryDirectory(prefix="zhaoshang-fresh-") as folder:
        subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
        start = perf_counter()
        with group(["make", "run"], folder, environment) as started:
            while not answers(port):
                if started.poll() is not None or perf_counter() - start > 10 * STARTED_WITHIN:
                    raise RuntimeError("make run serves no page")
                time.sleep(0.2)
        return perf_counter() - start


@contextmanager
def group(words, folder, environment):
    """A process that ends with the block, and with it all it started."""
    started = subprocess.Popen(
        words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield started
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(30)


def answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200
    except httpx.TransportError:
        return False


PROSE = f"""\
One process as deploy/ starts it, on {{articles:,}} articles of about {{characters}} characters, with the page memory a site is shipped
with: the time until it has answered its first page, and its proportional share of memory (PSS) when it has answered {len(WARM)} different
pages, and after {PAGES:,} different articles more. Imported are {IMPORTED} articles of that length by `import_articles`, a transaction
each, into a site of 200 parks; the index is made anew for {REBUILT:,} articles among all the others."""
