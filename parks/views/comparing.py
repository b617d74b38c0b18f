"""Two to four parks, or listings, side by side."""

from urllib.parse import urlencode

from django.shortcuts import render

from parks.comparison import MOST, compared, listing_lines, park_lines
from parks.models import Listing, Park
from parks.models.freshness import LATELY_VERIFIED
from publishing.caching import public_page
from publishing.former import refuse_if_moved

READ = 8  # so many of those asked for are looked up
OFFERED = 8


@public_page
def park_compare(request):
    asked = [slug for slug in named(request, "park") if "\x00" not in slug]
    public = Park.objects.published().for_lists()
    found = {one.slug: one for one in public.prefetch_related("distances").filter(slug__in=asked)}
    for slug in set(asked) - found.keys():
        refuse_if_moved("park", slug)
    parks = [found[slug] for slug in asked if slug in found]
    others = public.prefetch_related(None).exclude(slug__in=asked).sorted_by("level")
    if parks:
        others = others.filter(district__in={one.district_id for one in parks})
    context = {
        "columns": columns("park", parks, "slug"),
        "candidates": [(one.slug, one, one.district.full_name) for one in others[:OFFERED]],
        "rows": compared(park_lines(parks[:MOST]), parks[:MOST]) if len(parks) > 1 else [],
        "unknown": len(named(request, "park")) - len(parks),
        "trail": [("首页", "/"), ("园区", "/parks/"), ("园区比较", request.path)],
    }
    return render(request, "parks/park_compare.html", context)


@public_page
def listing_compare(request):
    asked = [int(number) for number in named(request, "listing") if number.isdecimal() and len(number) < 19]
    public = Listing.objects.published().for_lists()
    found = public.prefetch_related("industries").in_bulk(asked)
    listings = [found[number] for number in asked if number in found]
    others = public.available().exclude(pk__in=asked).order_by(*LATELY_VERIFIED)
    if listings:
        others = others.filter(kind=listings[0].kind, district=listings[0].district)
    context = {
        "columns": columns("listing", listings, "pk"),
        "candidates": [(one.pk, one, one.district.full_name) for one in others[:OFFERED]],
        "rows": compared(listing_lines(listings[:MOST]), listings[:MOST]) if len(listings) > 1 else [],
        "unknown": len(named(request, "listing")) - len(listings),
        "trail": [("首页", "/"), ("载体", "/listings/"), ("载体比较", request.path)],
    }
    return render(request, "parks/listing_compare.html", context)


def named(request, name):
    """The values of `name` in the address, each once, as many as are looked up."""
    return [value for value in dict.fromkeys(request.GET.getlist(name)) if value][:READ]


def columns(name, things, key):
    """[(value, thing, the address without it)] of those that stand side by side, and whether more were asked for."""
    values = [getattr(thing, key) for thing in things[:MOST]]
    without = [urlencode([(name, other) for other in values if other != value]) for value in values]
    return {
        "name": name,
        "things": list(zip(values, things, without, strict=False)),
        "too_many": len(things) > MOST,
    }
