from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from library.models import Picture
from parks.models import INTROS, District, Industry, Park
from publishing.models import Publishable, PublishedQuerySet
from publishing.placing import PlacedQuerySet
from publishing.richtext import RichTextField, plain_text, summarise
from search.searchable import Searchable, SearchableQuerySet

from .channels import Channel
from .policies import PolicyDocument


class ArticleQuerySet(PlacedQuerySet, SearchableQuerySet, PublishedQuerySet):
    def for_lists(self):
        """What a row shows: no bodies, no query per row."""
        return self.select_related("district__parent", "channel", "industry", "cover").defer("body", *INTROS)

    def for_the_front(self):
        """What editors put forward: 置顶 before 推荐, the newest first."""
        return self.filter(Q(is_pinned=True) | Q(is_recommended=True)).order_by(
            "-is_pinned", "-published_at", "-pk"
        )

    def in_district(self, district):
        return self.filter(district__in=District.objects.within(district))

    def in_industry(self, industry):
        return self.filter(industry__in=Industry.objects.within(industry))

    def related_to(self, article):
        """The nearest in subject: same industry or same channel in the same district."""
        alike = Q(district=article.district, channel=article.channel)
        if article.industry_id:
            alike |= Q(industry=article.industry)
        return self.filter(alike).exclude(pk=article.pk).newest_first()

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def before(self, article):
        """Older than `article`, the nearest first."""
        at, pk = article.published_at, article.pk
        return self.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)).newest_first()

    def after(self, article):
        """Newer than `article`, the nearest first."""
        at, pk = article.published_at, article.pk
        return self.filter(Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)).order_by(
            "published_at", "pk"
        )


class Article(Searchable, Publishable):
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
    is_pinned = models.BooleanField("置顶", default=False, help_text="排在首页要闻的最前面。")
    is_recommended = models.BooleanField("推荐", default=False, help_text="进入首页要闻，排在置顶之后。")
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

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="articles_article_by_date"),
            models.Index(fields=["district", "-published_at", "-id"], name="articles_article_by_district"),
            models.Index(fields=["channel", "-published_at", "-id"], name="articles_article_by_channel"),
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
        return reverse("articles:detail", args=[self.pk])

    def searched_names(self):
        return [self.title, self.subtitle]

    def searched_texts(self):
        tags = sorted(tag.name for tag in self.tags.all())
        return [self.summary, plain_text(self.body), *tags]

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
        return plain_text(self.body).startswith(opening)

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
