from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from library.models import Picture
from library.showing import ShowsPictures, named_in, showing_instead

from .items import ItemQuerySet, OfItem


class VersionQuerySet(ItemQuerySet):
    def newest_first(self):
        return self.order_by("-number")


class Version(ShowsPictures, OfItem):
    """A text as somebody saved it. Kept for good: what goes live is one of them, and the row of the article is a
    copy of it. `went_live_at` is the moment it did; one that never did was replaced or still waits.
    """

    number = models.PositiveIntegerField("版本号")
    content = models.JSONField("内容", encoder=DjangoJSONEncoder)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="versions_written",
        verbose_name="修改人",
    )
    note = models.CharField("说明", max_length=100, blank=True)
    created_at = models.DateTimeField("保存时间", auto_now_add=True)
    went_live_at = models.DateTimeField("上线时间", null=True, blank=True)
    pictures = models.ManyToManyField(Picture, blank=True, editable=False, related_name="versions")

    objects = VersionQuerySet.as_manager()
    texts_with_pictures = ("content",)
    RICH = ("body", "interpretation")

    class Meta(OfItem.Meta):
        verbose_name = verbose_name_plural = "版本"
        ordering = ["-created_at", "-number"]
        constraints = [
            *OfItem.Meta.constraints,
            models.UniqueConstraint(fields=["article", "number"], name="editorial_version_of_article"),
            models.UniqueConstraint(fields=["policy", "number"], name="editorial_version_of_policy"),
        ]
        # Which text is live and whether a newer one waits is read from these, without the texts.
        indexes = [
            models.Index(fields=["article", "went_live_at", "number"], name="editorial_article_went_live"),
            models.Index(fields=["policy", "went_live_at", "number"], name="editorial_policy_went_live"),
            models.Index(fields=["created_at", "article", "author"], name="editorial_version_by_day"),
        ]

    def __str__(self):
        return f"第 {self.number} 版"

    def shown_pictures(self):
        names, cover = named_in(*(self.content.get(name) for name in self.RICH)), self.content.get("cover")
        return Q(image__in=names) | Q(pk=cover) if names or cover else None

    def show_instead(self, address, picture):
        texts = {name: self.content[name] for name in self.RICH if name in self.content}
        told = {name: showing_instead(text, address, picture) for name, text in texts.items()}
        Version.objects.filter(pk=self.pk).update(content=self.content | told)

    @classmethod
    def things_showing(cls, picture):
        shown = cls.objects.filter(pictures=picture).order_by()
        return [
            (
                cls._meta.get_field(name).remote_field.model,
                shown.exclude(**{name: None}).values_list(name, flat=True),
            )
            for name in ("article", "policy")
        ]

    @property
    def shown_on(self):
        return self.item
