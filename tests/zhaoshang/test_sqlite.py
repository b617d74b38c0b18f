"""A connection is kept from request to request while the file it opened stands there; in memory it always is."""

import pytest
from django.db import connection

from zhaoshang.settings import tuned
from zhaoshang.sqlite.base import DatabaseWrapper

KEPT = tuned({"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 0})


@pytest.fixture
def opened(django_db_blocker):
    """A function: of a database file, a connection as a thread of the site holds it."""
    made = []

    def database(name):
        made.append(DatabaseWrapper(connection.settings_dict | KEPT | {"NAME": str(name)}))
        return made[-1]

    with django_db_blocker.unblock():
        yield database
        for one in made:
            one.close()


def ask(database, question):
    """As a request does, the next one after that."""
    with database.cursor() as cursor:
        cursor.execute(question)
        found = cursor.fetchall()
    database.close_if_unusable_or_obsolete()
    return found


@pytest.mark.parametrize("name", ["site.sqlite3", ":memory:"])
def test_keeps_its_connection(opened, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    ask(opened(name), "CREATE TABLE words (word)")
    database = opened(name)
    assert ask(database, "PRAGMA cache_size") == [(-16000,)]
    first = database.connection
    assert first is not None
    assert ask(database, "SELECT 1") == [(1,)]
    assert database.connection is first


def test_that_of_the_tests_is_in_memory():
    assert connection.vendor != "sqlite" or connection.is_in_memory_db()


def test_asks_the_file_that_was_put_in_its_place(opened, tmp_path):
    site, copy = tmp_path / "site.sqlite3", tmp_path / "copy.sqlite3"
    for file, word in [(site, "before"), (copy, "after")]:
        maker = opened(file)
        ask(maker, f"CREATE TABLE words AS SELECT '{word}' AS word")
        maker.close()
    database = opened(site)
    assert ask(database, "SELECT word FROM words") == [("before",)]
    copy.replace(site)
    assert ask(database, "SELECT word FROM words") == [("after",)]
