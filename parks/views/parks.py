from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from parks.calling import whom_to_call
from parks.forms import ParkFilter
from parks.models import Listing, Park
from publishing import structured_data
from publishing.caching import public_page

from .map import map_of
from .places import directory, place_address

SHOWN_OF_A_KIND = 5  # of a park's listings on its page; the rest is a list with filters
SHOWN_COMPANIES = 12


@public_page
def park_list(request):
    form = ParkFilter(request.GET)
    context = directory(request, form, Park.objects.published().for_lists())
    context["canonical"] = place_address(request, context["page"], form)
    context["map"] = map_of("park", form, request, context["page"].paginator.count)
    return render(request, "parks/park_list.html", context)


@public_page
def park_detail(request, slug):
    parks = Park.objects.published().select_related("district__parent")
    park = get_object_or_404(
        parks.prefetch_related("industries", "photos", "distances", "companies__industry"), slug=slug
    )
    trail = [("首页", "/"), ("园区", "/parks/"), (park.name, park.get_absolute_url())]
    companies = list(park.companies.all())
    context = {
        "park": park,
        "district": park.district,
        "origin": f"park-{park.slug}",
        **whom_to_call(park.district, park),
        "vacant_count": park.listings.published().available().count(),
        "listings_by_kind": listings_by_kind(park),
        "companies": companies[:SHOWN_COMPANIES],
        "more_companies": companies[SHOWN_COMPANIES:],
        "articles": park.articles.published().for_lists().newest_first()[:6],
        "similar_parks": Park.objects.published().alike(park).for_lists()[:3],
        "trail": trail,
        "structured_data": structured_data.to_script(
            park_as_place(request, park), structured_data.breadcrumbs(request, trail)
        ),
    }
    return render(request, "parks/park_detail.html", context)


def listings_by_kind(park):
    """[(kind, count, [listings])]: of each kind the public may see how many, and the first few."""
    public = park.listings.published()
    counts = dict(public.order_by().values_list("kind").annotate(Count("pk")))
    shown = list(public.for_lists().first_of_each_kind(SHOWN_OF_A_KIND))
    return [
        (kind, counts[kind], [one for one in shown if one.kind == kind])
        for kind in Listing.Kind
        if kind in counts
    ]


def park_as_place(request, park):
    position = None
    if park.position:
        latitude, longitude = park.position  # WGS-84, as schema.org wants it
        position = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {
        "@type": "Place",
        "name": park.name,
        "alternateName": park.alias,
        "description": park.summary,
        "url": request.build_absolute_uri(park.get_absolute_url()),
        "address": park.address,
        "telephone": park.contact_phone,
        "geo": position,
    }
