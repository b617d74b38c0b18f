"""Articles in memory answer as the database does, whatever changed in between."""

import gc
import weakref
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.columns import ArticleRows, public
from articles.models import Article, Channel
from parks.models import District, Industry
from publishing import columns
from publishing.columns import Table
from publishing.rows import NotKept
from tests import builders

pytestmark = pytest.mark.django_db

DISTRICTS, CHANNELS, INDUSTRIES = ["tianjin", "wuqing", None], ["news", "policy"], ["C", "37", None]
NOW, DAY = timezone.now(), timedelta(days=1)
PUBLISHED = [  # from, until
    (None, None),
    (NOW - 2 * DAY, None),
    (NOW - 2 * DAY, NOW - DAY),
    (NOW - 2 * DAY, NOW + DAY),
    (NOW - DAY, None),
    (NOW + DAY, None),
]


@pytest.fixture
def places(_places, db):
    return None


@pytest.fixture(scope="module")
def _places(django_db_setup, django_db_blocker):
    """Made once; what an example makes it takes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        builders.district("wuqing"), builders.industry("37")
        [builders.channel(slug) for slug in CHANNELS]
        yield
        transaction.set_rollback(True)


def there(model, **named):
    return model.objects.filter(**named).first() if None not in named.values() else None


articles = st.fixed_dictionaries(
    {
        "district": st.sampled_from(DISTRICTS),
        "channel": st.sampled_from(CHANNELS),
        "industry": st.sampled_from(INDUSTRIES),
        "published": st.sampled_from(PUBLISHED),
    }
)


def written(values):
    published_at, expires_at = values["published"]
    return Article(
        title="签约",
        summary="签约。",
        body="<p>签约。</p>",
        district=there(District, slug=values["district"]),
        channel=there(Channel, slug=values["channel"]),
        industry=there(Industry, code=values["industry"]),
        published_at=published_at,
        expires_at=expires_at,
    )


NARROWED = {
    "in a district": lambda rows: rows.in_district(there(District, slug="tianjin")),
    "right there": lambda rows: rows.filter(district=there(District, slug="tianjin")),
    "nowhere": lambda rows: rows.filter(district=None),
    "a channel": lambda rows: rows.filter(channel=there(Channel, slug="policy")),
    "a 门类": lambda rows: rows.in_industry(there(Industry, code="C")),
    "a 大类": lambda rows: rows.in_industry(there(Industry, code="37")),
    "but one": lambda rows: rows.exclude(pk=Article.objects.order_by("pk")[1].pk),
    "some numbers": lambda rows: some_of(
        rows, [2, 5, 10**6, *Article.objects.values_list("pk", flat=True)[:3]]
    ),
    "tagged": lambda rows: rows.tagged("自行车"),
    "words": lambda rows: rows.matching("签约"),
    "oldest first": lambda rows: rows.oldest_first(),
    "newest first": lambda rows: rows.newest_first(),
}


def some_of(rows, numbers):
    return rows.numbered(numbers) if isinstance(rows, ArticleRows) else rows.filter(pk__in=numbers)


AROUND = {
    "before": lambda rows, article: rows.before(article),
    "after": lambda rows, article: rows.after(article),
}


def before(rows, article):
    at, pk = article.published_at, article.pk
    return rows.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)).newest_first()


def after(rows, article):
    at, pk = article.published_at, article.pk
    return rows.filter(Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)).oldest_first()


def neighbours(rows, article):
    others = rows.exclude(pk=article.pk).values_list("pk", flat=True)
    return before(others, article).first(), after(others, article).first()


def related(rows, article):
    """The nearest in subject: same industry or same channel in the same district."""
    alike = Q(district=article.district, channel=article.channel)
    if article.industry_id:
        alike |= Q(industry=article.industry)
    return rows.filter(alike).exclude(pk=article.pk).newest_first()


IN_DATABASE = {"before": before, "after": after}


def asked(names, around, rows, ways=AROUND):
    """The answers of `rows`: all of those narrowed by `names`, and what lies around an article."""
    for name in names:
        rows = NARROWED[name](rows)
    return rows if around is None else ways[around](rows, nth(2))


def nth(number):
    rows = Article.objects.exclude(published_at=None).order_by("pk")
    return rows[number % rows.count()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    many=st.lists(articles, min_size=3, max_size=20),
    asks=st.lists(
        st.tuples(
            st.lists(st.sampled_from(sorted(NARROWED)), max_size=3), st.sampled_from([None, *sorted(AROUND)])
        ),
        min_size=2,
        max_size=6,
    ),
)
def test_memory_answers_as_the_database(places, many, asks):
    with transaction.atomic():
        Article.objects.bulk_create(written(one) for one in many)
        builders.article(tags=["自行车"])
        for names, around in asks:
            found = asked(names, around, public())
            there = asked(names, around, Article.objects.published().newest_first(), IN_DATABASE)
            keys = [one.pk for one in there]
            assert (found.count(), found[0:100], found[2:5]) == (len(keys), keys, keys[2:5])
            narrowed, article = asked(names, None, Article.objects.published()), nth(2)
            for moment in (article.published_at, NOW, NOW - timedelta(days=400)):  # a preview may move it
                article.published_at = moment
                assert asked(names, None, public()).neighbours(article) == neighbours(narrowed, article)
            held = Channel.objects.filter(pk__in=found.channels())
            assert list(held) == list(Channel.objects.holding(there.order_by()))
            alike = related(asked(names, None, Article.objects.published()), nth(2))
            near = asked(names, None, public()).related_to(nth(2), most=4)
            assert near == [one.pk for one in alike[:4]]
        transaction.set_rollback(True)


def change(one, number, values):
    if number == 0:
        one.delete()
    elif number == 1:
        written(values).save()
    else:
        one.district, (one.published_at, one.expires_at) = (
            there(District, slug=values["district"]),
            values["published"],
        )
        one.save()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    many=st.lists(articles, min_size=3, max_size=8),
    changes=st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), articles), min_size=1, max_size=3),
        max_size=3,
    ),
)
def test_what_is_kept_is_what_is_there_after_changes(places, many, changes):
    columns.memory.tables.clear()
    with transaction.atomic():
        Article.objects.bulk_create(written(one) for one in many)
        for some in [[], *changes]:
            for place, number, values in some:
                everything = Article.objects.order_by("pk")
                if everything:
                    change(everything[place % len(everything)], number, values)
            held, anew = ArticleRows.table.now(), ArticleRows.table.load()
            assert held.numbers.tolist() == anew.numbers.tolist()
            assert [one.tolist() for one in held.columns.values()] == [
                one.tolist() for one in anew.columns.values()
            ]
        transaction.set_rollback(True)


def test_the_clock_shows_and_hides_articles_at_their_moment(monkeypatch):
    builders.article(published_at=NOW - timedelta(hours=2), expires_at=NOW + timedelta(minutes=2))
    builders.article(published_at=NOW + timedelta(minutes=1))
    first, second = Article.objects.order_by("pk").values_list("pk", flat=True)
    shown = {}
    for seconds in (0, 59, 60, 119, 120):
        monkeypatch.setattr(timezone, "now", lambda seconds=seconds: NOW + timedelta(seconds=seconds))
        shown[seconds] = public()[0:9]
    assert shown == {0: [first], 59: [first], 60: [second, first], 119: [second, first], 120: [second]}


def test_the_same_question_walks_once_until_an_article_changes(monkeypatch):
    article = builders.article()
    district = article.district
    walked, at = [], ArticleRows.at
    monkeypatch.setattr(ArticleRows, "at", lambda self, chosen: walked.append(1) or at(self, chosen))

    def walks():
        walked.clear()
        return public().in_district(district).filter(channel=article.channel)[0:9], len(walked)

    assert walks() == ([article.pk], 3)  # what is public, what lies there, what is of the channel
    assert walks() == ([article.pk], 0)
    article.title = "改过的标题"
    article.save()
    assert walks() == ([article.pk], 0)
    article.withdraw()
    assert walks() == ([], 3)


def test_forgets_what_was_not_asked_for_longest(monkeypatch):
    article = builders.article()
    channel, other = article.channel, builders.channel("policy")
    monkeypatch.setattr("articles.columns.MOST_PLACES", 1200)
    rows = public()
    for one in (channel, other, channel, article.channel):
        rows.filter(channel=one)
    rows.filter(industry=None)
    assert [key[0][0] for key in rows.narrowed.answers] == [("channel", channel), ("industry", None)]


def test_a_saved_title_reads_one_row_and_moves_none(monkeypatch):
    first, _ = builders.article(), builders.article()
    held = ArticleRows.table.now()
    monkeypatch.setattr(Table, "load", None)
    first.title = "改过的标题"
    first.save()
    assert ArticleRows.table.now() is held


def test_refuses_an_order_it_does_not_keep():
    with pytest.raises(NotKept):
        public().order_by("title")


def test_a_clock_set_back_hides_again_what_it_had_shown(monkeypatch):
    builders.article(published_at=NOW + timedelta(minutes=30))
    for after_now, shown in ((60, 1), (0, 0), (30, 1)):
        monkeypatch.setattr(timezone, "now", lambda after_now=after_now: NOW + timedelta(minutes=after_now))
        assert public().count() == shown


def test_what_was_before_a_change_is_let_go_at_once():
    """By counting references: the arrays are large and few, so that nothing calls the collector for them."""
    article = builders.article()
    rows = public()
    rows.filter(district=article.district_id).channels()
    before = weakref.ref(rows.held)
    gc.disable()
    try:
        del rows
        Article.objects.update(published_at=NOW)
        public()
        assert before() is None
    finally:
        gc.enable()
