"""Filled databases, PostgreSQL or SQLite: built once, kept, and asked by the same code in the same process."""

import ctypes
import mmap
import os
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from shutil import copyfile

import numpy as np
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections

from publishing import columns
from zhaoshang.settings import BASE_DIR, env, tuned

memories = defaultdict(columns.Memory)  # by database
LIBC = ctypes.CDLL(None)
HELD = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2  # bytes


@dataclass(frozen=True)
class Database:
    """A filled database; within `open()` it is the one this process asks."""

    size: int  # how many of what its corpus is about
    url: str = ""  # as in DATABASE_URL
    open: Callable = nullcontext


class Databases:
    def __init__(self, folder, say):
        self.folder, self.say = folder, say
        self.held = {}  # by address: its files, in memory

    def filled(self, corpus, *sizes, engine="postgresql"):
        """The Database that `corpus.fill(*sizes)` fills."""

        def fill(url):
            with opened(url):
                call_command("migrate", verbosity=0)
                if engine == "sqlite":  # what a batch changes stays in memory until it is written
                    connection.cursor().execute("PRAGMA cache_size=-2000000")
                corpus.fill(*sizes)
                connection.close()

        kind = "_".join([corpus.__name__.rpartition(".")[2], *map(str, sizes)])
        url = self.kept(kind, version(*files_of(corpus)), fill, engine, like=self.migrated(engine))
        with opened(url):
            call_command("migrate", verbosity=0)
        self.hold(url, engine)
        return Database(sizes[0], url, lambda: opened(url))

    def hold(self, url, engine):
        """In memory, as on a machine that has enough for its database: what is measured is not the disk below, nor
        when the system takes memory from files that nobody reads. Those held longest are let go for it.
        """
        with opened(url):
            files = list(SHELVES[engine](self.folder).files())
            connection.close()
        if not files:
            raise RuntimeError(f"the files of {url} cannot be read from here")
        self.held.pop(url, None)
        sizes = {file: file.stat().st_size for file in files}
        while self.held and sum(sizes.values()) + sum(map(len, chain(*self.held.values()))) > HELD:
            del self.held[next(iter(self.held))]
        self.held[url] = [locked(file) for file, size in sizes.items() if size]

    def migrated(self, engine):
        """The name of an empty database with the site's tables, from which others are copied."""

        def fill(url):
            with opened(url):
                call_command("migrate", verbosity=0)
                connection.close()

        kind, now = "migrated", version(*sorted(BASE_DIR.glob("*/migrations/0*.py")))
        self.kept(kind, now, fill, engine, is_full=False)
        return f"{kind}_{now}"

    def kept(self, kind, version, fill, engine="postgresql", like=None, is_full=True):
        """The address of what `fill(address)` made of a new database, now or in an earlier run of this `version`.

        New is empty, or a copy of the one named `like`. It gets its name when it is complete, so that half of one is
        never used. One that is not `is_full` gets no statistics: by those of empty tables, copied, SQLite goes through
        its whole search index whenever it merges two parts of it.
        """
        name = f"{kind}_{version}"
        shelf = SHELVES[engine](self.folder)
        known = [one for one in shelf.names() if one.startswith(f"{kind}_")]
        if name not in known:
            for old in known:
                shelf.drop(old)
            self.say(f"building {name}, {engine}")
            building = f"{name}_unfinished"
            shelf.create(building, like)
            fill(shelf.url(building))
            shelf.rename(building, name)
            if is_full:
                with opened(shelf.url(name)), connection.cursor() as cursor:
                    cursor.execute(shelf.TIDY)
                    connection.close()
        return shelf.url(name)


def locked(file):
    """Its bytes, kept in memory while this array lives; where the system allows no such lock they are read once."""
    found = np.memmap(file, np.uint8, "r")
    if LIBC.mlock(ctypes.c_void_p(found.ctypes.data), ctypes.c_size_t(found.size)):
        found[:: mmap.PAGESIZE].sum()
    return found


def files_of(corpus):
    return getattr(corpus, "FILES", [Path(corpus.__file__)])


def version(*files):
    """Another one whenever one of `files` says something else."""
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=4).hexdigest()


class OnServer:
    """The databases of the server that DATABASE_URL names."""

    TIDY = "VACUUM ANALYZE"

    def __init__(self, folder):
        self.cursor = connection.cursor()

    def names(self):
        self.cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in self.cursor.fetchall()]

    def create(self, name, like):
        self.cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like or "template1"}"')

    def drop(self, name):
        self.cursor.execute(f'DROP DATABASE "{name}"')

    def rename(self, old, new):
        self.cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def url(self, name):
        return env("DATABASE_URL").replace("@/postgres?", f"@/{name}?")

    def files(self):
        """Of the database that is open."""
        self.cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        directory, number = self.cursor.fetchone()
        return Path(directory, "base", str(number)).glob("[0-9]*")


class InFiles:
    TIDY = "ANALYZE"

    def __init__(self, folder):
        self.folder = folder

    def names(self):
        return [file.stem for file in self.folder.glob("*.sqlite3")]

    def create(self, name, like):
        if like:
            copyfile(self.file(like), self.file(name))

    def drop(self, name):
        for file in self.folder.glob(f"{name}.sqlite3*"):
            file.unlink()

    def rename(self, old, new):
        self.file(old).rename(self.file(new))

    def url(self, name):
        return f"sqlite:///{self.file(name)}"

    def files(self):
        return [Path(connection.settings_dict["NAME"])]

    def file(self, name):
        return self.folder / f"{name}.sqlite3"


SHELVES = {"postgresql": OnServer, "sqlite": InFiles}


@contextmanager
def opened(url):
    """In here Django's default database is the one at `url`, and what is remembered is of that one alone."""
    usual, usual_answers, usual_tables = connections["default"], caches["answers"], columns.memory
    known = connections.settings
    known.setdefault(url, known["default"] | tuned(env.db_url_config(url)))
    caches.settings.setdefault(url, caches.settings["answers"] | {"LOCATION": url})
    connections["default"], caches["answers"] = connections[url], caches[url]
    columns.memory = memories[url]
    try:
        yield
    finally:
        connections["default"], caches["answers"], columns.memory = usual, usual_answers, usual_tables
