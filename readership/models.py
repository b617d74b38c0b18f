from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import Sum
from django.utils import timezone

RECENT_DAYS = 30
TOGETHER = 1_000  # rows a statement writes


class ReadingQuerySet(models.QuerySet):
    def of(self, kind, numbers):
        return self.filter(kind=kind, number__in=numbers)

    def recent(self):
        """Of the last thirty days, today's among them."""
        return self.filter(day__gt=timezone.localdate() - timedelta(days=RECENT_DAYS))

    def totals(self):
        """{number: how often}, of rows of one kind."""
        return dict(self.order_by().values_list("number").annotate(Sum("count")))

    @transaction.atomic
    def add(self, counts):
        """Add {(kind, number, day): how often} to what is there.

        The database itself adds, so several processes lose nothing of each other; their rows come in one order,
        so none waits for another in a ring.
        """
        rows = [(*key, count) for key, count in sorted(counts.items())]
        adapt = connection.ops.adapt_datefield_value
        with connection.cursor() as cursor:
            for start in range(0, len(rows), TOGETHER):
                batch = rows[start : start + TOGETHER]
                values = [
                    value for kind, number, day, count in batch for value in (kind, number, adapt(day), count)
                ]
                cursor.execute(ADDITION.format(", ".join(["(%s, %s, %s, %s)"] * len(batch))), values)

    add.alters_data = True


class Reading(models.Model):
    """How often one page was read on one day, in Shanghai; of a long past month its first day holds all."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "文章"
        POLICY = "policy", "政策"
        PARK = "park", "园区"
        LISTING = "listing", "载体"
        DISTRICT = "district", "地区"

    kind = models.CharField("页面", max_length=10, choices=Kind)
    number = models.BigIntegerField("编号")
    day = models.DateField("日期")
    count = models.PositiveIntegerField("阅读量", default=0)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阅读量"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "day"], name="readership_one_count_a_day")
        ]
        indexes = [models.Index(fields=["day", "kind"], name="readership_by_day")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number} {self.day}"


# Django's own upsert can replace a count, not add to it.
ADDITION = """
INSERT INTO readership_reading (kind, number, day, count) VALUES {}
ON CONFLICT (kind, number, day) DO UPDATE SET count = readership_reading.count + excluded.count
"""
