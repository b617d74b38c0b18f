"""Measure the site on little and on much data, and write bench/report.md.

python -m bench [--parks 2000 20000] [--repeats 15] [--only WORD] [--into FOLDER]
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "var/bench"


def say(words):
    sys.stderr.write(f"{words}\n")


def main(arguments):
    options = parsed(arguments)
    server = started()
    try:
        report = run(options)
    finally:
        server.cleanup()
    sys.stdout.write(report)


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__.partition("\n")[0])
    parser.add_argument("--parks", type=int, nargs="+", default=[2_000, 20_000], help="sizes, in parks")
    parser.add_argument("--repeats", type=int, default=15, help="requests of each page and size")
    parser.add_argument("--only", default="", help="only pages with this word in their name")
    parser.add_argument("--into", type=Path, default=ROOT / "bench", help="folder of the report")
    return parser.parse_args(arguments)


def started():
    """A PostgreSQL of the bench's own, its data kept for the next run; DATABASE_URL names it from here on."""
    from tests.postgres import start

    HERE.mkdir(parents=True, exist_ok=True)
    server = start(HERE, keep=True)
    address = f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
    os.environ["DATABASE_URL"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    return server


def run(options):
    import django

    django.setup()
    from . import measuring, places, report, sites

    filled = sites.sites(options.parks, say)
    wanted = [one for one in places.measures(places.things(filled)) if options.only in one.name]
    timings = measuring.measured(wanted, filled, options.repeats, say)
    options.into.mkdir(exist_ok=True)
    (options.into / "report.svg").write_text(report.chart(wanted, filled, timings), "utf-8")
    text = report.written(wanted, filled, timings, options.repeats, "report.svg")
    (options.into / "report.md").write_text(text, "utf-8")
    return text


if __name__ == "__main__":
    main(sys.argv[1:])
