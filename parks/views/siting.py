from django.db.models import Count
from django.shortcuts import render

from parks.forms import ListingFilter
from parks.matching import matches
from parks.models import Listing
from parks.needs import needs_of, relaxed
from publishing.caching import public_page
from publishing.paging import CARDS, page_of


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
        "relaxed": relaxed(form, lambda other: other.narrow(vacant).count()) if needs and not page else [],
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
