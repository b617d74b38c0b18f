"""How much one address can add in a day, without a list of who read what.

Kept are short keyed hashes of an address, and of an address with a page. The key is drawn by chance in each process
and thrown away with the hashes at midnight in Shanghai: afterwards nobody can tell whom they were made of.
"""

import hashlib
import secrets
from collections import OrderedDict

from django.utils import timezone

OF_A_PAGE = 20  # readings from one address a day: an office behind one address reads an article together
ALTOGETHER = 2_000
REMEMBERED = 100_000  # hashes; the one longest unused goes when one more comes


class Limits:
    """One to a process: where several serve, each allows as much. Not for several threads at once."""

    def __init__(self):
        self.day = None

    def allow(self, address, page):
        """Whether a reading of `page` from `address` still counts; if so, it is remembered."""
        if self.day != timezone.localdate():
            self.begin_day()
        whole, one = self.mark(address), self.mark(f"{address} {page}")
        if whole in self.spent or self.seen.get(one, 0) >= OF_A_PAGE:
            return False
        for mark in (whole, one):
            self.seen[mark] = self.seen.pop(mark, 0) + 1  # to the end: what is in use goes last
        if self.seen[whole] >= ALTOGETHER:
            self.spent.add(whole)
        while len(self.seen) > REMEMBERED:
            self.seen.popitem(last=False)
        return True

    def begin_day(self):
        self.day, self.key = timezone.localdate(), secrets.token_bytes(16)
        self.seen = OrderedDict()
        self.spent = set()  # those that had their day's share: however many come after, they stay known

    def mark(self, text):
        return hashlib.blake2b(text.encode(), digest_size=8, key=self.key).digest()
