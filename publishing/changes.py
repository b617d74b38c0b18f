"""Which edition of a topic (places, pages, words) the database holds, and what changed since another.

Every change of a watched model leaves a row, in the transaction that makes the change (`update` and `bulk_create` of
PublishedQuerySet open one; other bulk writes call `note_change` themselves). The largest number of a topic's rows and
the sum of their tokens are its edition: another one after every commit, also when a lower number is committed after a
higher one, or one that was rolled back is given again; and no writer waits for another as with one counter.
"""

import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import F
from django.db.models.functions import Mod
from django.db.models.signals import m2m_changed, post_delete, post_save

from .prepared import Plan

PRUNED_EVERY = 200  # rows; about as many of a topic stay
SINGLY = 200  # rows changed at once that are named; of more it is said that it may be any
PRUNED = "pruned"  # in place of a table: its `row` is the sum of the tokens that went, modulo TOKENS
TOKENS = 2**40  # small enough that the sum of millions is a number of the database

_topics = {}  # model → topic
_asked = ContextVar("the editions of all topics, where they were asked for once", default=None)


def new_token():
    return secrets.randbelow(TOKENS)


class Change(models.Model):
    """That the row `row` of `table` ("parks.listing") says something else, or is no more; without `row` it may be any.

    Its `token` tells it from another that gets its number when it is rolled back: what was answered in that
    transaction is known by a number that says something else later.
    """

    topic = models.CharField(max_length=20)
    table = models.CharField(max_length=40, blank=True)
    row = models.BigIntegerField(null=True)
    token = models.BigIntegerField(default=new_token)

    class Meta:
        default_permissions = ()  # nobody's to see or to give
        indexes = [models.Index(fields=["topic", "id"], name="publishing_change_by_topic")]

    def __str__(self):
        return f"{self.topic} {self.pk}"


def watch(topic, *watched):
    """Note every change of the models `watched`, and of what ties them to others, under `topic`."""
    for model in watched:
        _topics[model] = topic
        for signal in (post_save, post_delete):
            signal.connect(_noted, sender=model)
        for field in model._meta.local_many_to_many:
            _topics[field.remote_field.through] = topic
            m2m_changed.connect(_noted_tie, sender=field.remote_field.through)


def is_watched(model):
    return model in _topics


def _noted(sender, instance, **signal):
    note_change(sender, [instance.pk])


def _noted_tie(sender, instance, action, reverse, **signal):
    """Told twice of each, before and after."""
    if action.startswith("post_"):
        if reverse:
            note_change(sender)
        else:
            note_change(type(instance), [instance.pk])


def note_change(model, rows=None):
    """For what sends no signal (`update`, `bulk_create`); models nobody watches are no matter.

    `rows` are the primary keys of what changed, or None where it may be any.
    """
    if rows is not None and not rows:
        return
    if topic := _topics.get(model):
        named = rows if rows is not None and len(rows) <= SINGLY else [None]
        changes = [Change(topic=topic, table=model._meta.label_lower, row=row) for row in named]
        changes = Change.objects.bulk_create(changes)
        for change in changes:
            if change.pk % PRUNED_EVERY == 0:
                _prune(change)


@transaction.atomic
def _prune(change):
    """Leaves a sum, so that who has seen all that goes knows that nothing else went."""
    mine = Change.objects.filter(topic=change.topic)
    old = mine.filter(pk__lt=change.pk - PRUNED_EVERY).exclude(table=PRUNED).select_for_update()
    gone = dict(old.values_list("pk", "token"))
    Change.objects.filter(pk__in=gone).delete()
    record = mine.filter(table=PRUNED).first() or Change.objects.create(
        topic=change.topic, table=PRUNED, row=0, token=0
    )
    total = Mod(F("row") + sum(gone.values()) % TOKENS, TOKENS)
    Change.objects.filter(pk=record.pk).update(row=total)


def edition(*topics):
    known = _asked.get()
    found = editions() if known is None else known
    return " ".join(found.get(topic, "") for topic in topics)


EDITIONS = Plan("SELECT topic, MAX(id), SUM(token) FROM publishing_change GROUP BY topic")


def editions():
    """{topic: its edition}; one question, in SQL of our own: it is asked for every page."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:

        def execute(statement):
            cursor.execute(*statement)
            return cursor.fetchall()

        spelt = EDITIONS.sql, []
        # A plan that a pooler made the session forget would lose what somebody is saving.
        is_saving = database.in_atomic_block
        rows = execute(spelt) if is_saving else EDITIONS.asked(database, [], execute, spelt)
    return {topic: f"{last}-{total}" for topic, last, total in rows}


@contextmanager
def one_edition():
    """In here the site is as it was at the beginning, or newer: `edition` asks once."""
    before = _asked.set(editions())
    try:
        yield
    finally:
        _asked.reset(before)


class Seen(NamedTuple):
    """What a process knows to have changed."""

    noted: frozenset  # (number, token, table, row)
    pruned: int  # the sum of the tokens of what was noted before


def changed_rows(before, topic, tables):
    """({rows of the first of `tables` that may have changed since `before`, None for all}, what is seen now).

    A row of the other tables may say something of any. What was rolled back leaves nothing to rely on; nor does what
    was pruned and never seen.
    """
    noted = frozenset(Change.objects.filter(topic=topic).values_list("pk", "token", "table", "row"))
    sums = {one for one in noted if one[2] == PRUNED}
    now = Seen(noted - sums, sum(row for *_, row in sums))
    if before is None:
        return None, now
    went = sum(token for _, token, *_ in before.noted - now.noted)
    touched = [(table, row) for _, _, table, row in now.noted - before.noted if table in tables]
    if (now.pruned - before.pruned - went) % TOKENS or any(
        row is None or table != tables[0] for table, row in touched
    ):
        return None, now
    return {row for _, row in touched}, now
