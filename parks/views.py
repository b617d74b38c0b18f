from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from publishing import structured_data
from publishing.caching import public_page
from publishing.paging import CARDS, canonical, page_of

from .comparison import compared
from .forms import ListingFilter, ParkFilter
from .matching import matches
from .models import Listing, Park
from .needs import needs_of, relaxed


@public_page
def park_list(request):
    form = ParkFilter(request.GET)
    public = Park.objects.published().for_lists()
    page = page_of(form.narrow(public), request.GET.get("page"), CARDS)
    context = {
        "page": page,
        "filter_form": form,
        "canonical": place_address(request, page, form),
        "needs": needs_of(form),
        "relaxed": [] if page else relaxed(form, public),
    }
    return render(request, "parks/park_list.html", context)


def place_address(request, page, form, **subject):
    """The canonical address of a directory's page: what search engines may know it by."""
    district = form.cleaned_data.get("district")
    return canonical(request.path, page, district=district.slug if district else "", **subject)


@public_page
def park_detail(request, slug):
    parks = Park.objects.published().select_related("district__parent")
    park = get_object_or_404(
        parks.prefetch_related("industries", "photos", "distances", "companies__industry"), slug=slug
    )
    trail = [("首页", "/"), ("园区", "/parks/"), (park.name, park.get_absolute_url())]
    hotline, hours = whom_to_call(park.district, park)
    context = {
        "park": park,
        "district": park.district,
        "origin": f"park-{park.slug}",
        "hotline": hotline,
        "hotline_hours": hours,
        "vacant_count": park.listings.published().available().count(),
        "listings_by_kind": listings_by_kind(park),
        "articles": park.articles.published().for_lists().newest_first()[:6],
        "similar_parks": Park.objects.published().alike(park).for_lists()[:3],
        "trail": trail,
        "structured_data": structured_data.to_script(
            park_as_place(request, park), structured_data.breadcrumbs(request, trail)
        ),
    }
    return render(request, "parks/park_detail.html", context)


def whom_to_call(district, park):
    """The park's own telephone, else the nearest hotline, each with its hours."""
    if park and park.contact_phone:
        return park.contact_phone, ""
    return district.hotline_and_hours()


def listings_by_kind(park):
    """[(kind, [listings])] of what the public may see, in the order of the kinds, vacant ones first."""
    listings = sorted(park.listings.published().for_lists(), key=lambda one: one.status != one.Status.VACANT)
    groups = [(kind, [one for one in listings if one.kind == kind]) for kind in Listing.Kind]
    return [(kind, rows) for kind, rows in groups if rows]


def park_as_place(request, park):
    position = None
    if park.latitude is not None and park.coordinate_system == Park.CoordinateSystem.WGS84:
        position = {
            "@type": "GeoCoordinates",
            "latitude": float(park.latitude),
            "longitude": float(park.longitude),
        }
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


@public_page
def park_compare(request):
    asked = [slug for slug in dict.fromkeys(request.GET.getlist("park")) if slug][:8]
    public = Park.objects.published()
    rows = public.for_lists().prefetch_related("distances").filter(slug__in=clean(asked))
    found = {park.slug: park for park in rows}
    parks = [found[slug] for slug in asked if slug in found]
    context = {
        "parks": parks[:4],
        "too_many": len(parks) > 4,
        "unknown": len(asked) - len(parks),
        "rows": compared(parks[:4]) if len(parks) >= 2 else [],
        "offered": list(public.order_by("name").values_list("slug", "name")),
        "trail": [("首页", "/"), ("园区", "/parks/"), ("园区比较", request.path)],
        "slots": ([park.slug for park in parks] + [""] * 4)[:4],
    }
    return render(request, "parks/park_compare.html", context)


def clean(slugs):
    return [slug for slug in slugs if "\x00" not in slug]


@public_page
def listing_list(request):
    form = ListingFilter(request.GET)
    public = Listing.objects.published().for_lists()
    page = page_of(form.narrow(public), request.GET.get("page"), CARDS)
    context = {
        "page": page,
        "filter_form": form,
        "canonical": place_address(request, page, form, kind=form.cleaned_data.get("kind")),
        "needs": needs_of(form),
        "relaxed": [] if page else relaxed(form, public),
    }
    return render(request, "parks/listing_list.html", context)


@public_page
def listing_detail(request, pk):
    listings = Listing.objects.published().select_related("district__parent", "park__district")
    listing = get_object_or_404(listings.prefetch_related("photos", "industries"), pk=pk)
    others = Listing.objects.published().available().for_lists().exclude(pk=pk)
    trail = [("首页", "/"), ("载体", "/listings/"), (listing.title, listing.get_absolute_url())]
    hotline, hours = whom_to_call(listing.district, listing.park)
    context = {
        "listing": listing,
        "district": listing.district,
        "origin": f"listing-{listing.pk}",
        "hotline": hotline,
        "hotline_hours": hours,
        "similar": others.filter(kind=listing.kind, district=listing.district)[:4],
        "trail": trail,
        "structured_data": structured_data.to_script(structured_data.breadcrumbs(request, trail)),
    }
    return render(request, "parks/listing_detail.html", context)


@public_page
def siting(request):
    form = ListingFilter(request.GET)
    vacant = Listing.objects.published().available().for_lists().prefetch_related("industries")
    listings = form.narrow(vacant)
    needs = needs_of(form)
    page = page_of(listings, request.GET.get("page"), CARDS) if needs else None
    context = {
        "form": form,
        "needs": needs,
        "page": page,
        "results": [(one, matches(one, form.cleaned_data)) for one in page] if needs else [],
        "relaxed": relaxed(form, vacant) if needs and not page else [],
        "on_offer": [] if needs else on_offer(),
        "wishes": wishes(request.GET),
    }
    return render(request, "parks/siting.html", context)


def on_offer():
    """[(kind, count)] of what is vacant, to begin with."""
    rows = Listing.objects.published().available().order_by().values_list("kind").annotate(Count("pk"))
    counts = dict(rows)
    return [(kind, counts[kind]) for kind in Listing.Kind if kind in counts]


def wishes(asked):
    """What was asked, as the query string an inquiry is filled in with."""
    query = asked.copy()
    for name in ("page", "sort", "available", "q", "from"):
        query.pop(name, None)
    return query.urlencode()
