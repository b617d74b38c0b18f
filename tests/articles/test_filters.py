"""The form of a list that asks nothing is one for all its pages, and as fresh as they are."""

import pytest
from django.http import QueryDict

from articles.forms import ArticleFilter, PolicyFilter
from publishing.fragments import one_page
from tests import builders

pytestmark = pytest.mark.django_db


def form(query="", kind=ArticleFilter, settled=()):
    with one_page():
        return kind.of(QueryDict(query), settled)


def test_what_asks_nothing_is_made_once():
    blank = form()
    assert form("page=2&district=&walk=7") is blank
    assert blank.is_blank
    assert (form("district=wuqing") is blank, form(kind=PolicyFilter) is blank) == (False, False)
    of_district = form("district=hedong", settled=("district",))
    assert form(settled=("district",)) is of_district
    assert list(of_district.fields) == [name for name in blank.fields if name != "district"]


def test_it_is_made_anew_when_the_site_changes():
    blank = form()
    builders.article(district=builders.district("hedong"))
    assert form() is not blank
    with one_page():
        assert 'value="hedong"' in str(ArticleFilter.of(QueryDict())["district"])


def test_what_one_page_asks_stays_its_own():
    asked, blank = form("q=飞鸽"), form()
    assert not asked.is_blank
    assert (asked.cleaned_data["q"], blank.cleaned_data["q"]) == ("飞鸽", "")
