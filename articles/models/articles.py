from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from taggit.managers import TaggableManager

from library.models import Picture
from library.showing import ShowsPictures, ShowsPicturesQuerySet
from parks.models import INTROS, District, Industry, Park
from publishing.addresses import address
from publishing.models import Publishable, PublishedQuerySet
from publishing.placing import PlacedQuerySet
from publishing.richtext import RichTextField, plain_text_of_clean, summarise
from search.searchable import Searchable, SearchableQuerySet

from .channels import Channel
from .citations import Citing, CitingQuerySet
from .placements import Placement
from .policies import PolicyDocument

LEAD = 500  # characters of a body's HTML, in which its first words stand
NEWEST_FIRST, OLDEST_FIRST = ("-published_at", "-pk"), ("published_at", "pk")


class ArticleVerbs:
    """What is asked of articles, in the database (ArticleQuerySet) and in memory (articles.columns)."""

    def in_district(self, district):
        return self.filter(district__in=District.objects.numbers_within(district))

    def in_industry(self, industry):
        within = Industry.objects.within(industry).order_by().values_list("pk", flat=True)
        return self.filter(industry__in=list(within))

    def newest_first(self):
        return self.order_by(*NEWEST_FIRST)

    def oldest_first(self):
        return self.order_by(*OLDEST_FIRST)


class ArticleQuerySet(
    ArticleVerbs, CitingQuerySet, ShowsPicturesQuerySet, PlacedQuerySet, SearchableQuerySet, PublishedQuerySet
):
    def for_lists(self):
        """What a row shows: no bodies, no query per row."""
        return self.select_related("district__parent", "channel", "industry", "cover").defer("body", *INTROS)

    def for_the_front(self):
        """What editors put forward on the home page now: 首页头条 before 首页要闻."""
        return self.put_forward(Placement.objects.current().filter(slot__in=Placement.HOME))

    def leading_in(self, district):
        """What editors put forward on the page of `district` now."""
        slot = Placement.Slot.DISTRICT_LEAD
        return self.put_forward(Placement.objects.current().filter(slot=slot, district=district))

    def put_forward(self, placements):
        """The articles of `placements` in their order, the newest first, each once."""
        own = placements.with_order().filter(article=OuterRef("pk")).order_by("order").values("order")[:1]
        chosen = self.filter(pk__in=placements.order_by().values("article"))
        return chosen.alias(order=Subquery(own)).order_by("order", "-published_at", "-pk")

    def tagged(self, name):
        return self.filter(tags__name=name)


class Article(Citing, ShowsPictures, Searchable, Publishable):
    class AIDeclaration(models.TextChoices):
        NONE = "none", "未使用 AI"
        ASSISTED = "assisted", "AI 辅助撰写，人工审核"
        GENERATED = "generated", "AI 生成，人工审核"

    title = models.CharField(
        "标题", max_length=200, help_text="不用写【武清区招商】，前缀由所属地区自动加上。"
    )
    subtitle = models.CharField("副标题", max_length=200, blank=True)
    summary = models.CharField("摘要", max_length=300, blank=True, help_text="留空则由正文开头生成。")
    body = RichTextField("正文")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="articles", verbose_name="栏目")
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="所属地区",
        help_text="不属于某一地区的留空。",
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="行业"
    )
    tags = TaggableManager("标签", blank=True, help_text="用逗号隔开。")
    cover = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="covers", verbose_name="封面"
    )
    cover_alt = models.CharField(
        "封面说明", max_length=100, blank=True, help_text="说清图上是什么；留空用图库里的说明。"
    )
    pictures = models.ManyToManyField(
        Picture, blank=True, editable=False, related_name="articles", verbose_name="正文图片"
    )
    source = models.CharField("来源", max_length=60, blank=True)
    source_url = models.URLField("原文链接", max_length=500, blank=True)
    author = models.CharField("作者", max_length=40, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="edited_articles",
        verbose_name="责编",
    )
    parks = models.ManyToManyField(Park, blank=True, related_name="articles", verbose_name="提及园区")
    policies = models.ManyToManyField(
        PolicyDocument, blank=True, related_name="articles", verbose_name="相关政策"
    )
    ai_declaration = models.CharField(
        "AI 声明", max_length=10, choices=AIDeclaration, default=AIDeclaration.NONE
    )
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()
    searched_kind = "article"
    searched_fields = frozenset(["title", "subtitle", "summary", "body"])
    searched_many = ("tags",)
    texts_with_pictures = ("body",)

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-published_at", "-pk"]
        indexes = [
            # With its end: who counts what is public reads no rows.
            models.Index(fields=["-published_at", "-id", "expires_at"], name="articles_article_in_order"),
            models.Index(fields=["district", "-published_at", "-id"], name="articles_article_by_district"),
            models.Index(fields=["channel", "-published_at", "-id"], name="articles_article_by_channel"),
            models.Index(fields=["industry", "-published_at", "-id"], name="articles_article_by_industry"),
            models.Index(
                fields=["district", "channel", "published_at", "expires_at", "updated_at"],
                name="articles_article_in_reports",
            ),
            models.Index(fields=["-updated_at", "-id"], name="articles_article_by_change"),
            # The search's index doesn't know these two.
            models.Index(fields=["source", "author"], name="articles_article_by_source"),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        if not self.summary and self.body:
            self.summary = summarise(self.body)
            if kwargs.get("update_fields"):
                kwargs["update_fields"] = {*kwargs["update_fields"], "summary"}
        super().save(**kwargs)

    def get_absolute_url(self):
        return address("articles:detail", self.pk)

    def searched_names(self):
        return [self.title, self.subtitle]

    def searched_texts(self):
        yield self.summary
        yield plain_text_of_clean(self.body)
        yield from sorted(tag.name for tag in self.tags.all())

    @property
    def prefix(self):
        """【武清区招商】, from the district."""
        return f"【{self.district.short_name}招商】" if self.district else ""

    @property
    def full_title(self):
        return f"{self.prefix}{self.title}"

    @property
    def published_on(self):
        """The day of publication in Shanghai."""
        return timezone.localdate(self.published_at) if self.published_at else None

    @property
    def summary_is_lead(self):
        """The summary only repeats how the text begins."""
        opening = self.summary.rstrip("。…")[:30]
        text = plain_text_of_clean(self.body[:LEAD].rpartition("<")[0])
        if len(text) < len(opening):
            text = plain_text_of_clean(self.body)
        return text.startswith(opening)

    @property
    def cover_words(self):
        """What the cover shows, for who can't see it."""
        return self.cover_alt or (self.cover.alt if self.cover else "")

    cover_kind = "article"

    @property
    def cover_hue_key(self):
        return self.district.slug if self.district else "national"

    @property
    def cover_name(self):
        return self.title
