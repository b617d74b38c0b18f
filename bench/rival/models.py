"""News as a Wagtail site has them, by its own tutorial and guides: pages in a tree, an index with numbered pages."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import DateTimeField, Index
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

PER_PAGE = 20


@register_snippet
class Channel(models.Model):
    name = models.CharField(max_length=30, unique=True)

    def __str__(self):
        return self.name


@register_snippet
class District(models.Model):
    name = models.CharField(max_length=60, unique=True)

    def __str__(self):
        return self.name


class ArticleIndexPage(Page):
    subpage_types = ["rival.ArticlePage"]

    def articles(self):
        """What a row shows: no bodies, no query per row."""
        articles = ArticlePage.objects.child_of(self).live().select_related("channel", "district")
        return articles.defer("body").order_by("-date", "-pk")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["articles"] = Paginator(self.articles(), PER_PAGE).get_page(request.GET.get("page"))
        return context


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("rival.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(Page):
    date = DateTimeField()
    channel = models.ForeignKey(Channel, models.PROTECT)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body = RichTextField()
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)

    parent_page_types = ["rival.ArticleIndexPage"]
    subpage_types = []

    class Meta:
        indexes = [Index(fields=["-date", "-page_ptr"], name="rival_article_in_order")]
