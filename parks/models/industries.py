from django.db import models


class IndustryQuerySet(models.QuerySet):
    def within(self, industry):
        """A 门类 with its 大类; a 大类 alone."""
        return self.filter(models.Q(pk=industry.pk) | models.Q(parent=industry))

    def admitting(self, industry):
        """Those that let `industry` in where they are named: itself, a part of it, or the 门类 it belongs to."""
        return self.filter(
            models.Q(pk=industry.pk) | models.Q(parent=industry) | models.Q(pk=industry.parent_id)
        )

    def named_by(self, relation, rows):
        """Those that one of `rows` names through `relation` ("parks", "listings", …), and their 门类."""
        holder = Industry._meta.get_field(relation)
        if rows.model is not holder.related_model:  # their keys
            rows = holder.related_model._base_manager.filter(pk__in=rows)
        held = models.Exists(rows.order_by().filter(**{holder.field.name: models.OuterRef("pk")}))
        named = self.filter(held).values_list("pk", "parent_id")  # a look at each industry, not at each row
        return self.filter(pk__in={number for pair in named for number in pair if number})


class Industry(models.Model):
    """GB/T 4754-2017: 门类 by letter (A–T), 大类 by two digits (01–97)."""

    code = models.CharField("代码", max_length=2, unique=True)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="divisions", verbose_name="所属门类"
    )

    objects = IndustryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行业"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def admits(self, industry):
        """As `admitting` of the queryset says."""
        return industry.pk in (self.pk, self.parent_id) or self.pk == industry.parent_id


class IndustryLabel(models.Model):
    """An everyday word of the trade (电子信息， 生物医药) and the codes it means."""

    name = models.CharField("产业标签", max_length=30, unique=True)
    industries = models.ManyToManyField(Industry, related_name="labels", verbose_name="对应行业")

    class Meta:
        verbose_name = verbose_name_plural = "产业标签"
        ordering = ["name"]

    def __str__(self):
        return self.name
