"""Which edition of a topic (so far one: the places) the database holds, and what changed since another.

Every change of a watched model leaves a row, in the transaction that makes the change (`update` and `bulk_create` of
PublishedQuerySet open one; other bulk writes call `note_change` themselves). The largest number of a topic's rows and
the sum of their tokens are its edition: another one after every commit, also when a lower number is committed after a
higher one, or one that was rolled back is given again; and no writer waits for another as with one counter.
"""

import secrets
from collections import defaultdict

from django.db import models
from django.db.models import Max, Sum
from django.db.models.signals import m2m_changed, post_delete, post_save

PRUNED_EVERY = 200  # rows; about as many of a topic stay
BLOCK = 1_000  # neighbouring primary keys: what is remembered of rows is remembered by block (blocks.py)

_topics = {}  # model → topic
_row_by_row = {}  # model → the relations whose rows take its rows along


def new_token():
    """Small enough that the sum of millions is a number of the database."""
    return secrets.randbelow(2**40)


class Change(models.Model):
    """That the row `row` of `table` ("parks.listing") says something else, or is no more.

    Without a table: that any row of any table may. Its `token` tells it from another that gets its number when it is
    rolled back: what was answered in that transaction is known by a number that says something else later.
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


def watch_rows(topic, model, along=()):
    """As `watch`, where a change of one row matters to no other answer of this model's or of another's rows.

    But to those of the rows that point at it by one of the fields that their own `watch_rows` names in `along`.
    """
    watch(topic, model)
    _row_by_row[model] = [model._meta.get_field(name) for name in along]


def _noted(sender, instance, **signal):
    note_change(sender, instance.pk)


def _noted_tie(sender, instance, action, reverse, **signal):
    """Told twice of each, before and after."""
    if action.startswith("post_"):
        if reverse:
            note_change(sender)
        else:
            note_change(type(instance), instance.pk)


def note_change(model, row=None):
    """For what sends no signal (`update`, `bulk_create`); models nobody watches are no matter.

    `row` is the primary key of what changed, or None where it may be any.
    """
    if topic := _topics.get(model):
        known = row is not None and model in _row_by_row
        table, row = (model._meta.label_lower, row) if known else ("", None)
        change = Change.objects.create(topic=topic, table=table, row=row)
        if change.pk % PRUNED_EVERY == 0:
            _prune(change)


def _prune(change):
    """Whoever never saw what goes must take it that anything has changed."""
    Change.objects.filter(pk=change.pk).update(table="", row=None)
    Change.objects.filter(topic=change.topic, pk__lt=change.pk - PRUNED_EVERY).delete()


def edition(*topics):
    found = Change.objects.filter(topic__in=topics).aggregate(last=Max("pk"), total=Sum("token"))
    return "{last}-{total}".format(**found)


def touched_since(seen, topic, model):
    """({blocks of `model` in which a row may have changed since, None for all}, what is noted now).

    `seen` is what was noted before; what was rolled back or pruned of it leaves nothing to rely on.
    """
    noted = frozenset(Change.objects.filter(topic=topic).values_list("pk", "token", "table", "row"))
    unseen = noted - seen
    if seen - noted or any(not table for _, _, table, _ in unseen):
        return None, noted
    changed = defaultdict(set)
    for _, _, table, row in unseen:
        changed[table].add(row)
    rows = changed[model._meta.label_lower]
    for field in _row_by_row[model]:
        if those := changed[field.related_model._meta.label_lower]:
            rows |= set(
                model._base_manager.filter(**{f"{field.name}__in": those}).values_list("pk", flat=True)
            )
    return {row // BLOCK for row in rows}, noted
