"""Reads the columns of every Table (columns.py) before anybody asks for them.

Begun where the application is made (zhaoshang/wsgi.py), so under any server, in a thread of its own, so that no answer
waits for it. Where the database does not answer or has no tables yet, it tries again.

Of a server that forks with the application made (gunicorn --preload) the fork waits for a reading under way: the
processes share what was read. What was not, each reads for itself.
"""

import logging
import os
import threading
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from . import columns

logger = logging.getLogger(__name__)

SECONDS = 10  # until the next try
PATIENCE = 30  # seconds a fork waits


class Reader:
    is_done = False
    resting = None  # an Event: not asking the database right now; None where it was never begun

    def begin(self):
        import_module(settings.ROOT_URLCONF)  # the pages, and with them their tables
        self.resting = threading.Event()
        threading.Thread(target=self.run, name="columns", daemon=True).start()

    def run(self):
        pause = threading.Event()
        while not self.is_done:
            self.resting.clear()
            try:
                self.read()
            finally:
                connection.close()
                self.resting.set()
            pause.wait(0 if self.is_done else SECONDS)

    def read(self):
        try:
            columns.read_all()
            self.is_done = True
        except (DatabaseError, InterfaceError) as error:
            logger.warning("the columns are not read yet: %s", error)

    def before_fork(self):
        if self.resting:
            self.resting.wait(PATIENCE)

    def after_fork(self):
        """In the new process, where no other thread is, but the locks they held are."""
        columns.memory.locks.clear()
        if self.resting and not self.is_done:
            self.begin()


reader = Reader()
os.register_at_fork(before=reader.before_fork, after_in_child=reader.after_fork)
