"""A filled database to write into, thrown away after: what was measured leaves nothing behind for the next run."""

import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.db import connection, connections

from .databases import opened


@contextmanager
def passing_copy(database):
    """A Database like `database`."""
    forget(database.url)  # nobody may be there while it is copied
    copying = copied_file if database.url.startswith("sqlite:") else copied_on_server
    with copying(database.url) as url:
        try:
            yield replace(database, url=url, open=lambda: opened(url))
        finally:
            forget(url)


def forget(url):
    if url in connections.settings:
        connections[url].close()


@contextmanager
def copied_on_server(url):
    name = url.partition("?")[0].rpartition("/")[2]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}_passing"')
        cursor.execute(f'CREATE DATABASE "{name}_passing" TEMPLATE "{name}"')
        try:
            yield url.replace(f"/{name}?", f"/{name}_passing?")
        finally:
            cursor.execute(f'DROP DATABASE "{name}_passing" WITH (FORCE)')


@contextmanager
def copied_file(url):
    original = Path(url.removeprefix("sqlite:///"))
    copy = original.with_suffix(".passing")
    shutil.copyfile(original, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        for file in copy.parent.glob(f"{copy.name}*"):
            file.unlink()
