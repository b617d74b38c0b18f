from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .duties import handlers

OPEN = Q(delivered_at=None, given_up_at=None)


def held(now):
    """Of those a worker is delivering at this moment."""
    return Q(taken_until__gt=now)


class DeliveryQuerySet(models.QuerySet):
    def open(self):
        return self.filter(OPEN)

    def due(self, now):
        return self.open().filter(due_at__lte=now)

    def in_state(self, state):
        """Those whose property `state` is `state`."""
        conditions = {
            "waiting": OPEN & Q(outcome=""),
            "retrying": OPEN & ~Q(outcome=""),
            "sent": Q(delivered_at__isnull=False),
            "given_up": Q(delivered_at=None, given_up_at__isnull=False),
        }
        return self.filter(conditions[state])

    def send_again(self):
        """From the beginning and now; what has arrived or is on its way is left alone. Returns how many."""
        now = timezone.now()
        return (
            self.filter(delivered_at=None)
            .exclude(held(now))
            .update(given_up_at=None, taken_until=None, attempts=0, outcome="", due_at=now)
        )


class Delivery(models.Model):
    """One promise. The payload names rows by number and holds nothing about people.

    `due_at` is when a worker may take it next: while one holds it (until `taken_until`) that is the same moment, so
    that what a killed worker held comes back by itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        RETRYING = "retrying", "重试中"
        SENT = "sent", "已发"
        GIVEN_UP = "given_up", "放弃"

    kind = models.CharField("种类", max_length=40)
    payload = models.JSONField("内容", encoder=DjangoJSONEncoder, default=dict)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    due_at = models.DateTimeField("下次发送")
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    outcome = models.CharField("结果", max_length=300, blank=True)  # of the last attempt, in words
    taken_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField("发出时间", null=True)
    given_up_at = models.DateTimeField("放弃时间", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering = ["-pk"]
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["kind", "due_at"], condition=OPEN, name="outbox_delivery_open")]

    def __str__(self):
        return f"{self.label} {self.pk}"

    @property
    def label(self):
        return handlers[self.kind].label if self.kind in handlers else self.kind

    @property
    def state(self):
        if self.delivered_at:
            return self.State.SENT
        if self.given_up_at:
            return self.State.GIVEN_UP
        return self.State.RETRYING if self.outcome else self.State.WAITING


class Turn(models.Model):
    """When a duty is due next, so that of several workers one does it."""

    name = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
