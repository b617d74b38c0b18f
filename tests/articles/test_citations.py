import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.citing import marked, predecessors_of, successors_of
from articles.models import Article, Citation, PolicyDocument
from articles.models.citations import named_in, parts_of
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TODAY)


def cited(article):
    return sorted(Citation.objects.filter(article=article).values_list("policy", flat=True))


@pytest.fixture
def policy():
    return builders.policy(title="老办法", document_number="武工信规〔2023〕5号")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("武工信规〔2023〕5号", ("武工信规", "2023", "5")),
        ("津政办发[2023]第05号", ("津政办发", "2023", "5")),
        ("津政发（2023） 12 号", ("津政发", "2023", "12")),
        ("津政发2023年12号", None),
        ("", None),
    ],
)
def test_reads_a_number_however_its_brackets_are_typed(written, parts):
    assert parts_of(written) == parts


def test_finds_links_and_numbers_in_a_text():
    body = '<p>根据<a href="/policies/12/#x">《办法》</a>（津政发〔2023〕5号）和 <a href="https://x.cn/policies/9/">别站</a></p>'
    assert named_in(body) == ({12}, {("津政发", "2023", "5")})


@pytest.mark.parametrize(
    "body",
    [
        '<p>见<a href="/policies/{pk}/">《老办法》</a>。</p>',
        "<p>根据武工信规〔2023〕5号，申报从三月开始。</p>",
        "<p>按照武工信规[2023]5号办理。</p>",
    ],
)
def test_a_text_that_names_a_policy_cites_it(policy, body):
    assert cited(builders.article(body=body.format(pk=policy.pk))) == [policy.pk]


def test_of_two_numbers_that_end_alike_the_longer_is_meant(policy):
    longer = builders.policy(document_number="津武工信规〔2023〕5号")
    assert cited(builders.article(body="<p>根据津武工信规〔2023〕5号。</p>")) == [longer.pk]


def test_every_door_keeps_the_citations(policy):
    body, pair = "<p>根据武工信规〔2023〕5号。</p>", (policy.pk,)
    article = builders.article()
    assert cited(article) == []
    Article.objects.update(body=body)
    assert cited(article) == [*pair]
    article.refresh_from_db()
    article.body = "<p>没有了。</p>"
    article.save(update_fields=["body"])
    assert cited(article) == []
    article.policies.add(policy)
    assert cited(article) == [*pair]
    policy.articles.clear()
    assert cited(article) == []
    policy.articles.set([article])
    assert cited(article) == [*pair]
    article.policies.set([])
    assert cited(article) == []
    made = Article.objects.bulk_create([Article(title="批量", body=body, channel=article.channel)])
    assert cited(made[0]) == [*pair]


def test_a_citation_that_stays_is_the_same_row(policy):
    article = builders.article(body="<p>根据武工信规〔2023〕5号。</p>")
    before = list(Citation.objects.values_list("pk", flat=True))
    article.policies.set([policy])
    article.body += "<p>又一段。</p>"
    article.save()
    assert list(Citation.objects.values_list("pk", flat=True)) == before


def test_a_policy_that_comes_later_or_is_renumbered_is_cited_then():
    article = builders.article(body="<p>根据津政发〔2024〕7号。</p>")
    later = builders.policy(document_number="津政发〔2024〕7号")
    assert cited(article) == [later.pk]
    later.document_number = "津政发〔2024〕8号"
    later.save()
    assert cited(article) == []


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("title", "津政發"),
        ("title", "津政发[2024]第007 号"),
        ("summary", "（津政发【2024】 7号）"),
        ("body", "津政发&#12308;2024〕7号"),
    ],
)
def test_the_index_finds_who_named_a_policy_before_it_came(field, written):
    text = f"<p>{written}</p>" if field == "body" else written
    named = builders.article(**{field: text})
    builders.article(body="<p>津政发〔2023〕7号和津政办发〔2024〕17号。</p>")
    with CaptureQueriesContext(connection) as queries:
        later = builders.policy(document_number="津政发〔2024〕7号")
    expected = [] if written == "津政發" else [(named.pk, later.pk)]
    assert list(Citation.objects.values_list("article", "policy")) == expected
    assert [one["sql"] for one in queries if "LIKE" in one["sql"] and "articles_article" in one["sql"]] == []


def test_the_migration_reads_what_is_there_as_every_door_does(policy):
    longer = builders.policy(document_number="津武工信规〔2023〕5号")
    builders.article(
        body=f'<p>见<a href="/policies/{policy.pk}/">《老办法》</a>和<a href="/policies/999/">没有的</a>。</p>'
    )
    builders.article(summary="按津武工信规[2023]第05号", policies=[policy])
    builders.article(body="<p>根据武工信规〔2023〕5号，又武工信规〔2023〕6号。</p>")
    kept = set(Citation.objects.values_list("article", "policy"))
    assert len(kept) == 4
    assert longer.pk in {key for _, key in kept}
    Citation.objects.all().delete()
    importlib.import_module("articles.migrations.0007_citations").read_the_articles(apps, None)
    assert set(Citation.objects.values_list("article", "policy")) == kept


def notices(client, article):
    page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    return [" ".join(one.text.split()) for one in page.select("[data-outdated] p")]


def test_a_page_says_what_it_cites_and_holds_no_longer(client, policy):
    middle = builders.policy(title="中办法", repealed_on=date(2026, 2, 1))
    newest = builders.policy(title="新办法")
    middle.superseded_by = newest
    middle.save()
    PolicyDocument.objects.filter(pk=policy.pk).update(repealed_on=date(2026, 3, 1), superseded_by=middle)
    expired = builders.policy(title="到期办法", document_number="", valid_until=date(2025, 12, 31))
    article = builders.article(body="<p>根据武工信规〔2023〕5号办理。</p>", policies=[expired, newest])
    assert notices(client, article) == [
        "本文引用的《到期办法》有效期已于2025年12月31日届满。",
        "本文引用的《老办法》（武工信规〔2023〕5号）已于2026年3月1日废止，由《中办法》替代，现行文件是《新办法》。",
    ]


