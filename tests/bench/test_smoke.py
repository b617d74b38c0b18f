"""The whole bench in short: that every part runs, not how fast."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from bench.__main__ import PARTS

# What is exact also where little is measured.
EXACT = {
    "search, recall, PostgreSQL": "1",
    "search, precision, PostgreSQL": "1",
    "search, recall, SQLite": "1",
    "search, precision, SQLite": "1",
    "count of inquiries acknowledged and lost": "0",
    "count of inquiries stored or numbered twice": "0",
}
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.postgresql  # it starts its own; once is enough
def test_every_part_runs_and_has_its_section(tmp_path):
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    words = [sys.executable, "-m", "bench", "--smoke", "--into", str(tmp_path)]
    ran = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    report = (tmp_path / "report.md").read_text("utf-8")
    titles = [import_module(f"bench.parts.{name}").TITLE for name in PARTS]
    assert re.findall("^## (.+)$", report, re.MULTILINE) == ["The claims", *titles]
    assert "Left out of this run" not in report
    assert re.findall(r"^\| .+ \| (?:yes|\*\*no\*\*) \|$", report, re.MULTILINE) == []
    charts = re.findall(r"^!\[.+\]\((.+)\)$", report, re.MULTILINE)
    assert sorted(charts) == sorted(file.name for file in tmp_path.glob("*.svg"))
    claims = dict(re.findall(r"^\| (.+?) \| (.+?) \|", report, re.MULTILINE))
    assert {name: claims[name] for name in EXACT} == EXACT
