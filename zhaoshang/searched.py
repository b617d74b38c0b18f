"""The kinds of things the site search finds, as the public may see them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from articles import columns as article_columns
from articles.models import Article, PolicyDocument
from articles.tagging import prefetch_tags
from parks import columns as place_columns
from parks.models import INTROS, District, Listing, Park
from parks.templatetags.parks import area_of, price_of
from publishing.prepared import Prepared, padded


class Line(NamedTuple):
    """What stands under a name."""

    facts: list
    day: str = ""
    state: Any = None  # a choice


def of_article(article):
    place = article.district.full_name if article.district else ""
    return Line([article.channel.name, place], day=article.published_on.isoformat())


def of_park(park):
    return Line([park.district.full_name, park.get_level_display(), park.get_kind_display()])


def of_listing(listing):
    named = f"{listing.get_kind_display()}{listing.get_deal_display()}"
    return Line(
        [named, area_of(listing), price_of(listing), listing.district.full_name], state=listing.state_shown
    )


def of_policy(policy):
    return Line([policy.issuer, policy.document_number], state=policy.validity)


def of_district(district):
    return Line([district.full_name, district.get_kind_display()])


@dataclass(frozen=True)
class Kind:
    kind: str
    label: str
    model: type
    line: Callable
    rows: Callable  # what the public may see of it, the newest first: Rows, or of few a queryset
    shown_with: tuple = ("district__parent__parent",)
    unshown: tuple = INTROS
    prefetch: Callable = lambda things: None  # what they say of others, things by number
    is_dated: bool = True

    def within(self, rows, district):
        if not self.is_dated:
            return rows.within(district)
        return rows.filter(district__in=District.objects.numbers_within(district))

    def things(self, keys):
        """Those of `keys` that are public still, in their order, with the texts that passages are cut from; no query
        per row.
        """
        things = shown(self)(*padded(keys)) if keys else []
        found = {thing.pk: thing for thing in things if not self.is_dated or thing.is_published}
        self.prefetch(found)
        return [found[key] for key in keys if key in found]


@cache
def shown(kind):
    rows = kind.model.objects.select_related(*kind.shown_with).defer(*kind.unshown)
    return Prepared(lambda *keys: rows.filter(pk__in=keys))


def newest_first(rows):
    return rows.order_by("-published_at", "-pk")


KINDS = [
    Kind(
        "article",
        "新闻",
        Article,
        of_article,
        article_columns.public,
        ("district__parent", "channel"),
        prefetch=prefetch_tags,
    ),
    Kind("park", "园区", Park, of_park, lambda: newest_first(place_columns.public(Park))),
    Kind(
        "listing",
        "载体",
        Listing,
        of_listing,
        lambda: newest_first(place_columns.public(Listing)),
        ("district__parent__parent", "park"),
        (*INTROS, "park__intro"),
    ),
    Kind(
        "policy", "政策", PolicyDocument, of_policy, lambda: newest_first(PolicyDocument.objects.published())
    ),
    Kind(
        "district",
        "地区",
        District,
        of_district,
        lambda: District.objects.order_by("path"),
        ("parent__parent",),
        ("parent__intro",),
        is_dated=False,
    ),
]
