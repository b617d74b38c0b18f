"""Workers as they really run: several processes on one database, a SQLite file or the test's PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from outbox.delivering import LEASE, take
from outbox.models import Delivery
from outbox.promising import promise

SCRIPT = Path(__file__).with_name("worker_process.py")


class Workers:
    def __init__(self, database, folder):
        self.database, self.notes = str(database), folder / "notes"
        self.notes.touch()

    def start(self, what):
        command = [sys.executable, str(SCRIPT), self.database, str(self.notes), what]
        return subprocess.Popen(command, env=os.environ | {"DEBUG": "1"}, stderr=subprocess.PIPE, text=True)

    def noted(self):
        return sorted(map(int, self.notes.read_text().split()))


@pytest.fixture
def workers(transactional_db, tmp_path):
    """Starts workers that see the same rows as the test."""
    if connection.vendor == "postgresql":
        yield Workers(connection.settings_dict["NAME"], tmp_path)
        return
    # The test's own database lies in the memory of this process: both get a file.
    workers = Workers(tmp_path / "db.sqlite3", tmp_path)
    assert workers.start("migrate").wait() == 0
    memory = connections["default"]
    connections["default"] = connections.create_connection("default")
    connections["default"].settings_dict = settings.DATABASES["default"] | {
        **memory.settings_dict,
        "NAME": workers.database,
    }
    yield workers
    connections["default"].close()
    connections["default"] = memory


def until(holds, seconds=30):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_no_two_take_the_same(workers):
    for number in range(90):
        promise("note", {"number": number})
    running = [workers.start("once") for _ in range(3)]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert workers.noted() == list(range(90))
    assert list(Delivery.objects.values_list("attempts", flat=True)) == [1] * 90
    assert Delivery.objects.open().count() == 0


def test_what_hangs_delays_nobody_else_and_not_the_end(workers):
    for number in range(3):
        promise("hang", {})
        promise("note", {"number": number})
    worker = workers.start("run")
    until(lambda: len(workers.noted()) == 3)
    promise("note", {"number": 3})  # from another process, while the others hang
    until(lambda: len(workers.noted()) == 4)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert workers.noted() == [0, 1, 2, 3]
    assert [row.state for row in Delivery.objects.filter(kind="hang")] == ["waiting"] * 3


def test_what_a_killed_worker_held_comes_back(workers):
    promise("die", {})
    assert workers.start("once").wait(60) == -signal.SIGKILL
    now = timezone.now()
    assert take(["die"], now) is None
    row = take(["die"], now + LEASE + timedelta(seconds=1))
    assert (row.kind, row.attempts) == ("die", 2)
