"""Answers that cost a walk over a whole table, kept exactly as long as the table says the same."""

from hashlib import blake2b
from threading import Lock
from weakref import WeakValueDictionary

from django.core.cache import caches
from django.utils import timezone

from .changes import edition
from .days import next_midnight

KEPT_SECONDS = 3600

_asking = WeakValueDictionary()  # key → the lock of those who want to know
_one_at_a_time = Lock()


def remembered(topic, question, answer, next_change):
    """What `answer()` says, asked once in an edition of `topic`, however many want to know at once.

    `question` (str) names the answer and everything it depends on but the clock. `next_change()` is the next
    moment at which the clock changes the answer besides midnight, or None. An answer may ask for another, as
    long as none asks for itself. Kept by this process alone: the edition in the key says what is out of date.
    """
    digest = blake2b(question.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    key = f"remembered:{topic}:{edition(topic)}:{digest}"
    if kept := _kept(key):
        return kept["value"]
    with _one_at_a_time:
        lock = _asking.setdefault(key, Lock())
    with lock:
        if kept := _kept(key):
            return kept["value"]
        # Asked before the answer, which may take a while.
        until = min(filter(None, [next_midnight(timezone.now()), next_change()]))
        value = answer()
        caches["answers"].set(key, {"until": until, "value": value}, KEPT_SECONDS)
        return value


def _kept(key):
    kept = caches["answers"].get(key)
    return kept if kept and timezone.now() < kept["until"] else None
