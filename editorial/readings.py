"""阅读量: the pages read most in a time."""

from django.db.models import Sum

from parks.models import District
from readership.models import Reading
from readership.pages import MODELS

from .reports import WHOLE_SITE, Table, of_district, screen_of

MOST_READ = 50


def most_read(person, since, until, district=None, limit=MOST_READ, **filters):
    """Of each kind the pages in the districts of `person`, those now public or not, by how often they were read."""
    rows, total = [], 0
    for kind, model in MODELS.items():
        readings = Reading.objects.filter(kind=kind, day__gte=since, day__lte=until)
        readings = readings.filter(number__in=his(model, person, district).order_by().values("pk"))
        total += readings.aggregate(sum=Sum("count"))["sum"] or 0
        counted = readings.order_by().values_list("number").annotate(sum=Sum("count"))
        rows += [(kind, number, count) for number, count in counted.order_by("-sum", "number")[:limit]]
    rows = sorted(rows, key=lambda row: (-row[2], row[0], row[1]))[:limit]
    pages = {
        kind: pages_of(model, [row[1] for row in rows if row[0] == kind]) for kind, model in MODELS.items()
    }
    lines = [
        [screen_of(page, str(page)), kind.label, place_of(page), count]
        for kind, number, count in rows
        if (page := pages[kind].get(number))
    ]
    said = (
        f"这段时间共阅读 {total:,} 次，下面是读得最多的 {len(lines)} 个页面。"
        if lines
        else "这段时间没有阅读记录。"
    )
    return Table(["页面", "类别", "地区", "阅读量"], lines, said)


def his(model, person, district):
    rows = model.objects.visible_to(person)
    if model is District:
        return rows.filter(path__startswith=district.path) if district else rows
    return of_district(rows, district)


def pages_of(model, numbers):
    joined = "parent" if model is District else "district__parent"
    return model.objects.select_related(joined).in_bulk(numbers) if numbers else {}


def place_of(page):
    if isinstance(page, District):
        return str(page)
    return str(page.district) if page.district else WHOLE_SITE
