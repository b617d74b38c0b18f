"""A page of articles as lists, feeds and the API show them: one short question for whichever page it is."""

from collections.abc import Sequence
from functools import cached_property

from django.utils import timezone

from parks.models import District, Industry
from publishing.fragments import kept
from publishing.prepared import Prepared, padded

from .models import Article, Channel

ROWS = Prepared(
    lambda now, *numbers: (
        Article.objects.published(now).select_related("cover").defer("body").filter(pk__in=numbers)
    )
)


def districts():
    """{number: district} of those that hold articles, and all above them, as a tree is read."""

    def read():
        holding = District.objects.holding("articles", Article.objects.published())
        return {one.pk: one for one in holding.defer("intro", "parent__intro")}

    return kept("districts with articles", read)


def industries():
    """{number: industry} of those that articles name, and their 门类."""
    named = Industry.objects.named_by
    return kept(
        "industries of articles",
        lambda: {one.pk: one for one in named("articles", Article.objects.published())},
    )


def channels():
    return kept("channels by number", lambda: {one.pk: one for one in Channel.objects.all()})


class Listed:
    """`rows` of articles in memory as a paginator asks for them: how many, and those from here to there."""

    def __init__(self, rows):
        self.rows = rows

    def count(self):
        return len(self.rows)

    def __getitem__(self, span):
        return Some(self.rows[span])


class Some(Sequence):
    """The articles of these numbers, read when one is looked at: a page that knows their rows asks for none."""

    def __init__(self, numbers):
        self.numbers = numbers

    @cached_property
    def articles(self):
        return listed(self.numbers)

    def __bool__(self):
        return bool(self.numbers)

    def __len__(self):
        return len(self.articles)

    def __getitem__(self, place):
        return self.articles[place]


def listed(numbers):
    """The articles of these numbers, in this order, without their bodies; what is gone meanwhile is left out."""
    if not numbers:
        return []
    found = {one.pk: one for one in ROWS(timezone.now(), *padded(numbers))}
    places = shared()
    return [placed(found[number], places) for number in numbers if number in found]


def shared():
    """What many articles name, by the field and its number."""

    def read():
        known = {"district": districts(), "channel": channels(), "industry": industries()}
        return {Article._meta.get_field(name): things for name, things in known.items()}

    return kept("what articles name", read)


def placed(article, places):
    """With its district, channel and industry out of `shared()`."""
    for field, known in places.items():
        if thing := known.get(getattr(article, field.attname)):
            field.set_cached_value(article, thing)
    return article
