from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from ninja import Schema

Row = TypeVar("Row")


class Linked(Schema):
    """Anything with a page of its own."""

    url: str

    @staticmethod
    def resolve_url(thing, context):
        return context["request"].build_absolute_uri(thing.get_absolute_url())


class DistrictOut(Linked):
    slug: str
    name: str
    full_name: str
    code: str
    kind: str


class IndustryOut(Schema):
    code: str
    name: str


class ChannelOut(Schema):
    slug: str
    name: str


class ArticleOut(Linked):
    id: int
    title: str
    summary: str
    channel: ChannelOut
    district: DistrictOut | None
    industry: IndustryOut | None
    source: str
    published_at: datetime
    updated_at: datetime


class ArticleWithBody(ArticleOut):
    body: str
    tags: list[str]

    @staticmethod
    def resolve_tags(article):
        return [tag.name for tag in article.tags.all()]


class ParkOut(Linked):
    slug: str
    name: str
    alias: str
    district: DistrictOut
    level: str
    kind: str
    industries: list[IndustryOut]
    planned_area_km2: Decimal | None
    built_area_km2: Decimal | None
    land_available_mu: Decimal | None
    address: str
    latitude: Decimal | None
    longitude: Decimal | None
    coordinate_system: str
    summary: str
    verified_on: date | None

    @staticmethod
    def resolve_industries(park):
        return list(park.industries.all())


class ParkWithIntro(ParkOut):
    intro: str
    transport: str
    amenities: str


class ParkName(Linked):
    slug: str
    name: str


class ListingOut(Linked):
    id: int
    title: str
    kind: str
    deal: str
    status: str
    district: DistrictOut
    park: ParkName | None
    area: Decimal
    area_unit: str
    area_sqm: Decimal
    price: Decimal | None
    price_unit: str
    rent_per_sqm_month: Decimal | None
    price_per_sqm: Decimal | None
    clear_height_m: Decimal | None
    floor_load_t: Decimal | None
    power_kva: Decimal | None
    verified_on: date | None
    available_on: date | None
    valid_until: date | None
    summary: str


class ListingWithDescription(ListingOut):
    description: str


class PolicyOut(Linked):
    id: int
    title: str
    issuer: str
    document_number: str
    level: str
    district: DistrictOut | None
    validity: str
    released_on: date | None
    valid_from: date | None
    valid_until: date | None
    summary: str


class PolicyWithBody(PolicyOut):
    body: str
    interpretation: str


class Page(Schema, Generic[Row]):
    count: int
    page: int
    pages: int
    results: list[Row]


class ArticlePage(Page[ArticleOut]):
    next: str | None
