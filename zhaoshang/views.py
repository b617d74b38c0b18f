"""Pages that join the apps: the home page and the districts'."""

from django.shortcuts import get_object_or_404, render

from articles.beside import tiles
from articles.columns import public
from articles.forms import ArticleFilter
from articles.listed import Listed
from articles.models import Article, Channel, Placement, PolicyDocument
from articles.views import news_address
from parks.calling import whom_to_call
from parks.models import District, Listing, Park
from parks.views.places import district_trail
from publishing import structured_data
from publishing.caching import public_page
from publishing.fragments import kept
from publishing.models import SiteSettings
from publishing.paging import page_of

from .holdings import by_root, districts_with, districts_with_figures, place_figures

FRONT = sum(Placement.ROOM[slot] for slot in Placement.HOME)


@public_page
def home(request):
    context = {
        **kept("home", front_page),
        "structured_data": structured_data.to_script(
            structured_data.organization(request, SiteSettings.current())
        ),
    }
    return render(request, "home.html", context)


def front_page():
    articles = Article.objects.published().for_lists()
    news = articles.filter(channel__group=Channel.Group.NEWS).newest_first()
    parks = Park.objects.published()
    return {
        "districts": list(districts_with("parks")),
        "listing_kinds": Listing.Kind.choices,
        "front_articles": led_by(articles.for_the_front(), news, FRONT),
        "news_by_channel": news_by_channel(),
        "fresh_listings": list(Listing.objects.published().available().for_lists()[:6]),
        "parks": list(parks.for_lists().sorted_by("level")[:6]),
        "policies": list(PolicyDocument.objects.published().valid().for_lists().newest_first()[:6]),
        "figures": place_figures(),
    }


def led_by(forward, newest, places):
    """What editors put forward, then the newest, in so many places; each article once."""
    shown = list(forward[:places])
    known = {one.pk for one in shown}
    return (shown + [one for one in newest[: 2 * places] if one.pk not in known])[:places]


def news_by_channel(each=6):
    """[(channel, [newest articles])] of the channels that have some: two queries and one per shown channel."""
    published = Article.objects.published()
    channels = Channel.objects.holding(published)
    return [(one, published.filter(channel=one).for_lists().newest_first()[:each]) for one in channels[:6]]


@public_page
def district_list(request):
    roots = by_root(districts_with_figures())
    return render(request, "districts/district_list.html", {"roots": roots})


@public_page
def district_hub(request, slug):
    district = district_called(slug)
    trail = kept(("trail", district.pk), lambda: district_trail(district))
    context = {
        "district": district,
        **kept(("hub", district.pk), lambda: hub_of(district)),
        **tiles(district),
        "origin": f"district-{district.slug}",
        **whom_to_call(district),
        "trail": trail,
        "structured_data": structured_data.to_script(structured_data.breadcrumbs(request, trail)),
    }
    return render(request, "districts/district_hub.html", context)


def district_called(slug):
    """Raises Http404."""
    districts = District.objects.select_related("parent")
    return kept(("district called", slug), lambda: get_object_or_404(districts, slug=slug))


def hub_of(district):
    parks = Park.objects.published().in_district(district)
    listings = Listing.objects.published().in_district(district)
    articles = Article.objects.published().for_lists()
    lead = articles.leading_in(district).first()
    newest = articles.in_district(district).newest_first()
    return {
        "lead": lead,
        "children": [one for one in districts_with_figures() if one.parent_id == district.pk],
        "parks": list(parks.for_lists().sorted_by("level")[:6]),
        "listings": list(listings.available().for_lists()[:6]),
        "articles": [one for one in newest[:8] if one != lead],
        "figures": place_figures(district),
    }


@public_page
def district_news(request, slug):
    return news_of_district(request, district_called(slug))


@public_page
def district_channel(request, slug, channel):
    return news_of_district(request, district_called(slug), get_object_or_404(Channel, slug=channel))


def news_of_district(request, district, channel=None):
    articles = public().in_district(district)
    if channel:
        articles = articles.filter(channel=channel)
    form = ArticleFilter.of(request.GET, ("district", "channel") if channel else ("district",))
    name = channel.name if channel else "招商新闻"
    page = page_of(Listed(form.narrow(articles)), request.GET.get("page"))
    context = {
        "page": page,
        "filter_form": form,
        "canonical": news_address(page, district, channel),
        "heading": f"{district.name}{name}",
        "district": district,
        "channel": channel,
        "trail": [*district_trail(district), (name, request.path)],
        **tiles(district),
    }
    return render(request, "articles/article_list.html", context)
