"""Readings in memory, until a batch of them is written: a reader waits for no database.

Every process that serves pages has a tally and a thread of its own, begun with its first reading. The thread writes
every ten seconds, and the process once more when it ends. A process that is killed outright (or a machine without
power) loses what was read in the last ten seconds; nothing else loses any. When the database does not answer, the
batch waits for the next time.
"""

import atexit
import logging
import threading
from collections import Counter, defaultdict

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from .limits import Limits
from .models import Reading
from .pages import public_among

logger = logging.getLogger(__name__)

SECONDS = 10
MOST = 10_000  # pages a batch holds; readings of further ones are not counted
SHARE = 200  # of these, how many one address can open: made-up pages do not crowd out those others read


class Tally:
    def __init__(self):
        self.counting, self.writing = threading.Lock(), threading.Lock()
        self.counts, self.limits = {}, Limits()
        self.opened = Counter()  # {an address, hashed: pages it was the first to read in this batch}
        self.thread = None

    def add(self, kind, number, address):
        """Count a reading of today, unless `address` has had its share."""
        key, reader = (kind, number, timezone.localdate()), hash(address)
        with self.counting:
            is_new = key not in self.counts
            if is_new and (len(self.counts) >= MOST or self.opened[reader] >= SHARE):
                return
            if self.limits.allow(address, f"{kind}-{number}"):
                self.opened[reader] += is_new
                self.counts[key] = self.counts.get(key, 0) + 1
                self.begin()

    def begin(self):
        """The thread that writes; of a process that was forked, the fork's own."""
        if self.thread is None:
            atexit.register(self.write)
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self.run, name="readership", daemon=True)
            self.thread.start()

    def run(self):
        pause = threading.Event()
        while not pause.wait(SECONDS):
            self.write()
            connection.close()

    def write(self):
        """What was counted so far, of the pages that are public now. Whoever comes second waits for the first."""
        with self.writing:
            with self.counting:
                counts, self.counts, self.opened = self.counts, {}, Counter()
            try:
                if counts:
                    Reading.objects.add(public_only(counts))
            except (DatabaseError, InterfaceError) as error:
                logger.error("%s readings wait for the database: %s", sum(counts.values()), error)
                self.take_back(counts)

    def take_back(self, counts):
        with self.counting:
            for key, count in counts.items():
                if key in self.counts or len(self.counts) < MOST:
                    self.counts[key] = self.counts.get(key, 0) + count


def public_only(counts):
    """One query a kind."""
    numbers = defaultdict(set)
    for kind, number, _ in counts:
        numbers[kind].add(number)
    public = {kind: public_among(kind, asked) for kind, asked in numbers.items()}
    return {key: count for key, count in counts.items() if key[1] in public[key[0]]}


tally = Tally()
