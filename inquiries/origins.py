"""Where a visitor came from: `?from=article-128` on a link becomes a page, a title and what it is about."""

import re
from typing import NamedTuple

from articles.models import Article, PolicyDocument
from inquiries.models import Inquiry
from parks.calling import whom_to_call
from parks.models import District, Listing, Park

TOPIC_OF_KIND = {
    Listing.Kind.LAND: Inquiry.Topic.LAND,
    Listing.Kind.FACTORY: Inquiry.Topic.FACTORY,
    Listing.Kind.WAREHOUSE: Inquiry.Topic.FACTORY,
}


class Origin(NamedTuple):
    code: str
    page: str
    title: str
    subject: dict  # field of the form → what stands in it
    call: dict  # whom to call instead, as that page says
    around: list  # slugs of the districts around that of a park or listing; [] of anything else


def found(queryset, name, slug=None):
    if re.fullmatch(r"[0-9]{1,18}", name) and (thing := queryset.filter(pk=name).first()):
        return thing
    return queryset.filter(**{slug: name}).first() if slug else None


def of_district(district):
    return {"district": district.slug} if district else {}


def of_article(article):
    named = {"industry": article.industry.code} if article.industry else {}
    return of_district(article.district) | named


def of_policy(policy):
    return of_district(policy.district) | {"topic": Inquiry.Topic.POLICY}


def of_listing(listing):
    topic = TOPIC_OF_KIND.get(listing.kind)
    return {"listing": str(listing.pk)} | ({"topic": topic} if topic else {})


KINDS = {
    "article": (lambda: Article.objects.published().select_related("district", "industry"), None, of_article),
    "policy": (lambda: PolicyDocument.objects.published().select_related("district"), None, of_policy),
    "park": (
        lambda: Park.objects.published().select_related("district"),
        "slug",
        lambda park: {"park": park.slug},
    ),
    "listing": (lambda: Listing.objects.published().select_related("district", "park"), None, of_listing),
    "district": (lambda: District.objects.all(), "slug", of_district),
}


def find_origin(code):
    """The public page behind `article-128`, `park-jingbin`, `district-wuqing` …; None for anything else."""
    match = re.fullmatch(r"([a-z]+)-([\w-]{1,80})", code or "", re.ASCII)
    if not match or match[1] not in KINDS:
        return None
    things, slug, subject = KINDS[match[1]]
    thing = found(things(), match[2], slug)
    if thing is None:
        return None
    around = thing.district.slugs[:-1] if isinstance(thing, Park | Listing) else []
    return Origin(code, thing.get_absolute_url(), str(thing), subject(thing), call_about(thing), around)


def call_about(thing):
    if isinstance(thing, District):
        return whom_to_call(thing)
    park = thing if isinstance(thing, Park) else getattr(thing, "park", None)
    return whom_to_call(thing.district, park)
