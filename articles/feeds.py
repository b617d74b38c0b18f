from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed

from parks.models import District
from publishing.caching import public_page
from publishing.models import SiteSettings
from publishing.richtext import printable

from .models import Article


class NewsFeed(Feed):
    """The newest articles, of everywhere or of one district (`?district=slug`) and what lies below it."""

    feed_type = Atom1Feed
    ITEMS = 50

    @method_decorator(public_page)
    def __call__(self, request, *args, **kwargs):
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request):
        slug = request.GET.get("district", "").replace("\x00", "")
        if not slug:
            return None
        district = District.objects.filter(slug=slug).first()
        if district is None:
            raise Http404("没有这个地区。")
        return district

    def title(self, district):
        site_name = SiteSettings.current().site_name
        return f"{district.name}招商新闻 - {site_name}" if district else f"招商新闻 - {site_name}"

    def subtitle(self, district):
        return f"{district.name}的最新招商新闻与政策" if district else "最新招商新闻与政策"

    def link(self, district):
        return reverse("district_news", args=[district.slug]) if district else reverse("articles:list")

    def feed_url(self, district):
        return reverse("articles:feed") + (f"?district={district.slug}" if district else "")

    def items(self, district):
        articles = Article.objects.published().for_lists().newest_first()
        return (articles.in_district(district) if district else articles)[: self.ITEMS]

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
