import copy

import pytest
from django.db import connection

from articles.columns import ArticleRows
from articles.models import Article
from publishing.twins import twin

pytestmark = pytest.mark.django_db


def query():
    rows = Article.objects.published().select_related("cover").filter(pk=1)
    list(rows)
    return rows.query


@pytest.mark.parametrize(
    "make", [query, lambda: query().get_compiler(connection=connection), lambda: ArticleRows().published()]
)
def test_is_what_copy_makes(make):
    thing = make()
    other, copied = twin(thing), copy.copy(thing)
    assert type(other) is type(copied)
    assert vars(other) == vars(copied)
    other.added = "no part of the first"
    assert getattr(thing, "added", None) != other.added
