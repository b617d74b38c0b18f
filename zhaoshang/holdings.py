"""What the public finds in each district, its descendants' included."""

from collections import Counter, defaultdict

from django.db.models import Count

from articles.models import Article
from parks.models import District, Listing, Park


def holdings():
    """{path: Counter(parks=, listings=, articles=)} of every district that holds something; three queries."""
    held = defaultdict(Counter)
    shown = {"parks": Park, "listings": Listing, "articles": Article}
    for name, model in shown.items():
        rows = model.objects.published().exclude(district=None).order_by().values_list("district__path")
        for path, count in rows.annotate(Count("pk")):
            for above in ancestry(path):
                held[above][name] += count
    return dict(held)


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
