from django.conf import settings
from django.db import models

from publishing.pictures import PictureField


class Picture(models.Model):
    """A picture of the house, kept once and shown wherever an article or a policy names it."""

    image = PictureField("图片", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    alt = models.CharField("说明", max_length=100, blank=True, help_text="说清图上是什么，看不见图的人靠它。")
    credit = models.CharField("来源", max_length=60, blank=True, help_text="摄影者或出处。")
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

    class Meta:
        verbose_name = verbose_name_plural = "图片"
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.alt or f"图片 {self.pk}"
