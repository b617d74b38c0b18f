"""The engine's answers on the staff's screens: listings for an inquiry, inquiries for a listing."""

from django.contrib import admin

from inquiries.matching import answered_by
from parks.models import Listing
from publishing.admin.odd_input import is_number


class FitsFilter(admin.SimpleListFilter):
    """`?fits=12`: the open inquiries that listing 12 would answer. Offered only where a link brought it."""

    title = "适合的载体"
    parameter_name = "fits"

    def lookups(self, request, model_admin):
        self.listing = listing_numbered(request, "fits")
        return [(str(self.listing.pk), str(self.listing))] if self.listing else []

    def queryset(self, request, queryset):
        if not self.listing:
            return queryset
        return queryset.filter(pk__in=answered_by(self.listing).values("pk"))


def listing_numbered(request, name):
    """The listing whose number the address gives as `name`; None for one that is not his to see."""
    text = request.GET.get(name)
    if not is_number(text or ""):
        return None
    return Listing.objects.visible_to(request.user).filter(pk=text).select_related("district").first()


def shown_around(request):
    """What the first new follow-up begins with where a link says `?show=12`: a visit to listing 12."""
    listing = listing_numbered(request, "show")
    return [{"method": "tour", "listings": [listing.pk]}] if listing else []
