"""报表: what was published by whom, what ages, what is missing, what leads nowhere. Each a table, asked for at once.

A report is a function of who asks and what the filters say; it sees only what lies in that person's districts.
"""

import re
from collections import defaultdict
from datetime import datetime, time, timedelta
from html import unescape
from statistics import median
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Channel, PolicyDocument
from parks.models import INTROS, District, Park
from publishing.admin.columns import staff_name
from publishing.placing import within_remit
from publishing.richtext import plain_text

from .checking.links import standing, target
from .models import Review, Version
from .tasks import all_tasks

SHOWN, SAVED = 200, 10_000  # rows on the screen, rows in a file
WHOLE_SITE = "全站"


class Linked(NamedTuple):
    """A cell that leads somewhere."""

    text: str
    address: str

    def __str__(self):
        return self.text


class Table(NamedTuple):
    columns: list
    rows: list
    said: str = ""
    onward: dict | None = None  # what to change in the address to see more


def screen_of(item, label=None):
    name = f"admin:{item._meta.app_label}_{item._meta.model_name}_change"
    return Linked(label or item.title, reverse(name, args=[item.pk]))


def names_of(rows):
    return {one.pk: str(one) for one in rows}


# --- 发布情况


PUBLISHED = ["发布", "保存版本", "送审", "退回", "退回率", "送审到通过（小时，中位数）"]
GROUPED = {"person": "人员", "district": "地区", "channel": "栏目", "article": "文章"}
# How articles, versions and reviews name what they are grouped by.
KEYS = {
    "person": ("editor", "author", "submitted_by"),
    "district": ("district", "article__district", "article__district"),
    "channel": ("channel", "article__channel", "article__channel"),
    "article": ("pk", "article", "article"),
}


def published(person, since, until, by="person", district=None, **filters):
    """Articles released from `since` through `until`, and the work on articles in those days."""
    begin, end = midnight(since), midnight(until + timedelta(days=1))
    by_now = timezone.now() + timedelta(microseconds=1)  # what goes out this moment is out
    articles = of_district(Article.objects.visible_to(person), district)
    released = articles.filter(published_at__gte=begin, published_at__lt=min(end, by_now))
    versions, reviews = (
        of_district(within_remit(person, rows, "article__district"), district, "article__district")
        for rows in (
            Version.objects.filter(article__isnull=False),
            Review.objects.filter(article__isnull=False),
        )
    )
    versions = versions.filter(created_at__gte=begin, created_at__lt=end)
    reviews = reviews.filter(submitted_at__gte=begin, submitted_at__lt=end)
    if by == "article":
        return published_one_by_one(released, versions, reviews, **filters)
    counts = work_by(KEYS[by], released, versions, reviews)
    labels = {
        "person": lambda keys: {
            one.pk: staff_name(one) for one in get_user_model().objects.filter(pk__in=keys)
        },
        "district": lambda keys: names_of(District.objects.select_related("parent").filter(pk__in=keys)),
        "channel": lambda keys: names_of(Channel.objects.filter(pk__in=keys)),
    }[by]([key for key in counts if key])
    nobody = {"person": "未署责编", "district": WHOLE_SITE}.get(by, "")
    rows = [[labels.get(key, nobody), *figures] for key, figures in counts.items()]
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    return Table([GROUPED[by], *PUBLISHED], rows, f"共发布 {released.count()} 篇。")


def published_one_by_one(released, versions, reviews, limit=SHOWN, **filters):
    total = released.count()
    shown = list(
        released.select_related("district__parent", "channel", "editor")
        .defer("body", "summary", *INTROS)
        .order_by("-published_at", "-pk")[:limit]
    )
    keys = [one.pk for one in shown]
    counts = work_by(
        KEYS["article"],
        released.filter(pk__in=keys),
        versions.filter(article__in=keys),
        reviews.filter(article__in=keys),
    )
    rows = [
        [
            screen_of(one),
            timezone.localdate(one.published_at),
            str(one.district or WHOLE_SITE),
            one.channel.name,
            staff_name(one.editor) or "",
            *counts[one.pk][1:],
        ]
        for one in shown
    ]
    more = f"，下面是最新的 {limit} 篇" if total > limit else ""
    return Table(
        ["文章", "发布日期", "地区", "栏目", "责编", *PUBLISHED[1:]], rows, f"共发布 {total} 篇{more}。"
    )


