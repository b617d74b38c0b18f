"""Is this article here already? Better a double too many than two different articles made one."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from rapidfuzz import fuzz

from articles.models import Article
from articles.titles import split_prefix
from publishing.references import digest
from publishing.richtext import plain_text

from .layout import folded

SAME_TITLE, CLOSE_TITLE = 90, 60  # of 100
SAME_BODY, NEAR_BODY, REVISED_BODY = 90, 97, 40  # two texts of different subjects reach about 30
COMPARED = 4_000
NEAR_DAYS = timedelta(3)
SHORT, LONG = 40, 200  # characters: what resembles another by chance, and what nobody publishes twice
# What tells two meetings, batches or volumes of one name apart.
DISTINCTION = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|第?[一二三四五六七八九十百]+[批期次届季轮场号个项区年月日]|[(（][一二三四五六七八九十上中下]+[)）]"
    r"|[上中下]篇|[上下]半年|[甲乙丙丁]"
)


WORDS = ["title", "subtitle", "summary", "body", "source", "source_url", "author"]
LINKS = ["district_id", "industry_id"]


@dataclass(frozen=True)
class Entry:
    """What is remembered of an article there is."""

    pk: int
    title: str
    day: date | None
    district_id: int | None
    address: str
    import_digest: str

    def same_place(self, district_id):
        return None in (self.district_id, district_id) or self.district_id == district_id

    def near(self, day):
        return None in (self.day, day) or abs(self.day - day) <= NEAR_DAYS


class Known:
    """The articles there are, read once; `add` what is imported meanwhile."""

    def __init__(self):
        self.by_title, self.by_day, self.by_address = defaultdict(list), defaultdict(list), defaultdict(list)
        self.by_digest = defaultdict(list)
        self.met = set()  # what rows of the file at hand have been recognised as
        columns = ["pk", "title", "published_at", "district_id", "source_url", "import_digest"]
        for row in Article.objects.order_by("pk").values_list(*columns).iterator(2_000):
            self._remember(*row)

    def add(self, article):
        self.met.add(article.pk)
        self._remember(
            article.pk,
            article.title,
            article.published_at,
            article.district_id,
            article.source_url,
            article.import_digest,
        )

    def _remember(self, pk, title, published_at, district_id, address, import_digest):
        day = timezone.localdate(published_at) if published_at else None
        entry = Entry(pk, title, day, district_id, address, import_digest)
        self.by_title[key(title)].append(entry)
        self.by_day[day].append(entry)
        self.by_address[address].append(entry)
        self.by_digest[import_digest].append(entry)

    def find(self, parsed):
        """The pk of the article that `parsed` is, or None."""
        rules = [self._imported_before, self._same_title_or_address, self._same_day]
        return next((entry.pk for rule in rules for entry in rule(parsed)), None)

    def _imported_before(self, parsed):
        """The very same words, however a person has changed the article since. Only short notices recur."""
        for entry in self.by_digest.get(content_digest(parsed), []):
            if entry.near(parsed.published_on) or len(folded(plain_text(parsed.body))) >= LONG:
                yield entry

    def _same_title_or_address(self, parsed):
        entries = [one for one in self.by_title[key(parsed.title)] if one.same_place(parsed.district_id)]
        entries += self.by_address[parsed.source_url] if parsed.source_url else []
        for entry in entries:
            one, other = _texts(entry.pk, parsed.body)
            if entry.near(parsed.published_on):
                same_day = entry.day == parsed.published_on or None in (entry.day, parsed.published_on)
                found = _alike(one, other, SAME_BODY) or (same_day and _revised(one, other))
            else:
                found = len(one) >= LONG and _alike(one, other, NEAR_BODY)
            if found:
                yield entry

    def _same_day(self, parsed):
        """A title somebody has touched up, over the same text."""
        title, marks = key(parsed.title), distinctions(parsed.title)
        for entry in self._around(parsed.published_on):
            closeness = fuzz.ratio(key(entry.title), title, score_cutoff=CLOSE_TITLE)
            if closeness and entry.same_place(parsed.district_id) and distinctions(entry.title) == marks:
                wanted = SAME_BODY if closeness >= SAME_TITLE else NEAR_BODY
                if _alike(*_texts(entry.pk, parsed.body), wanted):
                    yield entry

    def _around(self, day):
        days = [day - timedelta(1), day, day + timedelta(1)] if day else [None]
        return [entry for one in days for entry in self.by_day.get(one, [])]


def content_digest(article):
    """What an import wrote. As long as the stored text has this digest, no person has edited it."""
    return digest({name: getattr(article, name) for name in WORDS + LINKS})


def key(title):
    return folded(split_prefix(title)[1])


def distinctions(text):
    return sorted(DISTINCTION.findall(unicodedata.normalize("NFKC", text)))


def _texts(pk, body):
    stored = Article.objects.values_list("body", flat=True).get(pk=pk)
    return [folded(plain_text(text))[:COMPARED] for text in (stored, body)]


def _alike(one, other, wanted):
    """Whether two texts are one. Short ones resemble each other by chance: they must be equal."""
    if min(len(one), len(other)) < SHORT:
        return one == other
    return distinctions(one) == distinctions(other) and fuzz.ratio(one, other) >= wanted


def _revised(one, other):
    """Whether one text may be a later version of the other: title and day are the same already."""
    return min(len(one), len(other)) < SHORT or fuzz.ratio(one, other) >= REVISED_BODY
