"""One promise after another: taken by one worker at a time, tried, and noted what came of it."""

import logging
import random
import traceback
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .duties import Failed, Later, Refused, handlers
from .models import Delivery

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # so long a worker may hold one; then another may take it
ATTEMPTS = 12  # spread over some fifteen hours
FIRST_PAUSE, LONGEST_PAUSE = 30, 6 * 3600  # seconds


def take(kinds, now):
    """The delivery due longest of `kinds`, held for LEASE; None where nothing is due.

    Of several workers none waits and no two get the same: PostgreSQL passes over locked rows, SQLite lets in one
    writer at a time.
    """
    with transaction.atomic():
        due = Delivery.objects.due(now).filter(kind__in=kinds).order_by("due_at", "pk")
        row = due.select_for_update(skip_locked=True).first()
        if row:
            row.due_at = row.taken_until = now + LEASE
            row.attempts += 1
            row.save(update_fields=["due_at", "taken_until", "attempts"])
    return row


def deliver(row, clock=timezone.now):
    if row.attempts > ATTEMPTS:
        return give_up(row, "发送时程序多次中断", clock())
    try:
        outcome = handlers[row.kind].deliver(row.payload)
    except Later as later:
        put_off(row, later.seconds, later.reason, clock(), attempts=row.attempts - 1)
    except Refused as refused:
        give_up(row, refused.reason, clock())
    except Exception as error:
        logger.error("delivery %s of %s failed: %s", row.pk, row.kind, in_words(error))
        if row.attempts == ATTEMPTS:
            give_up(row, in_words(error), clock())
        else:
            put_off(row, pause(row.attempts), in_words(error), clock())
    else:
        # Also when it took so long that another has it: it has arrived.
        settle(Delivery.objects.filter(pk=row.pk), outcome, delivered_at=clock(), given_up_at=None)


def pause(attempts):
    """Seconds: twice as long each time, and never the same for all that failed together."""
    return min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE) * random.uniform(0.8, 1.2)


def in_words(error):
    """The reason of a Failed; of others kind and place, never the text, which may quote whom it was sent to."""
    if isinstance(error, Failed):
        return error.reason
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}（{place.filename.rpartition('/')[2]}:{place.lineno}）"


def put_off(row, seconds, outcome, now, **values):
    settle(still_held(row), outcome or "稍后再发", due_at=now + timedelta(seconds=seconds), **values)


def give_up(row, outcome, now):
    settle(still_held(row), outcome, given_up_at=now)


def still_held(row):
    return Delivery.objects.open().filter(pk=row.pk, taken_until=row.taken_until)


def settle(rows, outcome, **values):
    rows.update(outcome=(outcome or "")[:300], taken_until=None, **values)
