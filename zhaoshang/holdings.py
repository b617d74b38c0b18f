"""What the public finds in each district, its descendants' included."""

from collections import Counter, defaultdict

from articles.columns import public as public_articles
from articles.listed import districts
from parks.columns import public
from parks.models import District, Listing, Park
from parks.remembering import remembered_places


def holdings():
    """{path: Counter(parks=, listings=, articles=)} of every district that holds something."""
    held = defaultdict(Counter)
    places = remembered_places("places by district", places_by_district)
    for name, counts in [*places.items(), ("articles", articles_by_district())]:
        for path, count in counts.items():
            for above in ancestry(path):
                held[above][name] += count
    return dict(held)


def places_by_district():
    """{"parks" or "listings": {path: how many the public finds right there}}"""
    paths = dict(District.objects.order_by().values_list("pk", "path"))
    held = {"parks": Counter(), "listings": Counter()}
    for (what, district), count in (parks_by_district() + listings_by_district()).items():
        if what in held:
            held[what][paths[district]] += count
    return held


def parks_by_district():
    """{("parks" or "land", number of the district): how many, or how many 亩, right there}"""
    parks = public(Park)
    counts = {("parks", district): count for district, count in parks.counts("district").items()}
    land = parks.filter(land_available_mu__gt=0).sums("district", "land_available_mu")
    return Counter(counts | {("land", district): mu for district, mu in land.items()})


def listings_by_district():
    """{("listings" or "vacant", number of the district): how many right there}"""
    listings = public(Listing)
    counts = {"listings": listings.counts("district"), "vacant": listings.available().counts("district")}
    return Counter({(what, district): count for what in counts for district, count in counts[what].items()})


def articles_by_district():
    """{path: how many articles the public finds right there}"""
    counts = public_articles().counts("district")
    return {one.path: counts[one.pk] for one in districts().values() if counts[one.pk]}


def place_figures(district=None):
    """The three figures a place is known by, of `district` and what lies below it, or of everywhere."""

    def answer():
        held = parks_by_district() + listings_by_district()
        places = District.objects.numbers_within(district) if district else {place for _, place in held}
        names = {"parks": "parks", "listings": "vacant", "land_available_mu": "land"}
        return {name: sum(held[what, place] for place in places) for name, what in names.items()}

    return remembered_places(f"figures of {district.pk if district else 'all'}", answer)


def districts_with(*things):
    """Every district that holds some of "parks" or "listings", and all above them, in tree order."""
    places = remembered_places("places by district", places_by_district)
    slugs = {slug for thing in things for path in places[thing] for slug in path.rstrip("/").split("/")}
    return District.objects.filter(slug__in=slugs).select_related("parent").order_by("path")


def ancestry(path):
    """`tianjin/`, `tianjin/wuqing/`."""
    slugs = path.rstrip("/").split("/")
    return ["/".join(slugs[:depth]) + "/" for depth in range(1, len(slugs) + 1)]


def districts_to_show(held=None):
    """Every district that holds something, in tree order."""
    paths = holdings() if held is None else held
    return District.objects.filter(path__in=list(paths)).select_related("parent").order_by("path")


def districts_with_figures():
    """The same, each with its `held`."""
    held = holdings()
    districts = list(districts_to_show(held))
    for district in districts:
        district.held = held[district.path]
    return districts


def by_root(districts):
    """[(root, [those right below with a place on the map], [(kind, districts)])], the list in reading order."""
    roots = [one for one in districts if one.parent is None]
    return [(root, mapped(root, districts), by_kind(below(root, districts))) for root in roots]


def below(root, districts):
    return [one for one in districts if one.path.startswith(root.path) and one != root]


def mapped(root, districts):
    children = [one for one in districts if one.parent_id == root.pk]
    return [one for one in children if one.grid_row and one.grid_column]


def by_kind(districts):
    rows = sorted(districts, key=lambda one: (one.position, one.code, one.pk))
    groups = [(kind, [one for one in rows if one.kind == kind]) for kind in District.Kind]
    return [(kind, members) for kind, members in groups if members]
