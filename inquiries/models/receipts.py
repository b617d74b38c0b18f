from django.db import models
from django.utils import timezone

from publishing.placing import PlacedQuerySet
from publishing.references import new_reference


class ReceiptQuerySet(PlacedQuerySet):
    def kept(self):
        """Those whose sender is still known here."""
        return self.filter(erased_at=None)

    def past_keeping(self):
        """Those whose sender was told that nothing is kept so long."""
        return self.kept().closed_before(self.model.keeping_from())

    def closed_before(self, moment):
        return self.filter(closed_at__lt=moment)


def years_before(moment, years):
    """The same day of an earlier year; 29 February counts as the 28th there."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - years, day=day)


class Receipt(models.Model):
    """What both doors share: a number nobody can guess, and the proof against a double click.

    The same content under the same token is one row; other content under that token is another row.
    """

    REFERENCE_PREFIX = ""
    KEPT_YEARS = 2  # after it is closed; whoever consents is told so

    reference = models.CharField("编号", max_length=30, unique=True, editable=False)
    token = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    consent_version = models.CharField("同意的隐私政策版本", max_length=20, blank=True, editable=False)
    consented_at = models.DateTimeField("同意时间", null=True, editable=False)
    created_at = models.DateTimeField("收到时间", auto_now_add=True)
    closed_at = models.DateTimeField("办结时间", null=True, editable=False)
    erased_at = models.DateTimeField("个人信息清除时间", null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["token", "digest"],
                name="%(app_label)s_%(class)s_sent_once",
                condition=~models.Q(token=""),
            )
        ]

    def save(self, **kwargs):
        if not self.reference:
            self.reference = new_reference(self.REFERENCE_PREFIX)
        self.note_closing()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "closed_at"}
        super().save(**kwargs)

    @classmethod
    def keeping_from(cls):
        """What was closed before is past its time."""
        return years_before(timezone.localtime(), cls.KEPT_YEARS)

    def note_closing(self):
        """From the moment it is closed runs the time its sender's data may be kept."""
        self.closed_at = (self.closed_at or timezone.now()) if self.is_closed else None
