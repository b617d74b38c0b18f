"""The pages of staff lists: each row once and in order, however far down, in the same number of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from publishing.admin.paging import StaffPaginator
from tests import builders
from tests.staff_screens import cells, enter, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    for number in range(7):
        builders.article(title=f"第{number}篇")
    return Article.objects.order_by("-pk")


def test_every_page_has_its_own_rows_in_order(rows):
    pages = StaffPaginator(rows, 2)
    titles = [[one.title for one in pages.page(number)] for number in pages.page_range]
    assert titles == [["第6篇", "第5篇"], ["第4篇", "第3篇"], ["第2篇", "第1篇"], ["第0篇"]]


def test_a_page_of_nothing_is_empty():
    assert list(StaffPaginator(Article.objects.order_by("-pk"), 2).page(1)) == []


def test_the_last_page_asks_as_often_as_the_only_one(client, rows, monkeypatch):
    enter(client, "站长")

    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        return [row[0] for row in cells(response)], len(queries)

    only, once = asked(screen(Article))
    monkeypatch.setattr("publishing.admin.screens.StaffAdmin.list_per_page", 2)
    last, often = asked(f"{screen(Article)}?p=4")
    assert (len(only), last, often) == (7, ["第0篇"], once)
