from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from publishing.prepared import Prepared, forget
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
    assert [one.pk for one in prepared(article.pk)] == [article.pk]
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


# --- Prepared by PostgreSQL itself


def known_to_the_server():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def changed_columns():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_article ALTER COLUMN title TYPE varchar(201)")
        cursor.execute("ALTER TABLE articles_article ALTER COLUMN title TYPE varchar(200)")


def made_to_forget():
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


@pytest.mark.postgresql
def test_the_server_plans_it_once_with_what_never_differs_in_it():
    forget(connection)
    prepared = Prepared(lambda title: Article.objects.filter(title=title, author="甲").values_list("pk"))
    first, _ = builders.article(title="一", author="甲"), builders.article(title="二", author="乙")
    assert [list(prepared(title)) for title in ("一", "二", "一")] == [[(first.pk,)], [], [(first.pk,)]]
    [statement] = known_to_the_server()
    assert '"title" = $1' in statement
    assert "\"author\" = '甲'" in statement


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("disturb", [changed_columns, made_to_forget])
def test_answers_after_a_migration_and_after_a_pooler_made_the_session_forget(disturb):
    forget(connection)
    prepared = Prepared(lambda title: Article.objects.filter(title=title))
    article = builders.article(title="一")
    assert list(prepared("一")) == [article]
    disturb()
    for _ in range(2):
        assert list(prepared("一")) == [article]
    assert len(known_to_the_server()) == 1


@pytest.mark.postgresql
def test_behind_a_pooler_nothing_is_prepared(monkeypatch):
    forget(connection)
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    prepared, article = (
        Prepared(lambda title: Article.objects.filter(title=title)),
        builders.article(title="一"),
    )
    assert list(prepared("一")) == [article]
    assert known_to_the_server() == []
