from django.db import models
from django.db.models import Q


class Known(models.Model):
    """What search engines know of one page: the address they were told last ("" for none) and a digest of what it
    said. `look_at` is when to compare it with the page: at once after a change, or when the clock changes it.
    """

    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    path = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=32, blank=True)
    looked_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["look_at"], condition=Q(look_at__isnull=False), name="editorial_known_to_look_at"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="editorial_known_once")]

    def __str__(self):
        return f"{self.kind} {self.number}"


class Stock(models.Model):
    """That all pages of a kind were known at some time: from then on only what changes is announced."""

    kind = models.CharField(max_length=20, unique=True)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.kind


class Push(models.Model):
    """One request to a search engine, and its answer."""

    class Engine(models.TextChoices):
        BAIDU = "baidu", "百度"
        INDEXNOW = "indexnow", "IndexNow"

    engine = models.CharField("搜索引擎", max_length=10, choices=Engine)
    sent_at = models.DateTimeField("时间", auto_now_add=True)
    offered = models.PositiveIntegerField("送出")
    accepted = models.PositiveIntegerField("收下", default=0)
    left = models.PositiveIntegerField("当日剩余配额", null=True)
    refused = models.JSONField("未收的网址", default=list)  # [[address, reason]]
    error = models.CharField("失败原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["engine", "-sent_at"], name="editorial_push_by_time")]

    def __str__(self):
        return f"{self.get_engine_display()} {self.sent_at:%Y-%m-%d %H:%M}"
