from django.db import models
from django.db.models import Exists, OuterRef

from publishing.models import Moving


class ChannelQuerySet(models.QuerySet):
    def holding(self, articles):
        """Those with something to read among `articles`."""
        return self.filter(Exists(articles.filter(channel=OuterRef("pk"))))


class Channel(Moving):
    """A column of the site. Those of the groups `service` and `process` are the tiles of a district."""

    class Group(models.TextChoices):
        NEWS = "news", "资讯"
        SERVICE = "service", "招商服务"
        PROCESS = "process", "投资流程"

    name = models.CharField("名称", max_length=30, unique=True)
    slug = models.SlugField("网址名", max_length=40, unique=True, help_text="公开后请勿修改。")
    group = models.CharField("分组", max_length=10, choices=Group, default=Group.NEWS)
    description = models.CharField("说明", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    objects = ChannelQuerySet.as_manager()
    former_noun = "channel"

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