def work_by(names, released, versions, reviews):
    """{key: [released, versions, reviews, returned, share returned, median hours to approval]}."""
    of_articles, of_versions, of_reviews = names
    counts = [
        dict(rows.order_by().values_list(name).annotate(Count("pk")))
        for rows, name in [
            (released, of_articles),
            (versions, of_versions),
            (reviews, of_reviews),
            (reviews.filter(state=Review.State.RETURNED), of_reviews),
        ]
    ]
    hours = defaultdict(list)
    approved = reviews.filter(state=Review.State.APPROVED).order_by()
    for key, sent, closed in approved.values_list(of_reviews, "submitted_at", "closed_at"):
        hours[key].append((closed - sent).total_seconds() / 3600)
    keys = dict.fromkeys(key for one in counts for key in one)
    return {key: figures([one.get(key, 0) for one in counts], hours[key]) for key in keys}


def figures(counts, hours):
    *_, sent, returned = counts
    share = f"{returned / sent:.0%}" if sent else ""
    return [*counts, share, round(median(hours), 1) if hours else ""]


def midnight(day):
    """When `day` begins in Shanghai."""
    return datetime.combine(day, time(), timezone.get_current_timezone())


def of_district(rows, district, name="district"):
    """Those in `district` and below it; all without one."""
    return rows.filter(**{f"{name}__in": District.objects.numbers_within(district)}) if district else rows


# --- 久未更新


def ageing(person, months=12, district=None, limit=SHOWN, **filters):
    """Public pages unchanged for so many months: how many a district, or which in one."""
    before = timezone.now() - timedelta(days=round(months * 365 / 12))
    kinds = [
        (label, of_district(rows.published().visible_to(person).filter(updated_at__lt=before), district))
        for label, rows in [("文章", Article.objects), ("政策", PolicyDocument.objects)]
    ]
    return ageing_pages(kinds, limit) if district else ageing_districts(kinds, months)


def ageing_districts(kinds, months):
    found = defaultdict(lambda: {"oldest": []})
    for label, rows in kinds:
        grouped = rows.order_by().values_list("district").annotate(Count("pk"), Min("updated_at"))
        for key, count, oldest in grouped:
            found[key][label] = count
            found[key]["oldest"].append(oldest)
    known = District.objects.select_related("parent").in_bulk([key for key in found if key])
    rows = [
        [
            Linked(str(known[key]), f"?district={known[key].slug}&months={months}") if key else WHOLE_SITE,
            *(one.get(label, 0) for label, _ in kinds),
            timezone.localdate(min(one["oldest"])),
        ]
        for key, one in found.items()
    ]
    rows.sort(key=lambda row: (-(row[1] + row[2]), str(row[0])))
    return Table(["地区", "文章", "政策", "最久未改"], rows)


def ageing_pages(kinds, limit):
    pages, total = [], 0
    for label, rows in kinds:
        total += rows.count()
        oldest = rows.order_by("updated_at", "pk").values_list("pk", flat=True)[:limit]  # from an index
        chosen = rows.model.objects.filter(pk__in=list(oldest)).select_related("district__parent")
        pages += [(one, label) for one in chosen.defer("body", "summary", *INTROS)]
    pages.sort(key=lambda page: (page[0].updated_at, page[0].pk))
    rows = [
        [screen_of(one), label, str(one.district or WHOLE_SITE), timezone.localdate(one.updated_at)]
        for one, label in pages[:limit]
    ]
    return Table(["标题", "类别", "地区", "最近修改"], rows, f"共 {total} 个页面，久的在前。")


# --- 空缺栏目


def silent(person, days=90, district=None, limit=SHOWN, **filters):
    """Channels of a district, with what lies below it, that hold nothing public or nothing new."""
    today, held = timezone.localdate(), defaultdict(lambda: (0, None))
    articles = Article.objects.published().visible_to(person).exclude(district=None).order_by()
    paths = dict(District.objects.order_by().values_list("pk", "path"))
    grouped = articles.values_list("district", "channel").annotate(Count("pk"), Max("published_at"))
    for place, channel, count, last in grouped:
        for above in prefixes(paths[place]):
            known, latest = held[above, channel]
            held[above, channel] = known + count, max(filter(None, [latest, last]))
    rows, channels = [], list(Channel.objects.all())
    for place in places_of(person, district, {path for path, _ in held}):
        for channel in channels:
            count, last = held[place.path, channel.pk]
            quiet = (today - timezone.localdate(last)).days if last else None
            if quiet is None or quiet > days:
                said = "空缺" if quiet is None else f"{quiet} 天没有新内容"
                link = Linked(
                    str(place), f"{reverse('admin:articles_article_changelist')}?district={place.slug}"
                )
                date = timezone.localdate(last) if last else ""
                rows.append([link, channel.name, channel.get_group_display(), count, date, said])
    empty = sum(row[-1] == "空缺" for row in rows)
    return Table(
        ["地区", "栏目", "分组", "公开文章", "最近发布", "情况"],
        rows[:limit],
        f"空缺 {empty} 处，超过 {days} 天没有新内容 {len(rows) - empty} 处。空缺的栏目不显示在地区页面上。{first_of(rows, limit)}",
    )


