"""Builds the rival: an environment of its own from PyPI, and a database with the same articles."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ..corpus import news
from ..databases import files_of, version
from ..report import LeftOut
from ..servers import ROOT, processes

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
FILES = [HERE / name for name in ("models.py", "fill.py", "migrations/0001_initial.py")]


class Rival:
    """Wagtail with the first `bench.articles` of our news. Raises LeftOut where it cannot be installed."""

    def __init__(self, bench):
        if bench.smoke:
            raise LeftOut("the rival is not built for a trial run")
        self.programs = environment(bench)
        kind = f"wagtail_{bench.articles}_{bench.characters}"
        self.sizes = bench.articles, bench.characters
        self.url = bench.databases.kept(kind, version(*files_of(news), REQUIREMENTS, *FILES), self.fill)

    def said(self, url):
        return {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.rival.settings"}

    def fill(self, url):
        settings = os.environ | {"PYTHONPATH": str(ROOT)} | self.said(url)
        words = [self.programs / "python", "-m", "bench.rival.fill"]
        with subprocess.Popen(words, cwd=ROOT, env=settings, stdin=subprocess.PIPE, text=True) as filling:
            for row in news.articles(*self.sizes):
                filling.stdin.write(json.dumps(told(row), default=str) + "\n")
        if filling.returncode:
            raise RuntimeError("the rival could not be filled")

    def running(self):
        return processes("bench.rival.wsgi:application", self.programs, self.said(self.url))

    def versions(self):
        words = [self.programs / "python", "-m", "pip", "freeze", "--local"]
        installed = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        named = ("wagtail==", "Django==", "waitress==", "psycopg2", "django-treebeard")
        return ", ".join(one.replace("==", " ") for one in installed if one.startswith(named))


def environment(bench):
    """The programs of the rival's own virtual environment, made where there is none."""
    folder = bench.folder / "rival"
    if not (folder / "installed").exists() or (folder / "installed").read_text() != REQUIREMENTS.read_text():
        bench.say("installing Wagtail")
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
            subprocess.run(
                [folder / "bin/python", "-m", "pip", "install", "-qq", "-r", REQUIREMENTS], check=True
            )
        except subprocess.CalledProcessError as error:
            raise LeftOut("Wagtail could not be installed from PyPI") from error
        (folder / "installed").write_text(REQUIREMENTS.read_text())
    return folder / "bin"


def told(row):
    """An article of ours as the rival is told it."""
    begins, ends, now = row["published_at"], row["expires_at"], datetime.now(UTC)
    live = begins is not None and begins <= now and (ends is None or now < ends)
    shared = {name: row[name] for name in ("title", "summary", "body", "channel", "district", "tags")}
    return shared | {"date": begins or news.FIRST, "live": live}
