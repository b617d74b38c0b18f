from django.shortcuts import get_object_or_404, render

from parks.calling import whom_to_call
from parks.forms import ListingFilter
from parks.models import Listing
from publishing import structured_data
from publishing.caching import public_page

from .map import map_of
from .places import directory, place_address


@public_page
def listing_list(request):
    form = ListingFilter(request.GET)
    context = directory(request, form, Listing.objects.published().for_lists())
    context["canonical"] = place_address(request, context["page"], form, kind=form.cleaned_data.get("kind"))
    context["map"] = map_of("listing", form, request, context["page"].paginator.count)
    return render(request, "parks/listing_list.html", context)


@public_page
def listing_detail(request, pk):
    listings = Listing.objects.published().select_related("district__parent", "park__district")
    listing = get_object_or_404(listings.prefetch_related("photos", "industries"), pk=pk)
    others = Listing.objects.published().available().for_lists().exclude(pk=pk)
    trail = [("首页", "/"), ("载体", "/listings/"), (listing.title, listing.get_absolute_url())]
    context = {
        "listing": listing,
        "district": listing.district,
        "origin": f"listing-{listing.pk}",
        **whom_to_call(listing.district, listing.park),
        "similar": others.filter(kind=listing.kind, district=listing.district)[:4],
        "trail": trail,
        "structured_data": structured_data.to_script(structured_data.breadcrumbs(request, trail)),
    }
    return render(request, "parks/listing_detail.html", context)
