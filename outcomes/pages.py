"""来源成效: which article, policy, park or listing brought the inquiries, and what they led to.

A page is credited with an inquiry it was the last page of before the form, or the first of the visit; once where it was
both. What was signed counts on the day it was signed, however long ago the inquiry came in.
"""

from collections import defaultdict
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.urls import reverse

from articles.models import Article, PolicyDocument
from inquiries.admin.filters import CountedFilter, PlaceFilter
from parks.models import Listing, Park
from publishing.former import FormerAddress
from readership.models import Reading

from .arrivals import BEGINS, COMPARING, KINDS
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
    "改过网址的园区，前后合为一行；对比页不属于哪个园区或载体，不列。"
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
    former = former_pages(kind)
    for field, other in (("source_page", None), ("entry_page", "source_page")):
        of_kind = Q(**{f"{field}__startswith": BEGINS[kind]}) & ~Q(**{f"{field}__in": COMPARING})
        rows = partial(by_page, field=field, other=other, former=former)
        received = rows(scope.received().filter(of_kind))
        for page, *counts in received.annotate(Count("pk"), answered=Count("pk", filter=ANSWERED_ONCE)):
            place = LAST if field == "source_page" else FIRST
            found[page][place] += counts[0]
            found[page][ANSWERED] += counts[1]
        signed = rows(scope.signed().filter(of_kind)).filter(twice=False)
        for page, *counts in signed.annotate(Count("pk"), Sum("agreed_investment_wan")):
            found[page][SIGNED_NOW] += counts[0]
            found[page][AGREED] += counts[1] or 0
        operating = rows(began_operating(scope).filter(of_kind)).filter(twice=False)
        for page, count in operating.annotate(Count("pk")):
            found[page][OPERATING] += count
    return found


ANSWERED_ONCE = Q(responded_at__isnull=False, twice=False)


def by_page(rows, field, other, former):
    """`rows` grouped by the page in `field`; `twice` where `other` holds the same, which has been counted already."""
    page = at_present(field, former)
    is_same = Q(page=at_present(other, former)) if other else Q(pk__in=[])
    twice = Case(When(is_same, then=Value(True)), default=Value(False))
    return rows.annotate(page=page, twice=twice).values_list("page")


def at_present(field, former):
    """The page in `field`, by its present address."""
    moved = [When(**{field: old}, then=Value(new)) for old, new in former.items()]
    return Case(*moved, default=F(field), output_field=CharField())


def former_pages(kind):
    """{former address: present one} of what has been renamed."""
    if SOURCES[kind].key != "slug":
        return {}
    begin = BEGINS[kind]
    moved = FormerAddress.objects.filter(noun=kind).values_list("old", "new")
    return {f"{begin}{old}/": f"{begin}{new}/" for old, new in moved}


def began_operating(scope):
    begin, end = scope.period.begin, scope.period.end
    return scope.counted().filter(stage=Stage.OPERATING, closed_at__gte=begin, closed_at__lt=end)


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
    called = defaultdict(list)
    for old, new in former_pages(kind).items():
        called[new].append(old)
    rows = [
        [
            name_of(page, things.get(page), kind),
            read.get(things[page].pk, 0) if page in things else 0,
            *links(scope, [page, *called[page]], found[page]),
            *found[page][ANSWERED:AGREED],
            round(found[page][AGREED]),
        ]
        for page in pages
    ]
    columns = [KINDS[kind], READ, *(label for label, _ in SORTS.values())]
    return Table(f"sources-{kind}", f"带来咨询的{KINDS[kind]}", columns, rows, NOTE)


def name_of(page, thing, kind):
    if thing:
        return Linked(str(thing), page)
    return f"{KINDS[kind]}列表" if page == BEGINS[kind] else f"{page}（已删除）"


def links(scope, addresses, counts):
    """The two numbers a list of inquiries stands behind."""
    return [
        Linked(counts[place], inquiries_over(scope, field, addresses)) if counts[place] else 0
        for field, place in (("source_page", LAST), ("entry_page", FIRST))
    ]


def inquiries_over(scope, field, addresses):
    """The desk's list of exactly those that are counted."""
    asked = {"tab": "all", CountedFilter.parameter_name: scope.period}
    if scope.district:
        asked[PlaceFilter.parameter_name] = scope.district.slug
    asked |= {f"{field}__in": ",".join(addresses)} if len(addresses) > 1 else {field: addresses[0]}
    return f"{reverse('admin:inquiries_inquiry_changelist')}?{urlencode(asked)}"


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
