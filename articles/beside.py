"""An article's page: what is the article's own, and what stands beside it and beside others of its district.

Everybody's part is kept (publishing.fragments); the article's own are short questions, prepared.
"""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, JSONField, OuterRef, Subquery
from django.http import Http404
from django.utils import timezone
from taggit.models import TaggedItem

from parks.calling import whom_to_call
from parks.models import Park
from publishing.fragments import kept, kept_each
from publishing.prepared import Prepared, padded

from .citing import outdated_in, policies_tied
from .columns import public
from .listed import channels, placed, shared
from .models import Article, Channel, Citation, PolicyDocument

NEWS, RELATED, PARKS = 6, 4, 4
MENTIONED = 8  # parks of a text that are not shown a second time among those of its district


def tied(model):
    return Exists(model.objects.filter(article=OuterRef("pk")))


class Gathered(Subquery):
    """What a question about a row says in its column `said`, in its order: a list, or None."""

    output_field = JSONField()
    template = "(SELECT %(gather)s(said) FROM (%(subquery)s) gathered)"

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, gather="jsonb_agg")

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, gather="json_group_array")


BY_NUMBER = Prepared(
    lambda now, kind, pk: (
        Article.objects.published(now)
        .select_related("cover")
        .annotate(
            names_parks=tied(Article.parks.through),
            names_policies=tied(Article.policies.through),
            cites=tied(Citation),
            tag_names=Gathered(
                TaggedItem.objects.filter(content_type=kind, object_id=OuterRef("pk"))
                .order_by("pk")
                .values(said=F("tag__name"))
            ),
        )
        .filter(pk=pk)
        .order_by()
    )
)
PARKS_NAMED = Prepared(
    lambda now, pk: (
        Park.objects.published(now).filter(articles=pk).order_by("name").values_list("pk", flat=True)
    )
)
POLICIES_NAMED = policies_tied("articles")
LINES = Prepared(
    lambda now, *keys: Article.objects.published(now).filter(pk__in=keys).only("title", "published_at")
)


def public_article(pk):
    """Raises Http404."""
    for article in BY_NUMBER(timezone.now(), ContentType.objects.get_for_model(Article).pk, pk):
        return placed(article, shared())
    raise Http404("没有这篇文章。")


class Ties(NamedTuple):
    """What an article is tied to: those of its row, or of a text that is not public yet."""

    tags: list  # their names
    parks: list = ()
    policies: list = ()
    outdated: list = ()


def ties_of(article):
    """Of a public_article()."""
    now, parks, policies = timezone.now(), [], []
    if article.names_parks:
        parks = called("park", Park, PARKS_NAMED(now, article.pk))
    if article.names_policies:
        policies = called("policy", PolicyDocument, POLICIES_NAMED(now, article.pk))
    outdated = outdated_in(article) if article.cites else []
    return Ties(article.tag_names or [], parks, policies, outdated)


def called(name, model, keys):
    """What lists show of the rows of `model` that `keys` call, kept by the `name` of one."""
    keys = list(keys)
    found = kept_each(name, keys, model.objects.for_lists().in_bulk)
    return [found[key] for key in keys if key in found]


def beside(article, mentioned):
    """What the page shows around the text; `mentioned` are the parks it names."""
    rows = public()
    before, after = rows.filter(district=article.district_id).neighbours(article)
    lines = lines_of([number for number in (before, after) if number])
    return {
        "previous_article": lines.get(before),
        "next_article": lines.get(after),
        "related": rows.related_to(article, RELATED),
        **district_blocks(article, mentioned),
    }


def lines_of(keys):
    """{key: an article with its title and date}; one question for those no page has shown yet."""
    return kept_each("title of an article", keys, read_lines) if keys else {}


def read_lines(keys):
    return {one.pk: one for one in LINES(timezone.now(), *padded(keys))}


def district_blocks(article, mentioned):
    """What is said of the article's district; without one, whom to call."""
    district = article.district
    if district is None:
        return {"district": None, **whom_to_call()}
    news = kept(("news of", district.pk), lambda: newest_lines(district))
    own, mentioned = keys_among(news, {article.pk}), {one.pk for one in mentioned}
    parks, named = parks_beside(district, mentioned)
    return {
        "district": district,
        "district_news": without(own, news)[:NEWS],
        "district_parks": parks,
        "left_out": (own, named),  # what tells these blocks from those of other articles of the district
        **tiles(district),
        **whom_to_call(district),
    }


def parks_beside(district, mentioned):
    """(the foremost parks that the text does not name, those it names without which there would be others)"""
    parks = kept(("parks of", district.pk), lambda: foremost_parks(district))
    named = keys_among(parks, mentioned)
    if len(named) <= MENTIONED:
        return without(named, parks)[:PARKS], named
    return foremost_parks(district, mentioned)[:PARKS], tuple(sorted(mentioned))


def keys_among(things, keys):
    return tuple(one.pk for one in things if one.pk in keys)


def without(keys, things):
    return [one for one in things if one.pk not in keys]


def newest_lines(district):
    keys = public().in_district(district)[: NEWS + 1]
    lines = lines_of(keys)
    return [lines[key] for key in keys if key in lines]


def foremost_parks(district, but=()):
    parks = Park.objects.published().in_district(district).exclude(pk__in=but)
    return list(parks.for_lists().sorted_by("level")[: PARKS + MENTIONED])


def tiles(district):
    """The channels with something to read in `district`, by their group; an empty tile hides."""
    holding = kept(("channels of", district.pk), lambda: public().in_district(district).channels())
    filled = [one for one in channels().values() if one.pk in holding]
    return {
        "tiles": [one for one in filled if one.group == Channel.Group.SERVICE],
        "process_tiles": [one for one in filled if one.group == Channel.Group.PROCESS],
    }
