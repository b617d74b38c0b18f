from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, ProtectedError, Q

from publishing.pictures import PictureField


def places():
    """The relations through which rows show pictures: covers, texts, versions, and whatever else points here."""
    return Picture._meta.related_objects


def _showing(relation):
    """What of `relation` shows the picture of an outer query."""
    if relation.many_to_many:
        picture = relation.field.m2m_reverse_field_name()
        return relation.through._base_manager.filter(**{picture: OuterRef("pk")})
    return relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})


class PictureQuerySet(models.QuerySet):
    def used(self):
        return self.filter(self._is_shown())

    def unused(self):
        return self.exclude(self._is_shown())

    def _is_shown(self):
        shown = Q()
        for relation in places():
            shown |= Q(Exists(_showing(relation)))
        return shown


class Picture(models.Model):
    """A picture of the house, kept once and shown wherever an article or a policy names it."""

    image = PictureField("图片", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    alt = models.CharField("说明", max_length=100, blank=True, help_text="说清图上是什么，看不见图的人靠它。")
    credit = models.CharField("来源", max_length=60, blank=True, help_text="摄影者或出处。")
    focal_x = models.PositiveSmallIntegerField(
        "焦点横向", default=50, validators=[MaxValueValidator(100)], help_text="0 为最左，100 为最右。"
    )
    focal_y = models.PositiveSmallIntegerField(
        "焦点纵向", default=50, validators=[MaxValueValidator(100)], help_text="0 为最上，100 为最下。"
    )
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="pictures_added",
        verbose_name="上传者",
    )
    added_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "图片", "图库"
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.alt or f"图片 {self.pk}"

    def delete(self, **kwargs):
        if self.is_typed or not Picture.objects.unused().filter(pk=self.pk).exists():
            raise ProtectedError("The picture is shown somewhere.", {self})
        return super().delete(**kwargs)

    @property
    def is_typed(self):
        """Whether it stands in what somebody is writing and has not saved."""
        from .showing import typed_names  # which needs this model

        return self.image.name in typed_names()

    @property
    def focus(self):
        """The class under which a cropped cover keeps the focal point in sight: one of nine fields."""
        return f"focus-{_third(self.focal_y) * 3 + _third(self.focal_x)}"

    @property
    def thumb(self):
        """The address of its smallest rendition; its own where it has none."""
        sizes = self.image.renditions.get("WEBP")
        return sizes[min(sizes)].url if sizes else self.image.url


def _third(percent):
    return min(percent // 34, 2)
