"""What an article's page says around its text."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import listed
from articles.models import Article
from tests import builders

pytestmark = pytest.mark.django_db

SAID = "氢能产业园一期投产，二期同步开工。"
PICTURE = '<img src="/media/a.png">'


@pytest.mark.parametrize(
    ("body", "is_lead"),
    [
        (f"<p>{SAID}后面还有。</p>", True),
        (f"<h2>要点</h2><p>{SAID}</p>", False),
        ("<p>别的话。</p>", False),
        (f"<figure>{PICTURE * 100}</figure><p>{SAID}</p>", True),
        (f'<p>见<a href="/{"a" * 600}">{SAID}</a></p>', False),
        (f'<p><a href="/{"a" * 600}">{SAID}</a></p>', True),
    ],
)
def test_knows_a_summary_that_repeats_how_the_text_begins(body, is_lead):
    assert Article(summary=SAID, body=body).summary_is_lead is is_lead


def page(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def beneath(page):
    """What stands beneath the text: the blocks of the district."""
    return page.partition('id="district-news"')[2]


NEIGHBOUR = re.compile(r'<a href="/news/(\d+)/" rel="(prev|next)">')


def test_leads_to_the_articles_of_its_district_before_and_after_it(client):
    moment = timezone.now() - timedelta(days=3)
    first, second = (builders.article(published_at=moment) for _ in range(2))
    builders.article(district=builders.district("national"), published_at=moment + timedelta(hours=1))
    third = builders.article(published_at=moment + timedelta(days=1))
    assert [NEIGHBOUR.findall(page(client, one)) for one in (first, second, third)] == [
        [(str(second.pk), "next")],
        [(str(first.pk), "prev"), (str(third.pk), "next")],
        [(str(second.pk), "prev")],
    ]


def test_each_article_of_a_district_leaves_out_itself_alone(client):
    first, second = (builders.article(title=title) for title in ("甲项目", "乙项目"))
    assert "乙项目" in beneath(page(client, first))
    assert "甲项目" not in beneath(page(client, first))
    assert "甲项目" in beneath(page(client, second))
    assert "乙项目" not in beneath(page(client, second))


def test_a_park_named_in_the_text_is_not_shown_twice(client):
    article, other = builders.article(), builders.article()
    named, unnamed = (
        builders.park(name="京滨工业园", slug="jingbin"),
        builders.park(name="自行车王国", slug="bicycle"),
    )
    article.parks.add(named)
    text = page(client, article)
    assert text.count('data-park="jingbin"') == text.count('data-park="bicycle"') == 1
    text = page(client, other)
    assert text.count('data-park="jingbin"') == text.count('data-park="bicycle"') == 1
    assert "文中提到的园区" not in text
    assert unnamed.name in text


def test_the_ways_onward_name_the_article_they_start_from(client):
    for article in (builders.article(), builders.article()):
        text = page(client, article)
        assert text.count(f"?from=article-{article.pk}") == 4
        assert text.count("from=article-") == text.count(f"from=article-{article.pk}")


def test_another_article_of_the_district_costs_two_questions(client):
    """Its edition, itself with its tags; a page before has shown the titles of its neighbours."""
    first, second, third = (builders.article() for _ in range(3))
    for one in (first, second):
        client.get(one.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(third.get_absolute_url())
    assert len(asked) == 2


def test_a_text_that_names_many_parks_leaves_four_others(client):
    article = builders.article()
    parks = [builders.park(name=f"{number:02}园", slug=f"park-{number:02}") for number in range(1, 15)]
    article.parks.add(*parks[:9])
    beside = page(client, article).partition('id="district-parks"')[2]
    shown = re.findall(r'data-park="([a-z0-9-]+)"', beside)
    assert shown == ["park-10", "park-11", "park-12", "park-13"]


def test_what_is_withdrawn_while_a_list_is_made_is_left_out(client, monkeypatch):
    """As a draft it has no date, and may say what nobody has released."""
    article, left = builders.article(title="撤回的稿件"), builders.article(title="留下的稿件")
    asked = listed.ROWS

    def withdrawn_first(*given):
        Article.objects.filter(pk=article.pk).update(published_at=None)
        return asked(*given)

    monkeypatch.setattr(listed, "ROWS", withdrawn_first)
    assert [one["id"] for one in client.get("/api/v1/articles").json()["results"]] == [left.pk]


def test_a_list_all_withdrawn_while_it_is_made_says_so(client, monkeypatch):
    builders.article(title="撤回的稿件")
    asked = listed.ROWS

    def withdrawn_first(*given):
        Article.objects.all().update(published_at=None)
        return asked(*given)

    monkeypatch.setattr(listed, "ROWS", withdrawn_first)
    text = client.get("/news/").content.decode()
    assert "撤回的稿件" not in text
    assert "没有符合条件的文章" in text
