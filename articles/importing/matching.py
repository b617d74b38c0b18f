"""Is this article here already? Better a double too many than two different articles made one."""

import re
import unicodedata
from collections import defaultdict
from datetime import timedelta

from django.utils import timezone
from rapidfuzz import fuzz

from articles.models import Article
from articles.titles import split_prefix
from publishing.richtext import plain_text

from .layout import folded

SAME_TITLE, SAME_BODY, CLOSE_TITLE = 90, 90, 60  # of 100
COMPARED = 4_000
SHORT = 100
# What tells two meetings, batches or volumes of one name apart.
DISTINCTION = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|第?[一二三四五六七八九十百]+[批期次届季轮场号个项区年月日]|[(（][一二三四五六七八九十上中下]+[)）]"
    r"|[上中下]篇|[上下]半年|[甲乙丙丁]"
)


class Known:
    """The articles there are, by title, day and source, read once; `add` what is imported meanwhile."""

    def __init__(self):
        self.by_title, self.by_day, self.by_address = defaultdict(list), defaultdict(list), defaultdict(list)
        rows = Article.objects.order_by("pk").values_list(
            "pk", "title", "published_at", "district_id", "source_url"
        )
        for row in rows.iterator(2_000):
            self._add(*row)

    def add(self, article):
        self._add(article.pk, article.title, article.published_at, article.district_id, article.source_url)

    def _add(self, pk, title, published_at, district_id, address):
        day = timezone.localdate(published_at) if published_at else None
        row = (pk, key(title), distinctions(title), day, district_id)
        self.by_title[row[1]].append(row)
        self.by_day[day].append(row)
        if address:
            self.by_address[address].append(row)

    def find(self, parsed):
        """The pk of the article that `parsed` is, or None."""
        title, marks = key(parsed.title), distinctions(parsed.title)
        district_id = parsed.district.pk if parsed.district else None
        here = [row for row in self.by_title[title] if _same_place(row[4], district_id)]
        here += [row for row in self.by_address.get(parsed.source_url, []) if row not in here]
        for pk, _, _, day, _ in here:
            if day == parsed.published_on or _same_text(pk, parsed.body):
                return pk
        for pk, other, other_marks, _, place in self._around(parsed.published_on):
            if (
                other_marks == marks
                and _same_place(place, district_id)
                and _alike(other, title, pk, parsed.body)
            ):
                return pk
        return None

    def _around(self, day):
        days = [day - timedelta(1), day, day + timedelta(1)] if day else [None]
        return [row for one in days for row in self.by_day.get(one, [])]


def key(title):
    return folded(split_prefix(title)[1])


def distinctions(title):
    return sorted(DISTINCTION.findall(unicodedata.normalize("NFKC", title)))


def _same_place(one, other):
    return one is None or other is None or one == other


def _alike(title, other_title, pk, body):
    closeness = fuzz.ratio(title, other_title)
    return closeness >= CLOSE_TITLE and _same_text(pk, body, SAME_BODY if closeness >= SAME_TITLE else 97)


def _same_text(pk, body, wanted=SAME_BODY):
    """Whether the stored text is this one. Short texts resemble each other by chance: they must be equal."""
    stored = Article.objects.values_list("body", flat=True).get(pk=pk)
    one, other = (folded(plain_text(text))[:COMPARED] for text in (stored, body))
    if min(len(one), len(other)) < SHORT:
        return one == other
    return distinctions(one) == distinctions(other) and fuzz.ratio(one, other) >= wanted
