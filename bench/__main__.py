"""Measure what the product claims, and write bench/report.md.

python -m bench [--scale 10k|100k|1m] [--only WORD] [--repeats 5] [--into FOLDER] [--from-nothing]
                [--smoke]

Needs Linux, wrk and nginx (what lacks one of them is left out), 16 GB of memory and 30 GB of disk in var/bench; takes
some 40 minutes once the databases are built, which takes two hours. `--smoke` takes a minute.
"""

import argparse
import os
import signal
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = [
    "pages",
    "shared_cache",
    "depth",
    "search",
    "inquiries",
    "rates",
    "places",
]  # modules of bench.parts, in the order of the report
SCALES = {"10k": (10_000, 2_500), "100k": (100_000, 2_500), "1m": (1_000_000, 250)}
# Durable, as a site is run; the one change to its own defaults: of a machine of 16 GB a quarter, as its manual advises.
POSTGRESQL = "shared_buffers = 4GB\n"


def say(words):
    sys.stderr.write(f"{words}\n")


@dataclass
class Bench:
    """What every part is given."""

    folder: Path  # what is built stays here for the next run
    articles: int  # of the databases of news
    characters: int  # of one article
    repeats: int  # rounds of wrk and of pages of places; search, inquiries and rates go through once
    smoke: bool  # tiny sizes and short rounds: whether it runs, not how fast
    from_nothing: bool = False  # `make run` in a fresh clone too
    databases: object = None

    def say(self, words):
        say(words)

    def size(self, usual, tiny):
        return tiny if self.smoke else usual


def main(arguments):
    options = parsed(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # no server outlives the bench
    with started(options) as bench:
        report = run(bench, options)
    sys.stdout.write(report)


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", choices=SCALES, default="100k", help="how many articles")
    parser.add_argument("--only", default="", help="only parts with this word in their name")
    parser.add_argument("--repeats", type=int, default=5, help="rounds of parts that are measured in rounds")
    parser.add_argument("--into", type=Path, default=ROOT / "bench", help="folder of the report")
    parser.add_argument(
        "--from-nothing", action="store_true", help="time `make run` in a fresh clone, a minute"
    )
    parser.add_argument("--smoke", action="store_true", help="all of it in short: whether it runs")
    return parser.parse_args(arguments)


@contextmanager
def started(options):
    """The Bench, with Django set up on a PostgreSQL of its own; its data are kept for the next run."""
    from tests.postgres import address, start

    with tempfile.TemporaryDirectory(prefix="zhaoshang-bench-", ignore_cleanup_errors=True) as passing:
        folder = Path(passing) if options.smoke else ROOT / "var/bench"
        folder.mkdir(parents=True, exist_ok=True)
        server = start(folder, keep=not options.smoke, settings=POSTGRESQL)
        os.environ["DATABASE_URL"] = address(server)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        os.environ["BENCH_FOLDER"] = str(folder)
        try:
            yield prepared(options, folder)
        finally:
            server.cleanup()


def prepared(options, folder):
    import django

    django.setup()
    from zhaoshang.management.commands.serve import collect_static

    from . import servers
    from .databases import Databases

    if options.smoke:
        servers.PROCESSES = 1  # starting them is what a trial run mostly does
    else:
        collect_static()
    articles, characters = (200, 250) if options.smoke else SCALES[options.scale]
    repeats = 1 if options.smoke else options.repeats
    bench = Bench(folder, articles, characters, repeats, options.smoke, options.from_nothing)
    bench.databases = Databases(folder, say)
    return bench


def run(bench, options):
    """Each part's section is written as it is measured: a run that is broken off keeps what it has."""
    from . import report

    sections, claims = [], ""
    options.into.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        if options.only in name:
            say(f"— {name}")
            sections.append(measured(import_module(f".parts.{name}", __package__), bench))
            claims = report.write(options.into, sections)
    return claims


def measured(part, bench):
    from .report import LeftOut, Section

    try:
        section = part.measured(bench)
        if bench.smoke:  # too short to be held to a goal
            section.ratios = [ratio._replace(goal=None) for ratio in section.ratios]
        return section
    except LeftOut as reason:
        say(f"left out: {reason}")
        return Section(part.TITLE, f"Left out of this run: {reason}.")


if __name__ == "__main__":
    main(sys.argv[1:])
