"""One database for each size, behind one server, asked by the same code in the same process."""

from collections import defaultdict
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections

from publishing import columns

from . import corpus

memories = defaultdict(columns.Memory)  # by database


@dataclass(frozen=True)
class Site:
    """A filled database of `parks` parks; within `open()` it is the one that is asked."""

    parks: int
    open: Any = nullcontext


def sites(sizes, say):
    """A Site for each of `sizes`; what an earlier run left is used again while the corpus is the same."""
    return [Site(parks, opener(prepared(parks, say))) for parks in sizes]


def prepared(parks, say):
    """The name of the filled database. It gets that name when it is complete, so that half of one is never used."""
    name = f"places_{parks}_{corpus.version()}"
    found = databases(f"places_{parks}_")
    if name not in found:
        for old in found:
            control(f'DROP DATABASE "{old}"')
        say(f"building {name}")
        building = f"{name}_unfinished"
        control(f'CREATE DATABASE "{building}"')
        with opened(building):
            call_command("migrate", verbosity=0)
            corpus.fill(parks)
        connections[building].close()
        control(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    with opened(name):
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return name


def opener(name):
    return lambda: opened(name)


@contextmanager
def opened(name):
    """In here Django's default database is `name`, and what is remembered that of this size alone."""
    usual, usual_answers, usual_tables = connections["default"], caches["answers"], columns.memory
    known = connections.settings
    known.setdefault(name, known["default"] | {"NAME": name})
    caches.settings.setdefault(name, caches.settings["answers"] | {"LOCATION": name})
    connections["default"], caches["answers"] = connections[name], caches[name]
    columns.memory = memories[name]
    try:
        yield
    finally:
        connections["default"], caches["answers"], columns.memory = usual, usual_answers, usual_tables


def databases(prefix):
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall() if name.startswith(prefix)]


def control(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
