"""收到咨询: over time, and by where from, where to and what about."""

from collections import Counter
from datetime import timedelta

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import TruncDate

from inquiries.models import Inquiry
from parks.models import District

from .tables import Table, share

DAILY, WEEKLY = 35, 190  # up to so many days a column is a day, a week; beyond, a month
SHOWN = 30
# The kind of the last page before the form, by the address it begins with.
KINDS = {"article": "文章", "policy": "政策", "park": "园区", "listing": "载体", "district": "地区页面"}
BEGINS = {
    "article": "/news/",
    "policy": "/policies/",
    "park": "/parks/",
    "listing": "/listings/",
    "district": "/districts/",
}
COMPARING = ("/parks/compare/", "/listings/compare/")  # pages of no one park or listing
HOME, NOT_KNOWN, OTHER = "首页", "没有来源页", "其他页面"
KIND_OF_PAGE = Case(
    When(source_page__in=COMPARING, then=Value("对比")),
    *[When(source_page__startswith=BEGINS[kind], then=Value(label)) for kind, label in KINDS.items()],
    When(source_page="/", then=Value(HOME)),
    When(source_page="", then=Value(NOT_KNOWN)),
    default=Value(OTHER),
    output_field=CharField(),
)
TITLES = [("kinds", "按来源页", "来源页"), ("districts", "按经办地区", "地区"), ("topics", "按主题", "主题"), ("channels", "按来源渠道", "渠道")]  # fmt: skip


def over_time(scope):
    counts = dict(scope.received().values_list(TruncDate("created_at")).annotate(Count("pk")))
    unit, starts = columns_of(scope.period)
    rows, afters = [], [*starts[1:], scope.period.until + timedelta(days=1)]
    for first, after in zip(starts, afters, strict=True):
        number = sum(counts.get(first + timedelta(days=one), 0) for one in range((after - first).days))
        rows.append([label_of(first, unit), number])
    return Table("arrivals", f"每{unit}收到的咨询", [unit, "咨询"], rows)


def columns_of(period):
    """(what a column is, the first day of each within the period)"""
    days = [period.since + timedelta(days=one) for one in range(period.days)]
    if period.days <= DAILY:
        return "日", days
    begins = (lambda day: day.weekday() == 0) if period.days <= WEEKLY else (lambda day: day.day == 1)
    unit = "周" if period.days <= WEEKLY else "月"
    return unit, [day for day in days if day == period.since or begins(day)]


def label_of(day, unit):
    return f"{day:%Y-%m}" if unit == "月" else f"{day:%m-%d}" + (" 起" if unit == "周" else "")


def splits(scope):
    """Four tables from one question: by the last page, the district, the topic and the channel."""
    rows = scope.received().annotate(page_kind=KIND_OF_PAGE)
    found = list(rows.values_list("page_kind", "place", "topic", "source_channel").annotate(Count("pk")))
    total = sum(count for *_, count in found)
    districts = District.objects.select_related("parent").in_bulk(
        [key for key in {one[1] for one in found} if key]
    )
    topics = dict(Inquiry.Topic.choices)
    names = [
        str,
        lambda key: str(districts[key]) if key else "没有地区",
        lambda key: topics.get(key, key),
        lambda key: key or "未填",
    ]
    tables = []
    for column, ((slug, title, head), name) in enumerate(zip(TITLES, names, strict=True)):
        counts = Counter()
        for row in found:
            counts[name(row[column])] += row[-1]
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        cells = [[label, number, share(number, total)] for label, number in ordered[:SHOWN]]
        tables.append(Table(slug, title, [head, "咨询", "占比"], cells, bars=1))
    return tables


def endings(scope):
    """Of those received in the period: why some ended without result."""
    ended = Q(stage__in=Inquiry.ENDED_WITHOUT_RESULT)
    found = scope.received().filter(ended).values_list("stage", "cause").annotate(Count("pk"))
    stages, causes = dict(Inquiry.Stage.choices), dict(Inquiry.Cause.choices)
    total = sum(count for *_, count in found)
    rows = [
        [causes.get(cause, "未填"), stages[stage], count, share(count, total)]
        for stage, cause, count in sorted(found, key=lambda one: (-one[2], one[1], one[0]))
    ]
    return Table("ends", "没有结果的原因", ["结束类别", "结束为", "咨询", "占比"], rows, bars=2)
