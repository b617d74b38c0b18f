from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from articles.columns import public
from articles.listed import Listed
from articles.models import Article, PolicyDocument
from parks.guide import paths_with_spreads
from parks.models import District, Listing, Park

from .holdings import districts_to_show

PER_FILE = 10_000


class PageSitemap(Sitemap):
    """The pages that are always there."""

    NAMES = [
        "home",
        "articles:list",
        "parks:park_list",
        "parks:listing_list",
        "articles:policy_list",
        "district_list",
        "siting",
        "inquiries:settle",
        "inquiries:policy_pack",
        "inquiries:contact",
        "inquiries:submission_new",
    ]

    def items(self):
        return self.NAMES

    def location(self, name):
        return reverse(name)


class PublishedSitemap(Sitemap):
    limit = PER_FILE

    def __init__(self, model, *fields):
        self.model, self.fields = model, fields

    def items(self):
        return self.model.objects.published().only("pk", "updated_at", *self.fields).order_by("pk")

    def lastmod(self, item):
        return item.updated_at

    def get_latest_lastmod(self):
        """Django's own reads every item."""
        return self.model.objects.published().aggregate(Max("updated_at"))["updated_at__max"]


class ArticleSitemap(PublishedSitemap):
    """As the articles in memory stand, the oldest first: the last file costs what the first one does."""

    def items(self):
        return InOrder(public().oldest_first())


class InOrder(Listed):
    def __getitem__(self, span):
        numbers = self.rows[span]
        found = Article.objects.published().only("pk", "updated_at").in_bulk(numbers)
        return [found[number] for number in numbers if number in found]


class DistrictSitemap(Sitemap):
    limit = PER_FILE

    def items(self):
        return districts_to_show()


class RentGuideSitemap(Sitemap):
    """The guides that say something."""

    limit = PER_FILE

    def items(self):
        paths = paths_with_spreads()
        return [one for one in District.objects.only("slug", "path").order_by("path") if one.path in paths]

    def location(self, district):
        return reverse("parks:rent_guide", args=[district.slug])


def sitemaps():
    return {
        "pages": PageSitemap(),
        "districts": DistrictSitemap(),
        "rents": RentGuideSitemap(),
        "articles": ArticleSitemap(Article),
        "parks": PublishedSitemap(Park, "slug"),
        "listings": PublishedSitemap(Listing),
        "policies": PublishedSitemap(PolicyDocument),
    }
