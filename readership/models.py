from django.db import models


class Reading(models.Model):
    """How often one page was read on one day, in Shanghai."""

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

    class Meta:
        verbose_name = verbose_name_plural = "阅读量"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "day"], name="readership_one_count_a_day")
        ]
        indexes = [models.Index(fields=["day", "kind"], name="readership_by_day")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number} {self.day}"
