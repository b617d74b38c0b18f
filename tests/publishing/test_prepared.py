from datetime import timedelta

import pytest
from django.db import NotSupportedError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from publishing.changes import editions
from publishing.prepared import Prepared, padded
from tests import builders

pytestmark = pytest.mark.django_db


def of_district(now, district):
    return Article.objects.published(now).filter(district=district).order_by("title")


def test_finds_what_the_queryset_finds_for_each_value():
    here, there = builders.district(), builders.district()
    for district in (here, here, there):
        builders.article(district=district)
    prepared, now = Prepared(of_district), timezone.now()
    for district in (here.pk, there.pk, here.pk, 0):
        assert list(prepared(now, district)) == list(of_district(now, district))


def test_asks_of_the_moment_it_is_given():
    article = builders.article(published_at=timezone.now() + timedelta(days=1))
    prepared, now = Prepared(of_district), timezone.now()
    assert list(prepared(now, article.district_id)) == []
    assert list(prepared(now + timedelta(days=2), article.district_id)) == [article]


def test_nothing_is_a_value_of_its_own():
    nowhere = builders.article(district=None)
    somewhere = builders.article()
    prepared, now = Prepared(of_district), timezone.now()
    assert list(prepared(now, somewhere.district_id)) == [somewhere]
    assert list(prepared(now, None)) == [nowhere]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_finds_nothing_by_a_number_no_column_holds(number):
    prepared, article = Prepared(lambda pk: Article.objects.filter(pk=pk)), builders.article()
    assert [list(prepared(pk)) for pk in (number, article.pk, number)] == [[], [article], []]


def test_writes_its_sql_once():
    made = []
    prepared = Prepared(lambda pk: made.append(pk) or Article.objects.filter(pk=pk))
    first, second = builders.article(), builders.article()
    assert [list(prepared(one.pk)) for one in (first, second)] == [[first], [second]]
    assert len(made) == 1


def test_brings_what_the_rows_lead_to_in_the_same_question():
    article = builders.article()
    prepared = Prepared(lambda pk: Article.objects.select_related("district__parent").filter(pk=pk))
    with CaptureQueriesContext(connection) as asked:
        [found] = prepared(article.pk)
        assert found.district == article.district
    assert len(asked) == 1


def test_prefetches():
    article = builders.article()
    article.tags.add("氢能")
    prepared = Prepared(lambda pk: Article.objects.prefetch_related("tags").filter(pk=pk))
    [found] = prepared(article.pk)
    assert [tag.name for tag in found.tags.all()] == ["氢能"]


def test_refuses_a_question_that_forgets_what_it_is_given():
    with pytest.raises(ValueError, match=r"not used as given: arguments \[0\]"):
        Prepared(lambda pk: Article.objects.filter(pk=pk + 1))(7)


def test_takes_texts():
    article = builders.article(title="甲")
    prepared = Prepared(lambda title: Article.objects.filter(title=title))
    assert [list(prepared(title)) for title in ("甲", "乙")] == [[article], []]


@pytest.mark.parametrize(
    ("many", "asked"), [(0, 0), (1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (8, 8), (9, 16), (50, 64)]
)
def test_few_numbers_of_keys_are_asked_for(many, asked):
    keys = list(range(many))
    assert padded(keys) == keys + [many - 1] * (asked - many)


@pytest.mark.parametrize(
    "refine", [lambda rows: rows.filter(pk=0), lambda rows: rows[:1], lambda rows: rows.count()]
)
def test_refuses_to_be_refined(refine):
    builders.article()
    with pytest.raises(TypeError, match="can be read, not refined"):
        refine(Prepared(lambda title: Article.objects.exclude(title=title))(""))


def test_is_read_piece_by_piece():
    article, prepared = (
        builders.article(title="一"),
        Prepared(lambda title: Article.objects.filter(title=title)),
    )
    assert list(prepared("一").iterator()) == [article]


# --- Prepared by PostgreSQL itself


def known_to_the_server():
    """What this session has prepared of the questions below."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE strpos(statement, 'author') > 0")
        return [statement for (statement,) in cursor.fetchall() if "'甲%'" in statement]


def by_title(title):
    return Article.objects.filter(title=title).exclude(author="甲%")


def changed_columns(length=201):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE articles_article ALTER COLUMN title TYPE varchar({length:d})")


@pytest.fixture
def _as_it_was():
    yield
    changed_columns(200)


def made_to_forget():
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def test_what_never_differs_may_hold_a_percent_sign():
    first, _ = builders.article(title="一", author="乙"), builders.article(title="二", author="甲%")
    prepared = Prepared(by_title)
    assert [list(prepared(title)) for title in ("一", "二", "一")] == [[first], [], [first]]


@pytest.mark.postgresql
def test_the_server_plans_it_once_with_what_never_differs_in_it():
    prepared = Prepared(by_title)
    assert [list(prepared(title)) for title in ("一", "二")] == [[], []]
    [statement] = known_to_the_server()
    assert '"title" = $1' in statement


@pytest.mark.postgresql
def test_making_the_server_plan_is_no_question_of_the_page():
    with CaptureQueriesContext(connection) as asked:
        list(Prepared(lambda title: by_title(title).exclude(author="丁"))("一"))
    assert len(asked) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_as_it_was")
@pytest.mark.parametrize("disturb", [changed_columns, made_to_forget])
def test_answers_after_a_migration_and_after_a_pooler_made_the_session_forget(disturb):
    prepared = Prepared(by_title)
    article = builders.article(title="一")
    assert list(prepared("一")) == [article]
    disturb()
    for _ in range(2):
        assert list(prepared("一")) == [article]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_as_it_was")
def test_a_transaction_is_lost_once():
    prepared = Prepared(by_title)
    article = builders.article(title="一")
    assert list(prepared("一")) == [article]
    changed_columns()
    with pytest.raises(NotSupportedError), transaction.atomic():
        list(prepared("一"))
    with transaction.atomic():
        assert list(prepared("一")) == [article]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_another_session_is_asked_the_same():
    """As by a pooler nobody spoke of: what this process thinks prepared is not, or is already."""
    prepared, again = Prepared(by_title), Prepared(by_title)
    article = builders.article(title="一")
    assert list(prepared("一")) == [*prepared("二"), article] == [article]
    connection.close()
    assert list(prepared("一")) == [article]
    assert list(again("一")) == [article]


@pytest.mark.postgresql
def test_behind_a_pooler_nothing_is_prepared(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    article = builders.article(title="一")
    assert list(Prepared(lambda title: by_title(title).exclude(author="丙"))("一")) == [article]
    assert not [statement for statement in known_to_the_server() if "丙" in statement]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_edition_is_planned_once_and_never_where_something_is_saved():
    connection.close()
    said = editions()
    assert editions() == said
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%SUM(token)%'")
        assert cursor.fetchall() == [(2,)]
    made_to_forget()
    with transaction.atomic():
        assert editions() == said
    assert editions() == said