def prefixes(path):
    slugs = path.rstrip("/").split("/")
    return ["/".join(slugs[: end + 1]) + "/" for end in range(len(slugs))]


def places_of(person, district, paths):
    """The districts the public has a page of with something on it, within those of `person`."""
    with_parks = Park.objects.published().order_by().values_list("district__path", flat=True).distinct()
    paths = paths | {above for path in with_parks for above in prefixes(path)}
    places = District.objects.visible_to(person).filter(path__in=paths).select_related("parent")
    if district:
        places = places.filter(path__startswith=district.path)
    return places.order_by("path")


# --- 失效链接


SCANNED = 10_000  # texts of a kind read at once


def dead_links(person, after=0, district=None, limit=SHOWN, **filters):
    """Links to pages that are gone or hidden, in the next texts behind number `after`."""
    kinds = [
        of_district(rows.published().visible_to(person), district).filter(pk__gt=after).order_by("pk")
        for rows in (Article.objects, PolicyDocument.objects)
    ]
    ends = [list(rows.values_list("pk", flat=True)[SCANNED - 1 : SCANNED + 1]) for rows in kinds]
    end = min((last for last, *rest in filter(None, ends) if rest), default=None)
    if end:
        kinds = [rows.filter(pk__lte=end) for rows in kinds]
    articles, policies = (rows.count() for rows in kinds)
    linking = [rows.filter(body__contains='href="/').only("title", "body") for rows in kinds]
    found = [one for rows in linking for one in dead_among(list(rows))]
    rows = [[screen_of(item), address, words, said] for item, address, words, said in found[:limit]]
    read = f"已检查 {articles} 篇文章、{policies} 份政策{'，还有后面的' if end else ''}。"
    return Table(
        ["页面", "链接", "链接文字", "情况"],
        rows,
        f"{read}{first_of(found, limit)}",
        {"after": end} if end else None,
    )


def first_of(found, limit):
    return f"共 {len(found)} 处，下面是前 {limit} 处。" if len(found) > limit else ""


LINK = re.compile(r'<a\b[^<>]*\shref="(/[^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)


def links_in(body):
    """[(address, words)] of the links of clean HTML that stay in the house."""
    return [(unescape(address), plain_text(words)[:60]) for address, words in LINK.findall(body)]


def dead_among(items):
    """(item, address, words, what is wrong) of each dead link: one question a kind of page."""
    leading = [
        (item, address, words, *target(address)) for item in items for address, words in links_in(item.body)
    ]
    asked = defaultdict(set)
    for *_, names in leading:
        for model, column, value in names:
            asked[model, column].add(value)
    known = {key: standing(*key, values) for key, values in asked.items()}
    said = [
        (item, address, words, complaint[2] if complaint else wrong_with(names, known))
        for item, address, words, complaint, names in leading
    ]
    return [one for one in said if one[-1]]


def wrong_with(names, known):
    for model, column, value in names:
        existing, public = known[model, column]
        if value not in existing:
            return "页面已不存在"
        if value not in public:
            return "页面没有公开"
    return ""


# --- 引用失效政策


def outdated_policies(person, district=None, **filters):
    """What ended and is still cited: on how many pages, how many of them settled."""
    tasks = all_tasks().visible_to(person)
    tasks = of_district(tasks, district, "article__district")
    counts = defaultdict(lambda: [0, 0])
    for policy, is_done, count in tasks.order_by().values_list("policy", "is_done").annotate(Count("pk")):
        counts[policy][is_done] += count
    policies = PolicyDocument.objects.filter(pk__in=counts).select_related("superseded_by")
    place = f"&district={district.slug}" if district else ""
    tasks_at = reverse("admin:articles_citation_changelist")
    rows = [
        [
            screen_of(one),
            one.document_number,
            f"{one.validity.label} {one.ended_on:%Y-%m-%d}",
            screen_of(one.superseded_by) if one.superseded_by else "",
            Linked(str(counts[one.pk][False]), f"{tasks_at}?policy={one.pk}{place}"),
            counts[one.pk][True],
        ]
        for one in policies.defer(
            "body", "interpretation", "superseded_by__body", "superseded_by__interpretation"
        )
    ]
    rows.sort(key=lambda row: (-int(str(row[4])), str(row[0])))
    return Table(["政策", "文号", "失效", "替代文件", "待处理页面", "已处理"], rows)
