"""来源成效: which article, policy, park or listing brought the inquiries, and what they led to.

A page is credited with an inquiry it was the last page of before the form, or the first of the visit; once where it was
both. What was signed counts on the day it was signed, however long ago the inquiry came in.
"""

from collections import defaultdict
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from articles.models import Article, PolicyDocument
from parks.models import Listing, Park
from readership.models import Reading

from .arrivals import BEGINS, KINDS
from .scope import Stage
from .tables import Linked, Table

SHOWN, SAVED = 50, 10_000
LAST, FIRST, ANSWERED, SIGNED_NOW, OPERATING, AGREED = range(6)
SORTS = {
    "last": ("最后来源页", LAST),
    "first": ("首次到达页", FIRST),
    "responded": ("已响应", ANSWERED),
    "signed": ("签约", SIGNED_NOW),
    "operating": ("投产", OPERATING),
    "agreed": ("协议投资（万元）", AGREED),
}
READ = "阅读量"
NOTE = (
    "一条咨询记给它的最后来源页和首次到达页，两者是同一页的只记一次；签约、投产和协议投资按发生在这段时间的计，咨询可能更早收到。"
    "地址后来改过的园区，以前的咨询仍按旧地址列出。"
)


class Source(NamedTuple):
    rows: object
    key: str  # what an address names it by
    shown: tuple  # the columns that are read


SOURCES = {
    "article": Source(Article.objects, "pk", ("title",)),
    "policy": Source(PolicyDocument.objects, "pk", ("title",)),
    "park": Source(Park.objects, "slug", ("name", "slug")),
    "listing": Source(Listing.objects, "pk", ("title",)),
}


def brought(scope, kind):
    """{page: the six figures} of the pages of that kind."""
    found = defaultdict(lambda: [0, 0, 0, 0, 0, 0])
    for field, other in (("source_page", None), ("entry_page", "source_page")):
        of_kind = Q(**{f"{field}__startswith": BEGINS[kind]})
        twice = Q(**{other: F(field)}) if other else Q(pk__in=[])
        for page, *counts in received_over(scope, field, of_kind, twice):
            place = LAST if field == "source_page" else FIRST
            found[page][place] += counts[0]
            found[page][ANSWERED] += counts[1]
        for page, *counts in won_over(scope, field, of_kind & ~twice):
            found[page][SIGNED_NOW] += counts[0]
            found[page][AGREED] += counts[1] or 0
        for page, count in operating_over(scope, field, of_kind & ~twice):
            found[page][OPERATING] += count
    return found


def received_over(scope, field, of_kind, twice):
    """Counted in full as the first page; answered only where the last page hasn't counted it already."""
    answered = Count("pk", filter=Q(responded_at__isnull=False) & ~twice)
    return scope.received().filter(of_kind).values_list(field).annotate(count=Count("pk"), answered=answered)


def won_over(scope, field, which):
    rows = scope.signed().filter(which).values_list(field)
    return rows.annotate(Count("pk"), Sum("agreed_investment_wan"))


def operating_over(scope, field, which):
    rows = scope.counted().filter(
        which, stage=Stage.OPERATING, closed_at__gte=scope.period.begin, closed_at__lt=scope.period.end
    )
    return rows.values_list(field).annotate(Count("pk"))


def sources(scope, kind, sort="signed", limit=SHOWN):
    """The table of one kind of page, the first by `sort` on top."""
    found = brought(scope, kind)
    if sort == "read":
        things = {one.get_absolute_url(): one for one in most_read(scope, kind, limit)}
        pages = list(things)
    else:
        place = SORTS[sort][1]
        pages = sorted(found, key=lambda page: (-found[page][place], -found[page][LAST], page))[:limit]
        things = things_at(pages, kind)
    read = readings(scope, kind, [one.pk for one in things.values()])
    rows = [row_of(page, things.get(page), read, found[page], kind) for page in pages]
    columns = [KINDS[kind], READ, *(label for label, _ in SORTS.values())]
    return Table(f"sources-{kind}", f"带来咨询的{KINDS[kind]}", columns, rows, NOTE)


def row_of(page, thing, read, counts, kind):
    last, first, *rest = counts
    name = (
        Linked(str(thing), page)
        if thing
        else (f"{KINDS[kind]}列表" if page == BEGINS[kind] else f"{page}（已删除）")
    )
    lists = [
        Linked(count, inquiries_over(field, page)) if count else 0
        for field, count in (("source_page", last), ("entry_page", first))
    ]
    return [name, read.get(thing.pk, 0) if thing else 0, *lists, *rest[:3], round(rest[3])]


def inquiries_over(field, page):
    return f"{reverse('admin:inquiries_inquiry_changelist')}?{urlencode({'tab': 'all', field: page})}"


def things_at(pages, kind):
    """{page: what stands there} of those that still exist."""
    source = SOURCES[kind]
    keys = {page: page.removeprefix(BEGINS[kind]).strip("/") for page in pages}
    if source.key == "pk":
        keys = {
            page: int(key)
            for page, key in keys.items()
            if key.isascii() and key.isdecimal() and len(key) < 10
        }
    by_key = source.rows.only(*source.shown).in_bulk(list(keys.values()), field_name=source.key)
    return {page: by_key[key] for page, key in keys.items() if key in by_key}


def in_period(scope, kind):
    days = (scope.period.since, scope.period.until)
    return Reading.objects.filter(kind=kind, day__range=days).order_by()


def readings(scope, kind, numbers):
    return in_period(scope, kind).filter(number__in=numbers).totals()


def most_read(scope, kind, limit):
    counts = (
        in_period(scope, kind).values_list("number").annotate(Sum("count")).order_by("-count__sum", "number")
    )
    numbers = [number for number, _ in counts[:limit]]
    things = SOURCES[kind].rows.only(*SOURCES[kind].shown).in_bulk(numbers)
    return [things[number] for number in numbers if number in things]


def ways_to_sort():
    """(name in the address, label) of each way to sort."""
    return [("read", READ), *((name, label) for name, (label, _) in SORTS.items())]
