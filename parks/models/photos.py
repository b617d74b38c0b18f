from django.db import models

from publishing.pictures import PictureField


class Photo(models.Model):
    """One picture of an album, in the order the editor gave."""

    image = PictureField("图片", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    caption = models.CharField(
        "图片说明", max_length=100, help_text="说清图上是什么，也读给看不见图片的人听。"
    )
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.caption
