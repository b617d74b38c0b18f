"""What a visitor looking for a place asks: the directories, siting, the map, and single pages."""

from itertools import count
from types import SimpleNamespace

from django.core.cache import caches

from parks.models import Listing, Park
from publishing.columns import forget

from .measuring import Measure

DISTRICT = "tianjin"
KEY = "kind=factory&deal=rent&area_min=2000&area_max=6000&price_max=30&price_unit=sqm_month&height_min=6"
CHANGED, NEW, STARTED = "after a change", "never asked before", "process just started"
YARDSTICK = Measure("empty view", "/healthz")


def things(sites):
    """The first places that all of `sites` have in public: two parks' slugs and a listing's number."""
    parks, listings = [], []
    for site in sites:
        with site.open():
            parks.append(Park.objects.published().order_by("pk").values_list("pk", "slug")[:100])
            listings.append(Listing.objects.published().order_by("pk").values_list("pk", flat=True)[:100])
            parks[-1], listings[-1] = set(parks[-1]), set(listings[-1])
    [(_, park), (_, other), *_] = sorted(set.intersection(*parks))
    return SimpleNamespace(park=park, other_park=other, listing=min(set.intersection(*listings)))


def measures(thing):
    pages = {
        "home page": "/",
        "parks, first page": "/parks/",
        "parks by district and level": f"/parks/?district={DISTRICT}&level=provincial",
        "parks by name": "/parks/?q=第12",
        "listings, first page": "/listings/",
        "listings by kind and district": f"/listings/?kind=factory&district={DISTRICT}",
        "listings by area, price and height": f"/listings/?{KEY}",
        "siting, typical": f"/siting/?{KEY}&district={DISTRICT}",
        "siting, broad": "/siting/?kind=factory",
        "map of parks, whole": "/parks/map.json",
        "map of parks, zoomed": "/parks/map.json?bbox=115,27,118,30&zoom=9",
        "map of listings, whole": "/listings/map.json",
        "rent guide of a province": f"/districts/{DISTRICT}/rents/",
        "districts": "/districts/",
        "hub of a province": f"/districts/{DISTRICT}/",
    }
    single = {
        "a park": f"/parks/{thing.park}/",
        "a listing": f"/listings/{thing.listing}/",
        "two parks compared": f"/parks/compare/?park={thing.park}&park={thing.other_park}",
    }
    warm = [Measure(name, address) for name, address in (pages | single).items()]
    changed = [Measure(f"{name}, {CHANGED}", address, save_a_listing) for name, address in pages.items()]
    new = [Measure(f"{name}, {NEW}", address, forget_answers) for name, address in pages.items()]
    started = [Measure(f"{name}, {STARTED}", address, forget) for name, address in pages.items()]
    return [YARDSTICK, *warm, *changed, *new, *started]


def save_a_listing(turn=count()):  # noqa: B008 one turn for all
    """Another one each time, from all over the table."""
    listings = Listing.objects.published().order_by("pk")
    listings[next(turn) * 1_009 % listings.count()].save()


def forget_answers():
    """As where nobody has asked this before."""
    caches["answers"].clear()
