"""What the public finds in each district, its descendants' included."""

from collections import Counter, defaultdict

from django.db.models import Count, Sum

from articles.models import Article
from parks.models import District, Listing, Park
from parks.remembering import remembered_places


def holdings():
    """{path: Counter(parks=, listings=, articles=)} of every district that holds something."""
    held = defaultdict(Counter)
    places = remembered_places("places by district", places_by_district)
    for name, counts in [*places.items(), ("articles", by_district(Article))]:
        for path, count in counts.items():
            for above in ancestry(path):
                held[above][name] += count
    return dict(held)


def places_by_district():
    return {"parks": by_district(Park), "listings": by_district(Listing)}


def by_district(model):
    """{path: how many of `model` the public finds right there}"""
    rows = model.objects.published().exclude(district=None).order_by().values_list("district__path")
    return dict(rows.annotate(Count("pk")))


def place_figures(district=None):
    """The three figures a place is known by, of `district` and what lies below it, or of everywhere."""

    def answer():
        parks, listings = Park.objects.published(), Listing.objects.published().available()
        if district:
            parks, listings = parks.in_district(district), listings.in_district(district)
        return {
            "parks": parks.count(),
            "listings": listings.count(),
            "land_available_mu": parks.aggregate(total=Sum("land_available_mu"))["total"],
        }

    return remembered_places(f"figures of {district.pk if district else 'all'}", answer)


def districts_with_parks():
    """Every district that holds a park, and all above them, in tree order."""
    paths = remembered_places("places by district", places_by_district)["parks"]
    slugs = {slug for path in paths for slug in path.rstrip("/").split("/")}
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