@pytest.mark.parametrize("repealed_on", [None, date(2026, 3, 2)])
def test_a_page_is_silent_of_what_still_holds(client, policy, repealed_on):
    PolicyDocument.objects.update(repealed_on=repealed_on)
    assert notices(client, builders.article(policies=[policy])) == []


@pytest.mark.parametrize("hidden", builders.HIDDEN)
def test_a_page_names_no_policy_the_public_may_not_see(client, hidden):
    draft = builders.policy(title="秘", repealed_on=date(2026, 1, 1), **builders.HIDDEN[hidden])
    shown = builders.policy(title="旧", document_number="", repealed_on=date(2026, 1, 1), superseded_by=draft)
    article = builders.article(policies=[draft, shown])
    assert notices(client, article) == ["本文引用的《旧》已于2026年1月1日废止。"]


def test_the_word_stands_beside_the_citation(policy):
    PolicyDocument.objects.update(repealed_on=date(2026, 1, 1))
    policy.refresh_from_db()
    mark = ' <span class="state" data-state="repealed">已废止</span>'
    link = f'<a href="/policies/{policy.pk}/">老办法（武工信规〔2023〕5号）</a>'
    body = f"<p>据{link}，及武工信规〔2023〕5号、津政发〔2023〕5号。</p>"
    assert (
        marked(body, [policy]) == f"<p>据{link}{mark}，及武工信规〔2023〕5号{mark}、津政发〔2023〕5号。</p>"
    )
    assert marked(body, []) == body


def test_a_circle_of_replacements_is_walked_once():
    a, b, c = (builders.policy(title=name) for name in "甲乙丙")
    PolicyDocument.objects.filter(pk=a.pk).update(superseded_by=b)
    PolicyDocument.objects.filter(pk=b.pk).update(superseded_by=c)
    PolicyDocument.objects.filter(pk=c.pk).update(superseded_by=a)
    a.refresh_from_db()
    assert successors_of([a]) == {a.pk: [b.pk, c.pk, a.pk]}
    assert predecessors_of(a) == [c.pk, b.pk]


def test_what_replaced_several_is_asked_for_together_and_nothing_else(django_assert_num_queries):
    newest = builders.policy(title="新办法")
    middle = builders.policy(title="中办法", superseded_by=newest)
    older, oldest = (builders.policy(title=name, superseded_by=middle) for name in ("老", "更老"))
    builders.policy(title="别的", superseded_by=builders.policy(title="别的新办法"))
    with django_assert_num_queries(2):  # middle, newest
        chain = [middle.pk, newest.pk]
        assert successors_of([older, oldest]) == {older.pk: chain, oldest.pk: chain}
    with django_assert_num_queries(3):  # middle; older and oldest; none
        assert predecessors_of(newest) == [middle.pk, oldest.pk, older.pk]
    with django_assert_num_queries(1):
        assert (successors_of([newest]), predecessors_of(oldest)) == ({newest.pk: []}, [])


def test_a_policys_page_tells_what_it_replaced_and_what_replaced_it(client):
    newest = builders.policy(title="新办法")
    middle = builders.policy(title="中办法", repealed_on=date(2026, 2, 1), superseded_by=newest)
    oldest = builders.policy(title="老办法", repealed_on=date(2024, 2, 1), superseded_by=middle)

    def said(policy):
        page = BeautifulSoup(client.get(policy.get_absolute_url()).content, "html.parser")
        replaced = [a.text for dt in page.find_all("dt", string="替代的文件") for a in dt.parent.select("a")]
        return [p.text for p in page.select(".notice p")][1:], replaced

    assert said(oldest) == (["替代文件：中办法", "现行文件：新办法"], [])
    assert said(middle) == (["替代文件：新办法"], ["老办法"])
    assert said(newest) == ([], ["中办法", "老办法"])


@pytest.fixture
def questions(client):
    """How many a page asks, once another has asked for what all of them show."""

    def asked(article, after=None):
        client.get((after or builders.article()).get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        return len(queries)

    return asked


def ended():
    return builders.policy(repealed_on=date(2026, 1, 1))


def test_a_page_with_five_ended_policies_asks_as_often_as_with_one(questions):
    one, five = (builders.article(policies=[ended() for _ in range(count)]) for count in (1, 5))
    assert questions(one) == questions(five)


def test_an_ended_policy_is_read_once_for_all_articles_that_cite_it(questions):
    policy = ended()
    first, second = (builders.article(policies=[policy]) for _ in range(2))
    alone = questions(first)
    assert questions(second, after=first) == alone - 2  # its row in the list, and that it has ended


def test_a_page_says_of_a_policy_what_it_says_since_it_changed(client):
    policy = builders.policy()
    article = builders.article(policies=[policy])

    def said():
        page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
        notice = page.select_one("[data-outdated]")
        return [one.text for one in page.select(".article-side .state")], bool(notice)

    before = said()
    policy.repealed_on = date(2026, 1, 1)
    policy.save()
    assert (before, said()) == ((["现行有效"], False), (["已废止"], True))


def test_a_page_says_that_a_policys_last_day_is_over(client, monkeypatch):
    article = builders.article(policies=[builders.policy(valid_until=date(2026, 3, 1))])

    def said():
        return b"data-outdated" in client.get(article.get_absolute_url()).content

    before = said()
    monkeypatch.setattr(timezone, "now", lambda: TODAY + timedelta(days=1))
    assert (before, said()) == (False, True)
