"""What a visitor looking for a place asks, on little and on much: directories, siting, maps, and single pages."""

from itertools import count
from types import SimpleNamespace

from django.core.cache import caches

from parks.models import Listing, Park
from publishing.columns import forget

from ..charts import Chart
from ..corpus import places
from ..measuring import Measure, timed
from ..report import Ratio, Section, Table

TITLE = "Pages of places on little and on much"
BOUND = 2.0  # how much a first page may grow while the data grow tenfold

DISTRICT = "tianjin"
KEY = "kind=factory&deal=rent&area_min=2000&area_max=6000&price_max=30&price_unit=sqm_month&height_min=6"
CHANGED, NEW, STARTED = "after a change", "never asked before", "process just started"
CLAIM = "{name}, which grows most of the pages of places: at {times:.0f}× the data, by a process that has read the columns"
YARDSTICK = Measure("empty view", "/healthz")


def measured(bench):
    sizes = bench.size((2_000, 20_000), (20, 40))
    databases = [bench.databases.filled(places, parks) for parks in sizes]
    asked = measures(things(databases))[:: bench.size(1, 6)]
    timings = timed(asked, databases, bench.repeats, bench.say)
    return section(asked, databases, timings)


def section(asked, databases, timings):
    grown = {one: growth(one, databases, timings) for one in asked}
    sizes = [f"{one.size:,} parks" for one in databases]
    head = ("page", *[f"{size}: median (slowest), ms" for size in sizes], "×", "queries", "KB")
    rows = [row(one, databases, timings, grown[one]) for one in asked]
    bars = [(one.name, [timings[one, site].at(0.5) for site in databases]) for one in asked]
    times = databases[-1].size / databases[0].size
    most = max((one for one in asked if not one.name.endswith(STARTED)), key=grown.get)
    return Section(
        TITLE,
        PROSE.format(times=times, bound=BOUND),
        [Table(head, rows)],
        [Ratio(CLAIM.format(name=most.name, times=times), grown[most], BOUND, at_most=True)],
        [Chart("places.svg", "Medians of both sizes, ms", sizes, bars)],
    )


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


def growth(measure, databases, timings):
    """How many times the median of the largest is that of the smallest."""
    return timings[measure, databases[-1]].at(0.5) / timings[measure, databases[0]].at(0.5)


def row(measure, databases, timings, ratio):
    mine = [timings[measure, one] for one in databases]
    times = [f"{one.at(0.5):.1f} ({one.at(1):.1f})" for one in mine]
    grown = f"**{ratio:.1f}**" if ratio > BOUND else f"{ratio:.1f}"
    queries = same_or_both([str(one.queries) for one in mine])
    size = same_or_both([f"{one.size / 1024:.0f}" for one in mine])
    return measure.name, *times, grown, queries, size


def same_or_both(words):
    return words[0] if len(set(words)) == 1 else " → ".join(words)


PROSE = f"""\
Each page was asked for in turn of two databases, ten listings to a park, through Django's test client in one process; an
empty view is the yardstick. Bold: grew more than {{bound:.0f}}× while the data grew {{times:.0f}}×.

- “{CHANGED.capitalize()}” is the first request after one listing was saved: its row is read again, and what the page says is
  counted again in memory. The next request finds its answer kept.
- “{NEW.capitalize()}” is the first time anybody states these needs to a process; so is the first request after midnight.
- “{STARTED.capitalize()}” asks of a process that holds nothing yet: the columns are read whole, which a server does before
  anybody asks. So does the first request after many rows at once were changed. The claim leaves these rows out."""
