from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed

from parks.models import District
from publishing.caching import public_page
from publishing.models import SiteSettings
from publishing.paging import Position
from publishing.richtext import printable

from .columns import public
from .listed import listed


class PagedFeed(Atom1Feed):
    """With the addresses of its other pages, as RFC 5005 names them."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for rel in ("first", "next"):
            if address := self.feed[rel]:
                handler.addQuickElement("link", "", {"rel": rel, "href": address})


class Asked(NamedTuple):
    """A page of the feed: the newest articles, or those `before` a Position, of everywhere or of `district`."""

    district: District | None
    before: str
    articles: list
    has_more: bool
    absolute: Callable

    @property
    def place(self):
        return self.district.name if self.district else ""

    def address(self, before=""):
        asked = {"district": self.district.slug if self.district else "", "before": before}
        query = urlencode({name: value for name, value in asked.items() if value})
        return self.absolute(reverse("articles:feed") + (f"?{query}" if query else ""))


class NewsFeed(Feed):
    """The newest articles, of everywhere or of one district (`?district=slug`) and what lies below it; the older ones
    on pages of their own (`?before=`), which stay the same while articles are added.
    """

    feed_type = PagedFeed
    ITEMS = 50

    @method_decorator(public_page)
    def __call__(self, request, *args, **kwargs):
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request):
        district, before, rows = asked_district(request), request.GET.get("before", ""), public()
        if district:
            rows = rows.in_district(district)
        if before:
            rows = rows.before(Position.read(before))
        articles, has_more = listed(rows[: self.ITEMS]), len(rows) > self.ITEMS
        return Asked(district, before, articles, has_more, request.build_absolute_uri)

    def title(self, asked):
        return f"{asked.place}招商新闻 - {SiteSettings.current().site_name}"

    def subtitle(self, asked):
        return f"{asked.place}的最新招商新闻与政策" if asked.place else "最新招商新闻与政策"

    def link(self, asked):
        district = asked.district
        return reverse("district_news", args=[district.slug]) if district else reverse("articles:list")

    def feed_url(self, asked):
        return asked.address(asked.before)

    def feed_extra_kwargs(self, asked):
        more = asked.has_more and asked.articles
        return {"first": asked.address(), "next": more and asked.address(Position.of(asked.articles[-1]))}

    def items(self, asked):
        return asked.articles

    def item_title(self, article):
        return printable(article.full_title)

    def item_description(self, article):
        return printable(article.summary)

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.updated_at

    def item_categories(self, article):
        return [article.channel.name]


def asked_district(request):
    """Raises Http404."""
    slug = request.GET.get("district", "").replace("\x00", "")
    if not slug:
        return None
    if district := District.objects.filter(slug=slug).first():
        return district
    raise Http404("没有这个地区。")
