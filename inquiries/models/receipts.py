from django.db import models

from publishing.references import new_reference


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
        super().save(**kwargs)
