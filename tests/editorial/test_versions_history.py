import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, PolicyDocument
from editorial import reviewing, versioning
from editorial.models import Review, Step
from parks.models import Remit
from tests import builders
from tests.editorial.people import person
from tests.staff_screens import enter, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def saved(item, author=None, note="", **changes):
    return versioning.record(item, versioning.working_content(item) | changes, author, note=note)


def history(client, item, **query):
    return BeautifulSoup(client.get(screen(type(item), "history", item.pk), query).content, "html.parser")


def rows(page):
    """Of each version: its name, who saved it, what changed, where it stands."""
    found = []
    for row in page.select(".versions tbody tr"):
        cells = row.select("th, td")
        who = cells[3].get_text("|", strip=True).split("|")[0]
        found.append(
            (
                cells[2].get_text(strip=True),
                who,
                cells[4].get_text("|", strip=True),
                cells[5].get_text("|").split("|")[0],
            )
        )
    return found


def test_lists_who_saved_what_and_which_one_visitors_see(client, editor):
    article = builders.article(title="一")
    saved(article, editor, title="二", source="本站")
    saved(
        article, builders.staff("second", last_name="李", first_name="强"), "导入自文档", body="<p>新。</p>"
    )
    assert rows(history(client, article)) == [
        ("第 3 版", "李强", "正文|导入自文档", "待发布"),
        ("第 2 版", "编辑", "标题、来源", ""),
        ("第 1 版", "系统", "最早的一版|此前的内容", "线上版本"),
    ]


def test_tells_of_reviews_and_of_what_the_log_knows(client, editor):
    article = builders.article()
    version = saved(article, editor, title="二")
    Step.objects.create(
        article=article,
        action="returned",
        person=editor,
        person_name="李强",
        reason="数字有误",
        version=version,
    )
    LogEntry.objects.log_actions(editor.pk, [article], 2, "撤下。", single_object=True)
    page = history(client, article)
    assert [row.get_text(" ", strip=True).split(" ", 2)[2] for row in page.select(".steps li")] == [
        "李强 退回 （第 2 版）：数字有误"
    ]
    assert [row.get_text(" ", strip=True).split(" ", 2)[2] for row in page.select(".entries li")] == [
        "编辑 撤下。"
    ]


def test_says_that_nothing_was_saved_yet(client, editor):
    page = history(client, builders.article())
    assert "还没有保存过的版本；第一次保存时，现在的内容会留作第 1 版。" in page.get_text()


def test_shows_fifty_versions_a_page_and_knows_what_the_last_of_them_changed(client, editor):
    article = builders.article()
    for number in range(52):
        saved(article, editor, title=f"第 {number} 次")
    first, second = history(client, article), history(client, article, p=2)
    assert (len(rows(first)), rows(first)[-1][:3]) == (50, ("第 4 版", "编辑", "标题"))
    assert [row[0] for row in rows(second)] == ["第 3 版", "第 2 版", "第 1 版"]
    assert [row[0] for row in rows(history(client, article, p="9" * 30))] == [row[0] for row in rows(second)]


def test_asks_as_much_for_six_versions_as_for_two(client, editor):
    article = builders.article()

    def asked():
        history(client, article)
        with CaptureQueriesContext(connection) as queries:
            history(client, article)
        return len(queries)

    saved(article, editor, title="二")
    few = asked()
    for number in range(4):
        saved(article, editor, title=f"第 {number} 次")
    assert asked() == few


def test_compares_any_two_the_older_first(client, editor):
    article = builders.article(title="三家企业落户")
    for title in ("四家企业落户", "五家企业落户"):
        saved(article, editor, title=title)
    for query in ({"a": 1, "b": 3}, {"a": 3, "b": 1}):
        page = BeautifulSoup(client.get(screen(Article, "compare", article.pk), query).content, "html.parser")
        assert str(page.select_one("[data-field=title] .difference-text p")) == (
            '<p data-line="p"><del>三</del><ins>五</ins>家企业落户</p>'
        )
    assert page.select_one("#content h1").text == "对比第 1 版与第 3 版"


