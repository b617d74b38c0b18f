"""What was measured, as a page to read: only the ratios are claims, the times are this machine's of that day."""

import os
import platform
import re
from datetime import date
from html import escape
from pathlib import Path

import django
from django.db import connection

from . import places

BOUND = 2.0  # how much a first page may grow while the data grow tenfold
BAR, GAP, LEFT, WIDTH = 7, 26, 300, 760


def machine():
    """[(fact, value)]"""
    return [
        ("Day", date.today().isoformat()),  # noqa: DTZ011 the machine's own
        ("Processor", f"{os.cpu_count()} × {processor()}"),
        ("Memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("System", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, ".".join(map(str, connection.get_database_version()))),
    ]


def processor():
    cpuinfo = Path("/proc/cpuinfo")
    named = cpuinfo.exists() and re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text())
    return named[1] if named else platform.processor() or platform.machine()


def ratios(measures, sites, timings):
    """{measure: how many times the median of the last site is that of the first}"""
    first, last = sites[0], sites[-1]
    return {one: timings[one, last].at(0.5) / timings[one, first].at(0.5) for one in measures}


def written(measures, sites, timings, repeats, picture):
    """The report in Markdown; `picture` is the chart's address."""
    grown = ratios(measures, sites, timings)
    sizes = [f"{one.parks:,} parks" for one in sites]
    head = ["page", *[f"{size}: median (p95), ms" for size in sizes], "×", "queries", "KB"]
    rows = [row(one, sites, timings, grown[one]) for one in measures]
    facts = [f"| {fact} | {value} |" for fact, value in machine()]
    return "\n".join(
        [
            "# The same pages on little and on much",
            "",
            "Written by `make bench`. Each page was asked for in turn of two databases, ten listings to a park, through",
            f"Django's test client in one process, {repeats} times each; an empty view is the yardstick. Times are this",
            "machine's on a day like any other: only the ratios (×) are claims.",
            "",
            "| | |\n|---|---|",
            *facts,
            "",
            f"![Medians of both sizes, side by side]({picture})",
            "",
            f"| {' | '.join(head)} |",
            f"|---{'|--:' * (len(head) - 1)}|",
            *rows,
            "",
            f"Bold: grew more than {BOUND:.0f}× while the data grew {sites[-1].parks / sites[0].parks:.0f}×.",
            f"“{places.CHANGED.capitalize()}” is the first request after one listing was saved: its row is read again, and what",
            "the page says is counted again in memory. The next request finds its answer kept.",
            f"“{places.NEW.capitalize()}” is the first time anybody states these needs to a process; so is the first",
            "request after midnight. It is counted in memory.",
            f"“{places.STARTED.capitalize()}” asks of a process that holds nothing yet: the columns are read whole, which a server",
            "does before anybody asks. So does the first request after many rows at once were changed.",
            "",
        ]
    )


def row(measure, sites, timings, ratio):
    mine = [timings[measure, site] for site in sites]
    times = [f"{one.at(0.5):.1f} ({one.at(0.95):.1f})" for one in mine]
    growth = f"**{ratio:.1f}**" if ratio > BOUND else f"{ratio:.1f}"
    queries = same_or_both([str(one.queries) for one in mine])
    size = same_or_both([f"{one.size / 1024:.0f}" for one in mine])
    return f"| {' | '.join([measure.name, *times, growth, queries, size])} |"


def same_or_both(words):
    return words[0] if len(set(words)) == 1 else " → ".join(words)


def chart(measures, sites, timings):
    """An SVG of the medians: a pair of bars for each page."""
    longest = max(timings[one, site].at(0.5) for one in measures for site in sites)
    height = GAP * len(measures) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, measure in enumerate(measures):
        top = 30 + GAP * number
        parts.append(f'<text x="{LEFT - 8}" y="{top + 11}" text-anchor="end">{escape(measure.name)}</text>')
        for place, (site, colour) in enumerate(zip(sites, ("#8fb4cf", "#0a4a75"), strict=False)):
            milliseconds = timings[measure, site].at(0.5)
            width = max((WIDTH - LEFT - 60) * milliseconds / longest, 1)
            y = top + place * (BAR + 1)
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour}"/>')
            parts.append(
                f'<text x="{LEFT + width + 4:.1f}" y="{y + 7}" font-size="8">{milliseconds:.1f}</text>'
            )
    legend = "; ".join(
        f"{shade}: {site.parks:,} parks" for shade, site in zip(("light", "dark"), sites, strict=False)
    )
    parts.append(f'<text x="{LEFT}" y="16">median, ms ({legend})</text></svg>')
    return "\n".join(parts) + "\n"
