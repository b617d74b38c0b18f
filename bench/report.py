"""What was measured, as a page to read: ratios, shares and counts are claims, times and rates this machine's of that day."""

import os
import platform
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import NamedTuple

import django
from django.db import connection

from .charts import Chart


class LeftOut(Exception):
    """Raised by a part that cannot be measured here; says why."""


class Median(float):
    """The median of `several`, which it remembers."""

    def __new__(cls, several):
        several = tuple(several)
        one = super().__new__(cls, median(several))
        one.several = several
        return one


class Ratio(NamedTuple):
    """One claim: a figure, and where the house has set itself a goal, whether it is reached."""

    name: str
    value: float
    goal: float | None = None
    at_most: bool = False  # the goal is not to be passed; otherwise it is to be met

    @property
    def is_reached(self):
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def row(self):
        several = getattr(self.value, "several", ())
        rounds = f"{figure(min(several))} – {figure(max(several))}" if len(several) > 1 else ""
        if self.goal is None:
            return self.name, figure(self.value), rounds, "", ""
        goal = f"{'≤' if self.at_most else '≥'} {figure(self.goal)}"
        return self.name, figure(self.value), rounds, goal, "yes" if self.is_reached else "**no**"


class Table(NamedTuple):
    """The first column holds words, the others figures."""

    head: tuple
    rows: list


@dataclass
class Section:
    title: str
    prose: str = ""  # Markdown: how it was measured, and what must be known to read it
    tables: list[Table] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


def figure(value):
    """Three digits that count, never as 1e+05."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.3g}"


def write(folder, sections):
    """report.md and its charts; the claims alone, for a terminal, are the answer."""
    for section in sections:
        for chart in section.charts:
            (folder / chart.file).write_text(chart.drawn(), "utf-8")
    claims = ratios(sections)
    (folder / "report.md").write_text(page(claims, sections), "utf-8")
    return f"{claims}\n"


def page(claims, sections):
    return (
        "\n\n".join(
            [
                "# What was measured",
                "Written by `make bench`. Times and rates are this machine's on a day like any other, and stand in their sections"
                " alone. A claim is a ratio within one run (÷, ×), a share of what a plain scan finds (recall) or of what was"
                " found that it confirms (precision), or a count that says so. The ratio of two that took turns is the median of"
                " what each turn says, not the quotient of two medians in the tables; beside it stand the lowest turn and the"
                " highest: so far apart is what this machine does within minutes. Goals are the authors' own, and where the"
                " column is empty there is none; the median reaches one, not every turn.",
                markdown(Table(("", ""), machine())),
                "## The claims",
                claims,
                *[part for section in sections for part in written(section)],
            ]
        )
        + "\n"
    )


def ratios(sections):
    rows = [ratio.row() for section in sections for ratio in section.ratios]
    return markdown(Table(("claim", "measured", "its turns", "goal", "reached"), rows))


def written(section):
    yield f"## {section.title}"
    if section.prose:
        yield section.prose
    yield from (f"![{chart.title}]({chart.file})" for chart in section.charts)
    yield from (markdown(table) for table in section.tables)


def markdown(table):
    lines = [table.head, ["---", *["--:"] * (len(table.head) - 1)], *table.rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def machine():
    return [
        ("Day", date.today().isoformat()),  # noqa: DTZ011 the machine's own
        ("Processors", f"{os.cpu_count()} logical, {processor()}; servers, databases and wrk share them"),
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