def test_compares_what_is_live_with_what_waits_unless_told_otherwise(client, editor):
    policy = builders.policy(audience="区内企业")
    versioning.make_live(saved(policy, editor, audience="园区企业"))
    saved(policy, editor, audience="全市企业")
    page = BeautifulSoup(client.get(screen(PolicyDocument, "compare", policy.pk)).content, "html.parser")
    assert page.select_one("[data-field=audience] .difference-text").get_text() == "园区全市企业"


@pytest.mark.parametrize(
    "query", ["a=1", "a=1&b=9", "a=x&b=1", f"a={'9' * 30}&b=1", "a=1&b=%00", "a=１&b=-1"]
)
def test_asks_for_two_versions_that_exist(client, editor, query):
    article = builders.article()
    saved(article, editor, title="二")
    address = f"{screen(Article, 'compare', article.pk)}?{query}"
    assert told(client.get(address, follow=True)) == ["请选两个版本来对比。"]


def restore(client, item, number):
    return client.post(screen(type(item), "restore", item.pk), {"version": number}, follow=True)


def test_restores_an_earlier_text_as_a_new_version(client, editor):
    park = builders.park()
    article = builders.article(title="一", tags=["自行车"], parks=[park])
    saved(article, editor, title="二", tags=[], parks=[])
    assert told(restore(client, article, 1)) == ["已恢复第 1 版的内容，保存为第 3 版。"]
    version = versioning.pending(article)
    kept = version.content
    assert (version.number, version.author, version.note) == (3, editor, "恢复自第 1 版")
    assert (kept["title"], kept["tags"], kept["parks"]) == ("一", ["自行车"], [park.pk])
    step = Step.objects.get()
    assert (step.action, step.person, step.version, step.item) == ("restored", editor, version, article)
    article.refresh_from_db()
    assert article.title == "一"


def test_restores_a_draft_in_its_row(client, editor):
    draft = builders.article(title="一", **builders.DRAFT)
    saved(draft, editor, title="二")
    restore(client, draft, 1)
    draft.refresh_from_db()
    assert (draft.title, draft.published_at) == ("一", None)


def test_restoring_what_is_there_already_makes_no_version(client, editor):
    article = builders.article(title="一")
    saved(article, editor, title="二")
    assert told(restore(client, article, 2)) == ["现在的内容与第 2 版相同，没有生成新版本。"]
    assert article.versions.count() == 2


@pytest.mark.parametrize("number", ["", "9", "x", "9" * 30, "\x00"])
def test_restores_only_a_version_of_this_article(client, editor, number):
    article = builders.article()
    saved(article, editor, title="二")
    assert told(restore(client, article, number)) == ["请选一个要恢复的版本。"]
    assert article.versions.count() == 2


def test_neither_restores_nor_discards_by_an_address(client, editor):
    article = builders.article()
    saved(article, editor, title="二")
    assert client.get(screen(Article, "restore", article.pk), {"version": 1}).status_code == 405
    client.get(screen(Article, "discard", article.pk))
    assert article.versions.count() == 2


def test_a_text_in_review_is_neither_restored_nor_given_up(client, editor):
    article = builders.article()
    version = saved(article, editor, title="二")
    Review.objects.create(article=article, version=version, levels=1, submitted_by=editor)
    for what in ("restore", "discard"):
        assert client.post(screen(Article, what, article.pk), {"version": 1}).status_code == 403
    assert article.versions.count() == 2


@pytest.mark.parametrize("what", ["history", "compare", "discard", "preview", "page"])
def test_nothing_is_shown_of_an_article_in_another_district(client, editor, what):
    elsewhere = builders.article(district=builders.district("dongli"))
    saved(elsewhere, editor, title="秘密")
    Remit.objects.create(person=editor, district=builders.district())
    answer = client.get(screen(Article, what, elsewhere.pk), follow=True)
    assert "秘密" not in answer.content.decode()
    assert (answer.status_code, answer.redirect_chain) in [(404, []), (200, [("/admin/", 302)])]


def test_what_was_withdrawn_has_no_text_online(client, editor):
    reviewing.withdraw(builders.article(), person("站长"), "数字有误")
    article = Article.objects.get()
    page = BeautifulSoup(client.get(screen(Article, "change", article.pk)).content, "html.parser")
    assert page.select_one(".desk-text strong").text == "最近公开的版本"
