"""The articles of news.py in this site's database, by the doors that many at once go through."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from taggit.models import Tag, TaggedItem

from articles.models import Article, Channel, PolicyDocument
from articles.models.citations import note_citations
from parks.models import District, Industry, Park
from search.engines import engine

from . import news, places

AT_ONCE = 1_000
LOOKUPS = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'search_pairs' AND indexdef LIKE '%USING gin%'"


def fill(count, characters):
    """Tags come before their articles, so that each search entry is written once."""
    places.fill(news.PARKS)
    PolicyDocument.objects.bulk_create(map(policy, range(news.POLICIES)))
    shelf = Shelf()
    with lookups_made_at_the_end():
        for first in range(1, count + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count + 1))
            shelf.add([news.article(number, count, characters) for number in numbers])
    engine().settle()
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Article]):
            cursor.execute(sql)


def policy(number):
    return PolicyDocument(
        title=f"支持产业发展若干措施（第{number + 1}号）",
        issuer="投资促进局",
        level=PolicyDocument.Level.MUNICIPAL,
        summary="对固定资产投资、技术改造和人才引进给予支持。",
        body="<p>第一条 为支持产业发展，制定本措施。</p>",
        published_at=news.FIRST,
    )


@contextmanager
def lookups_made_at_the_end():
    """PostgreSQL makes a GIN index of all rows much faster than row by row; SQLite's has no such two ways."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(LOOKUPS)
        lookups = cursor.fetchall()
        cursor.execute(";".join(f"DROP INDEX {name}" for name, _ in lookups))
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(";".join(definition for _, definition in lookups))
        cursor.execute("RESET maintenance_work_mem")


class Shelf:
    """Where articles are put, with what their slugs, codes and numbers mean here."""

    def __init__(self):
        self.channels = keys(Channel, "slug")
        self.districts = keys(District, "slug")
        self.industries = keys(Industry, "code")
        self.parks = list(Park.objects.order_by("pk").values_list("pk", flat=True))
        self.policies = list(PolicyDocument.objects.order_by("pk").values_list("pk", flat=True))
        self.kind = ContentType.objects.get_for_model(Article)
        self.tags = {}

    @transaction.atomic
    def add(self, several):
        TaggedItem.objects.bulk_create(
            TaggedItem(tag_id=self.tag(name), content_type=self.kind, object_id=one["number"])
            for one in several
            for name in one["tags"]
        )
        Article.objects.bulk_create(map(self.row, several))
        self.tie(Article.parks.through, "park_id", self.parks, several, "parks")
        self.tie(Article.policies.through, "policydocument_id", self.policies, several, "policies")
        note_citations([one["number"] for one in several if one["policies"]])

    def tag(self, name):
        if name not in self.tags:
            self.tags[name] = Tag.objects.get_or_create(name=name)[0].pk
        return self.tags[name]

    def row(self, one):
        said = ("title", "summary", "body", "source", "author", "published_at", "expires_at")
        return Article(
            pk=one["number"],
            channel_id=self.channels[one["channel"]],
            district_id=self.districts.get(one["district"]),
            industry_id=self.industries.get(one["industry"]),
            **{name: one[name] for name in said},
        )

    def tie(self, through, column, things, several, named):
        through.objects.bulk_create(
            through(article_id=one["number"], **{column: things[number]})
            for one in several
            for number in one[named]
        )


def keys(model, column):
    return dict(model.objects.values_list(column, "pk"))
