"""Against a plain scan of the same folded text: the same things, for any phrase."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from search import finding, matching
from search.finding import Found
from search.folding import folded
from search.matching import Hit, hits_of
from search.questions import Question
from tests import builders

pytestmark = pytest.mark.django_db

WORDS = [
    "招商引资",
    "产业园区",
    "厂房",
    "租赁",
    "武清",
    "天津",
    "政策",
    "ISO9001",
    "5G",
    "AI",
    "3,200㎡",
    "自行车",
    "“专精特新”",
    "廠區",
    "𠮷",
    "2025年8月",
    "a",
    "b",
]
HOLLOW = ["的", "了", "在", "，", "。", "（", "-", '"', "'", "*", ":", " ", "\\", "%"]
RANDOM = Random(7)


def sentence():
    return "".join(
        RANDOM.choice(WORDS if RANDOM.random() < 0.7 else HOLLOW) for _ in range(RANDOM.randint(5, 60))
    )


@pytest.fixture
def articles():
    channel, district = builders.channel(), builders.district()
    return Article.objects.bulk_create(
        Article(
            title=sentence(),
            summary=sentence(),
            body=f"<p>{sentence()}</p><ul><li><strong>{sentence()}</strong></li><li>{sentence()}</li></ul>",
            channel=channel,
            district=district,
            published_at=builders.PUBLISHED_AT,
        )
        for _ in range(60)
    )


def fields(article):
    return [folded(one) for one in [*article.searched_names(), *article.searched_texts()]]


def scan(texts, question):
    return {
        pk
        for pk, lines in texts.items()
        if all(any(phrase in line for line in lines) for phrase in question.wanted)
        and not any(phrase in line for phrase in question.unwanted for line in lines)
    }


def phrases(texts, count):
    """Cut anywhere out of the texts, and as many that stand nowhere perhaps."""
    lines = [line for fields in texts.values() for line in fields if len(line) > 6]
    for _ in range(count):
        line, length = RANDOM.choice(lines), RANDOM.randint(1, 6)
        start = RANDOM.randrange(len(line) - length + 1)
        yield line[start : start + length]
        yield "".join(RANDOM.sample(line, length))


def keys(rows):
    return rows.values_list("pk", flat=True)


def found(question):
    return set(keys(Article.objects.matching(question)))


@pytest.mark.parametrize("cap", [1000, 3], ids=["few", "more than are counted"])
def test_finds_what_a_plain_scan_finds_and_nothing_else(articles, monkeypatch, cap):
    monkeypatch.setattr(matching, "CAP", cap)
    monkeypatch.setattr(matching, "SLACK", 1)
    texts = {article.pk: fields(article) for article in Article.objects.all()}
    questions = [Question((phrase,)) for phrase in phrases(texts, 150) if phrase.strip() == phrase]
    pairs = list(zip(questions[::2], questions[1::2], strict=False))
    questions += [Question(one.wanted, two.wanted) for one, two in pairs]
    questions += [Question(one.wanted + two.wanted) for one, two in pairs]
    every = Article.objects.values_list("pk", flat=True)
    truth = {question: scan(texts, question) for question in questions}
    assert len(questions) > 500
    assert {one: truth[one] ^ found(one) for one in questions if truth[one] != found(one)} == {}
    assert [one for one in questions[::3] if truth[one] != set(matching.holding("article", every, one))] == []


def test_finds_no_tags_of_the_html():
    builders.article(body='<h2>一</h2><p><a href="https://example.com/">网站</a><strong>重点</strong></p>')
    assert [len(found(word)) for word in ["strong", "href", "example", "h2", "<p>", "重点"]] == [
        0,
        0,
        0,
        0,
        0,
        1,
    ]


def test_no_phrase_reaches_from_one_field_or_block_into_the_next():
    builders.article(title="甲乙", summary="丙丁", body="<p>戊己</p><p>庚辛</p>")
    assert [len(found(word)) for word in ["甲乙", "乙丙", "丁戊", "己庚", '"己 庚"']] == [1, 0, 0, 0, 1]


def test_finds_far_in_a_long_text_and_after_many_repetitions():
    """Where the positions of a tsvector end: at 16,383, and at 256 of one word."""
    builders.article(body=f"<p>{'园区' * 300}{'的话' * 9_000}招商引资</p>")
    assert [len(found(word)) for word in ["招商引资", "话招商引资", "资招商", "区园区的话的"]] == [1, 1, 0, 1]


def test_the_few_that_are_public_are_found_among_many_that_are_not(monkeypatch):
    for module in (matching, finding):
        monkeypatch.setattr(module, "CAP", 2)
        monkeypatch.setattr(module, "SLACK", 1)
    shown = builders.article(title="招商一")
    for number in range(5):
        builders.article(title=f"招商{number}", **builders.DRAFT)
    rows = Article.objects.published().newest_first()
    found = Found(rows, Question.of("招商"))
    assert (found.count_shown, found[0:5]) == ("1", [shown.pk])


@pytest.mark.parametrize(("order", "expected"), [("best", [0, 3]), ("new", [3, 2])])
def test_of_the_many_a_filter_leaves_as_many_are_kept_as_are_counted(monkeypatch, order, expected):
    for module in (matching, finding):
        monkeypatch.setattr(module, "CAP", 2)
        monkeypatch.setattr(module, "SLACK", 1)

    drafts = [Hit("article", builders.article(title="招商", **builders.DRAFT).pk, True) for _ in range(3)]
    day = timedelta(days=1)
    shown = [
        builders.article(title=title, summary="招商", published_at=builders.PUBLISHED_AT + number * day)
        for number, title in enumerate(["招商", "甲", "乙", "丙"])
    ]

    def drafts_first(*asked):
        """As the index may answer, in no order."""
        assert len(hits_of(*asked)) == 3
        return drafts

    monkeypatch.setattr(finding, "hits_of", drafts_first)
    with CaptureQueriesContext(connection) as asked:
        found = Found(Article.objects.published().newest_first(), Question.of("招商"), order)
    assert (found.count_shown, found[0:5]) == ("2+", [shown[n].pk for n in expected])
    assert (len(found.keys), found.rows) == (2, None)
    with_titles = [one["sql"] for one in asked.captured_queries if "entry.title" in one["sql"]]
    assert [sql.endswith("LIMIT 3") for sql in with_titles] == [True]


@pytest.mark.parametrize("most_looked", [2, 4, 9])
@pytest.mark.parametrize("slack", [1, 2])
def test_names_are_found_however_many_there_should_be(monkeypatch, slack, most_looked):
    monkeypatch.setattr(finding, "seem_many", lambda *asked: True)
    monkeypatch.setattr(finding, "NAMES_LOOKED", 1)
    monkeypatch.setattr(finding, "MOST_NAMES_LOOKED", most_looked)
    for module in (matching, finding):
        monkeypatch.setattr(module, "CAP", 2)
        monkeypatch.setattr(module, "SLACK", slack)
    titles = ["甲", "招商", "乙", "招商", "丙", "招商"]
    made = [
        builders.article(
            title=title, summary="招商", published_at=builders.PUBLISHED_AT - number * timedelta(1)
        )
        for number, title in enumerate(titles)
    ]
    found = Found(Article.objects.published().newest_first(), Question.of("招商"))
    named = [one.pk for one in made if one.title == "招商"]
    assert list(found._in_names()) == named
