"""Which edition of a topic (so far one: the places) the database holds.

Every change of a watched model leaves a row, in the transaction that makes the change (`update` and `bulk_create` of
PublishedQuerySet open one; other bulk writes call `note_change` themselves). The largest and the sum
of a topic's row numbers are its edition: another one after every commit, also when a lower number is committed
after a higher one, and no writer waits for another as with one counter.
"""

from django.db import models
from django.db.models import Max, Sum
from django.db.models.signals import m2m_changed, post_delete, post_save

PRUNED_EVERY = 200  # rows; about as many of a topic stay

_topics = {}  # model → topic


class Change(models.Model):
    topic = models.CharField(max_length=20)
    table = models.CharField(max_length=40, blank=True)  # "parks.listing"; "" is any row of any table
    row = models.BigIntegerField(null=True)

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
            m2m_changed.connect(_noted, sender=field.remote_field.through)


def _noted(sender, **signal):
    note_change(sender)


def note_change(model):
    """For what sends no signal (`update`, `bulk_create`); models nobody watches are no matter."""
    if topic := _topics.get(model):
        row = Change.objects.create(topic=topic)
        if row.pk % PRUNED_EVERY == 0:
            Change.objects.filter(topic=topic, pk__lt=row.pk - PRUNED_EVERY).delete()


def edition(topic):
    found = Change.objects.filter(topic=topic).aggregate(last=Max("pk"), total=Sum("pk"))
    return "{last}-{total}".format(**found)
