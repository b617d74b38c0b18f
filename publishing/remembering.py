"""Answers that cost a walk over a whole table, kept exactly as long as the table says the same."""

from datetime import datetime, time, timedelta
from hashlib import blake2b

from django.core.cache import caches
from django.utils import timezone

from .changes import edition

KEPT_SECONDS = 3600


def remembered(topic, question, answer, next_change=lambda: None):
    """What `answer()` says, asked once in an edition of `topic`; the value must survive pickling.

    `question` (str) names the answer and everything it depends on but the clock. `next_change()` is the next
    moment at which the clock changes the answer besides midnight, or None.
    """
    digest = blake2b(question.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    key = f"remembered:{topic}:{edition(topic)}:{digest}"
    now = timezone.now()
    answers = caches["answers"]
    kept = answers.get(key)
    if kept is not None and now < kept["until"]:
        return kept["value"]
    # Asked before the answer, which may take a while.
    until = min(filter(None, [next_midnight(now), next_change()]))
    value = answer()
    answers.set(key, {"until": until, "value": value}, KEPT_SECONDS)
    return value


def next_midnight(now):
    """The moment the next day begins in Shanghai."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))
