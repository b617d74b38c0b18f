"""The articles of news.py in this site's database, by the doors that many at once go through."""

from contextlib import contextmanager
from multiprocessing import get_context

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
    places.fill(news.PARKS)
    PolicyDocument.objects.bulk_create(map(policy, range(news.POLICIES)))
    Tag.objects.bulk_create(Tag(name=name, slug=f"tag-{number}") for number, name in enumerate(news.tags()))
    with lookups_made_at_the_end():
        side_by_side([(first, count, characters) for first in range(1, count + 1, AT_ONCE)])
    engine().settle()
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Article]):
            cursor.execute(sql)


def side_by_side(tasks):
    """On every core where the database takes several writers, and nobody's transaction is around it."""
    if connection.vendor == "sqlite" or connection.in_atomic_block or len(tasks) == 1:
        for task in tasks:
            add(*task)
        return
    connection.close()  # each process makes its own
    with get_context("fork").Pool() as pool:
        pool.starmap(add, tasks, chunksize=1)


@transaction.atomic
def add(first, count, characters):
    """The articles from number `first` on; their tags come first, so that each search entry is written once."""
    several = [news.article(one, count, characters) for one in range(first, min(first + AT_ONCE, count + 1))]
    shelf = Shelf()
    TaggedItem.objects.bulk_create(
        TaggedItem(tag_id=shelf.tags[name], content_type=shelf.kind, object_id=one["number"])
        for one in several
        for name in one["tags"]
    )
    Article.objects.bulk_create(map(shelf.row, several))
    shelf.tie(Article.parks.through, "park_id", "parks", several)
    shelf.tie(Article.policies.through, "policydocument_id", "policies", several)
    note_citations([one["number"] for one in several if one["policies"]])


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
    """What the slugs, codes, words and numbers of news mean in this database."""

    def __init__(self):
        self.channels, self.districts = keys(Channel, "slug"), keys(District, "slug")
        self.industries, self.tags = keys(Industry, "code"), keys(Tag, "name")
        self.parks, self.policies = sorted(keys(Park, "pk")), sorted(keys(PolicyDocument, "pk"))
        self.kind = ContentType.objects.get_for_model(Article)

    def row(self, one):
        said = ("title", "summary", "body", "source", "author", "published_at", "expires_at")
        return Article(
            pk=one["number"],
            channel_id=self.channels[one["channel"]],
            district_id=self.districts.get(one["district"]),
            industry_id=self.industries.get(one["industry"]),
            **{name: one[name] for name in said},
        )

    def tie(self, through, column, named, several):
        things = getattr(self, named)
        through.objects.bulk_create(
            through(article_id=one["number"], **{column: things[number]})
            for one in several
            for number in one[named]
        )


def keys(model, column):
    return dict(model.objects.values_list(column, "pk"))
