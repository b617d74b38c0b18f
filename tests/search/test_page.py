import re
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search import finding, matching
from search.engines import engine
from search.models import Entry
from tests import builders
from zhaoshang import searched

pytestmark = pytest.mark.django_db


def page(client, query):
    response = client.get(f"/search/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def counts(client, query):
    """As the kinds' links say them: 全部, 新闻, 园区, 载体, 政策, 地区."""
    kinds = page(client, query).partition('aria-label="结果类别"')[2].partition("</nav>")[0]
    return re.findall(r" (\d+\+?)</a>", kinds)


def found(client, query, kind="article"):
    return re.findall(rf'data-{kind}="([\w-]+)"', page(client, query))


def numbers(*articles):
    return [str(article.pk) for article in articles]


def test_finds_every_kind_and_counts_it(client):
    builders.article(title="飞鸽一", body="<p>文</p>")
    builders.article(title="甲", body="<p>飞鸽二</p>")
    builders.listing(title="乙", park=builders.park(name="飞鸽园", slug="feige"))
    builders.policy(title="丙", support="飞鸽")
    builders.district("feige", name="飞鸽区")
    assert counts(client, "q=飞鸽") == ["6", "2", "1", "1", "1", "1"]
    assert counts(client, "q=飛鴿&kind=park") == ["6", "2", "1", "1", "1", "1"]
    assert "data-listing" not in page(client, "q=飞鸽&kind=park")


def test_puts_names_first_and_the_newest_among_equals(client):
    old, day = builders.PUBLISHED_AT, timezone.timedelta(days=1)
    in_text = builders.article(title="甲", body="<p>飞鸽</p>", published_at=old + 3 * day)
    later = builders.article(title="飞鸽", published_at=old + day)
    earlier = builders.article(title="又是飞鸽", published_at=old)
    assert found(client, "q=飞鸽&kind=article") == numbers(later, earlier, in_text)
    assert found(client, "q=飞鸽&kind=article&sort=new") == numbers(in_text, later, earlier)


@pytest.mark.parametrize("looked", [500, 2])
@pytest.mark.parametrize("in_order", [5_000, 1])
@pytest.mark.parametrize("named", [(7, 3), (9, 8, 7, 6, 5, 4, 3, 2, 1, 0)])
@pytest.mark.parametrize("order", ["best", "new"])
def test_beyond_what_is_counted_the_order_stays(client, monkeypatch, order, named, in_order, looked):
    old, day = builders.PUBLISHED_AT, timezone.timedelta(days=1)
    articles = [
        builders.article(
            title="飞鸽" if number in named else "甲", body="<p>飞鸽</p>", published_at=old + number * day
        )
        for number in range(10)
    ]
    monkeypatch.setattr(finding, "LOOKED", looked)
    monkeypatch.setattr(finding, "NAMES_LOOKED", looked)
    monkeypatch.setattr(finding, "SORTED", in_order)
    for module in (matching, finding):
        monkeypatch.setattr(module, "CAP", 8)
        monkeypatch.setattr(module, "SLACK", 1)
    monkeypatch.setattr("publishing.paging.Paginator.per_page", 3, raising=False)
    first = named if order == "best" else ()
    expected = numbers(*(articles[n] for n in [*first, *(n for n in range(9, -1, -1) if n not in first)][:8]))
    assert counts(client, "q=飞鸽")[:2] == ["8+", "8+"]
    assert found(client, f"q=飞鸽&kind=article&sort={order}") == expected


def test_beyond_what_is_counted_of_articles_the_others_are_asked_for_together(client, monkeypatch):
    for module in (matching, finding):
        monkeypatch.setattr(module, "CAP", 8)
        monkeypatch.setattr(module, "SLACK", 3)
    named = builders.park(name="飞鸽园", published_at=builders.PUBLISHED_AT)
    newer = builders.park(
        name="自行车园",
        intro="<p>飞鸽</p>",
        published_at=builders.PUBLISHED_AT + timezone.timedelta(days=1),
    )
    for number in range(10):
        builders.article(title=f"飞鸽{number}")
    assert asked_of_the_index(client, "q=飞鸽&sort=new") == 2
    assert counts(client, "q=飞鸽")[:3] == ["10+", "8+", "2"]
    assert found(client, "q=飞鸽&kind=park", "park") == [named.slug, newer.slug]
    assert found(client, "q=飞鸽&kind=park&sort=new", "park") == [newer.slug, named.slug]


def test_narrows_by_district_with_what_lies_below_and_by_day(client):
    wuqing = builders.article(title="飞鸽一")
    builders.article(title="飞鸽二", district=builders.district("hedong"))
    builders.article(title="飞鸽三", district=None)
    park = builders.park(name="飞鸽园")
    assert counts(client, "q=飞鸽&district=wuqing")[:3] == ["2", "1", "1"]
    assert counts(client, "q=飞鸽&district=tianjin")[:3] == ["3", "2", "1"]
    day = "2025-08-22"  # 9:00 in Shanghai
    assert counts(client, f"q=飞鸽&since={day}&until={day}")[:3] == ["4", "3", "1"]
    for days in ("since=2025-08-23", "until=2025-08-21"):
        empty = page(client, f"q=飞鸽&{days}")
        assert counts(client, f"q=飞鸽&{days}") == []
        assert '<a class="button" href="?q=%E9%A3%9E%E9%B8%BD">清除条件</a>' in empty
    assert "止日早于起日" in page(client, "q=飞鸽&since=2025-08-23&until=2025-08-22")
    assert (wuqing.pk, park.pk) != (None, None)


def test_shows_where_the_words_stand_and_escapes_them(client):
    builders.article(title="A&B 飞鸽", body="<p>甲 &lt;b&gt; 飞鸽 1 &gt; 0</p>", summary="摘要")
    text = page(client, "q=飞鸽&kind=article")
    assert "A&amp;B <mark>飞鸽</mark></a>" in text
    assert "甲 &lt;b&gt; <mark>飞鸽</mark> 1 &gt; 0</p>" in text


def test_says_honestly_what_one_character_finds(client):
    builders.article(title="园艺", body="<p>文</p>")
    builders.article(title="甲", body="<p>公园</p>")
    builders.article(title="乙", body="<p>文</p>", summary="丙")
    assert counts(client, "q=园")[1] == "2"


def test_asks_what_was_meant(client):
    builders.park(name="京滨工业园")
    builders.district("wuqing")
    builders.article(title="自行车产业园扩建")

    def proposed(words):
        return re.findall(
            r'<a href="[^"]*">([^<]*)</a>',
            page(client, f"q={words}").partition("您是不是要找")[2].partition("</p>")[0],
        )

    assert proposed("京宾工业园") == ["京滨工业园"]
    builders.listing(title="京滨工业园区厂房", area=13)
    assert proposed("京宾工业园") == ["京滨工业园"]
    assert proposed("自形车产业园") == ["自行车产业园扩建"]
    assert proposed("武青区") == ["武清区"]
    assert proposed("京滨 火星") == ["京滨"]
    builders.listing(title="13,000㎡厂房", area=13000)
    assert proposed("厂房 3001") == proposed("厂房 ,001") == ["厂房"]
    assert proposed("青区") == ["武清区"]
    assert proposed("滨业") == []
    assert proposed("火星") == []


def suggestions(client, words):
    return [
        (one["text"], one["kind"])
        for one in client.get(f"/search/suggest?q={quote(words)}").json()["suggestions"]
    ]


def test_completes_what_is_typed_from_names_and_tags(client):
    builders.park(name="京滨工业园", slug="jingbin")
    builders.article(title="走进京滨工业园", tags=["京滨"])
    builders.article(title="京滨草稿", tags=["京滨以外"], **builders.DRAFT)
    names = [("京滨", "标签"), ("京滨工业园", "园区"), ("走进京滨工业园", "新闻")]
    assert suggestions(client, "京") == suggestions(client, " 京濱 ") == names
    assert suggestions(client, "") == suggestions(client, "\x00") == suggestions(client, "火星") == []
    for number in range(9):
        builders.park(name=f"京滨分园{number}")
    assert len(suggestions(client, "京")) == 8


def test_completes_with_the_few_that_are_public_among_many_that_are_not(client, monkeypatch):
    monkeypatch.setattr("zhaoshang.proposals.LOOKED_AT", 3)
    for title, state in [("京滨草稿", builders.DRAFT), ("京滨", {}), ("京滨草稿", builders.DRAFT)]:
        for _ in range(3):
            builders.article(title=title, **state)
    assert suggestions(client, "京") == [("京滨", "新闻")]


HOSTILE = [
    "\x00",
    "园\x00区",
    '"',
    '"" OR 1=1',
    "NEAR(园 区)",
    "kind : park",
    "园*",
    "^园",
    "AND OR NOT",
    "{text} : x",
    "园'); DROP TABLE search_entry; --",
    "园" * 10_000,
    '-"',
    "- - -",
    "，。！？",
    "\ue000\ue021",
    "𠮷野家",
    "é",
    "\\",
    "%_%",
    "\n\t",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_answers_anything(client, words):
    builders.article()
    for kind in ("", "article", "district"):
        page(client, f"q={quote(words)}&kind={kind}")
    assert client.get(f"/search/suggest?q={quote(words)}").status_code == 200
    for address in ("/news/", "/parks/", "/listings/", "/policies/", "/api/v1/articles"):
        assert client.get(f"{address}?q={quote(words)}").status_code == 200


def test_one_question_has_one_answer_everywhere(client):
    builders.listing(title="飞鸽厂房", description="<p>整层</p>")
    builders.listing(title="乙", park=builders.park(name="飞鸽园"))
    builders.listing(title="丙", description="<p>飞鸽旧址</p>")
    assert counts(client, "q=飞鸽&kind=listing")[3] == "3"
    assert client.get("/listings/?q=飛鴿").content.count(b"data-listing=") >= 3
    assert client.get("/api/v1/listings?q=飞鸽").json()["count"] == 3


def queries(client, query):
    """How often it is asked when nothing is remembered but what one process reads once."""
    client.get(f"/search/?{query}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/search/?{query}")
    return len(asked)


def test_asks_the_database_as_often_for_many_as_for_few(client):
    def fill():
        builders.article(title="飞鸽", tags=["飞鸽"])
        builders.listing(title="飞鸽", park=builders.park(alias="飞鸽"))
        builders.policy(title="飞鸽")

    fill()
    few = [queries(client, "q=飞鸽"), queries(client, "q=飞鸽&kind=article")]
    for _ in range(4):
        fill()
    assert [queries(client, "q=飞鸽"), queries(client, "q=飞鸽&kind=article")] == few
    assert few[0] <= 20


def asked_of_the_index(client, query):
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/search/?{query}")
    return sum(" MATCH " in one["sql"] or "search_pairs" in one["sql"] for one in asked.captured_queries)


def test_asks_the_index_once_for_all_kinds_and_pages(client):
    for number in range(21):
        builders.article(title=f"飞鸽{number}")
    builders.park(name="飞鸽园")
    pages = [
        "q=飞鸽",
        "q=飞鸽&kind=park",
        "q=飞鸽&kind=article&page=2",
        "q=飞鸽&sort=new",
        "q=飞鸽&since=2025-08-22",
    ]
    assert [asked_of_the_index(client, page) for page in pages] == [1, 0, 0, 1, 1]
    builders.article(title="又是飞鸽")
    assert asked_of_the_index(client, "q=飞鸽") == 1
    assert counts(client, "q=飞鸽")[:2] == ["23", "22"]


def test_what_an_index_made_anew_finds_is_shown_at_once(client):
    article = builders.article(title="飞鸽一")
    entries = Entry.objects.all()
    engine().forget(list(entries))
    entries.delete()
    assert found(client, "q=飞鸽") == []
    call_command("rebuild_search")
    assert found(client, "q=飞鸽") == numbers(article)


def test_what_is_withdrawn_while_the_page_is_made_is_left_out(client, monkeypatch):
    article, left = builders.article(title="撤回的稿件"), builders.article(title="留下的稿件")
    asked = searched.shown

    def withdrawn_first(kind):
        type(article).objects.filter(pk=article.pk).update(published_at=None)
        return asked(kind)

    monkeypatch.setattr(searched, "shown", withdrawn_first)
    assert found(client, "q=稿件") == [str(left.pk)]
