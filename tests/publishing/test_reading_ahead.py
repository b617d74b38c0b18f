import threading

import pytest
from django.db import OperationalError

from parks.models import Listing, Park
from publishing import columns
from publishing.reading_ahead import Reader
from tests import builders


@pytest.fixture
def begun(monkeypatch):
    """Readers whose thread was begun, in order; they read when the test says so."""
    found = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: found.append(thread.name))
    return found


@pytest.mark.django_db
def test_reads_every_table_before_anybody_asks():
    builders.listing(park=builders.park())
    reader = Reader()
    reader.read()
    assert reader.is_done
    held = {table.model: len(table.now().numbers) for table in columns._tables}
    assert (held[Park], held[Listing]) == (1, 1)
    assert columns.memory.tables.keys() == held.keys()


def test_tries_again_until_the_database_answers(monkeypatch, caplog):
    answers = [OperationalError("no such table: parks_park"), OperationalError("refused"), None]

    def read_all():
        if error := answers.pop(0):
            raise error

    monkeypatch.setattr(columns, "read_all", read_all)
    monkeypatch.setattr("publishing.reading_ahead.SECONDS", 0)
    reader = Reader()
    reader.resting = threading.Event()
    reader.run()
    assert answers == []
    assert reader.is_done
    assert reader.resting.is_set()
    assert [record.getMessage() for record in caplog.records] == [
        "the columns are not read yet: no such table: parks_park",
        "the columns are not read yet: refused",
    ]


def test_a_fork_waits_for_a_reading_under_way(monkeypatch):
    under_way, go_on, done = threading.Event(), threading.Event(), []

    def read_all():
        under_way.set()
        go_on.wait(10)
        done.append("read")

    monkeypatch.setattr(columns, "read_all", read_all)
    reader = Reader()
    reader.begin()
    assert under_way.wait(10)
    threading.Timer(0.05, go_on.set).start()
    reader.before_fork()
    assert done == ["read"]
    assert reader.is_done


def test_a_new_process_reads_only_what_was_not_read(begun):
    reader = Reader()
    reader.before_fork()
    reader.after_fork()  # of a management command, say
    assert begun == []
    reader.begin()
    reader.after_fork()
    assert begun == ["columns", "columns"]
    reader.is_done = True
    reader.after_fork()
    assert begun == ["columns", "columns"]


def test_a_new_process_is_not_kept_out_by_a_lock_of_the_old_one():
    lock = columns.memory.lock(Park)
    holder = threading.Thread(target=lock.acquire)
    holder.start()
    holder.join()
    Reader().after_fork()
    assert columns.memory.lock(Park).acquire(timeout=1)
    columns.memory.locks.clear()
