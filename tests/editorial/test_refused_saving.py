"""What the desk refuses loses nothing of what was typed."""

import pytest

from articles.models import Article
from editorial import autosaving, reviewing, versioning
from tests import builders
from tests.editorial.people import person, written
from tests.staff_screens import enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db
UNNAMED = {"source_url": "https://example.com/a"}  # a link without its source: must be mended before review


def test_a_text_that_may_not_be_handed_in_is_saved_all_the_same(client):
    enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    address = screen(Article, "change", article.pk)
    response = client.post(
        address, form_of(client, address) | UNNAMED | {"title": "新题", "_submit": "1"}, follow=True
    )
    assert told(response) == [
        "没有送审：检查出 1 处必须改：有原文链接，没有来源。改好以后再送审。",
        "已保存为第 2 版。",
    ]
    assert response.redirect_chain == [(address, 302)]
    article.refresh_from_db()
    assert (article.title, article.source_url, article.reviews.count()) == (
        "新题",
        "https://example.com/a",
        0,
    )


def test_a_new_text_that_may_not_be_handed_in_is_a_draft(client):
    enter(client, "编辑")
    address = screen(Article, "add")
    typed = {"title": "又一题", "body": "<p>文</p>", "channel": builders.channel().pk, "_submit": "1"}
    response = client.post(address, form_of(client, address) | UNNAMED | typed)
    article = Article.objects.get()
    assert response["Location"] == screen(Article, "change", article.pk)
    assert (article.title, article.state, article.reviews.count()) == ("又一题", "draft", 0)


def test_what_is_typed_while_another_hands_it_in_is_kept_for_later(client):
    editor, article = enter(client, "编辑"), builders.article(title="原题", **builders.DRAFT)
    other = person("编辑", "编辑乙")
    address = screen(Article, "change", article.pk)
    typed = form_of(client, address) | {"title": "我改的题"}
    review = reviewing.submit(written(article, other, summary="送审的摘要。"), other)
    response = client.post(address, typed, follow=True)
    assert told(response) == ["审核中，撤回后可以修改。您写的文字已自动保存，可以修改时在这里恢复。"]
    assert autosaving.kept(editor, f"article-{article.pk}").values["title"] == ["我改的题"]
    reviewing.recall(review, other)
    page = client.get(address + "?autosaved=1").content.decode()
    assert 'value="我改的题"' in page


OLD, NEW = "园区新建标准厂房六万平方米。", "园区新建标准厂房八万平方米。"


@pytest.mark.parametrize(
    ("body_before", "summary_before", "title"),
    [(OLD, "", "一题"), (OLD, OLD, "一题"), (f"一题 {OLD}", OLD, "一题")],
)
def test_a_summary_made_of_the_text_follows_it(client, body_before, summary_before, title):
    enter(client, "编辑")
    values = {"title": title, "body": f"<p>{body_before}</p>", "summary": summary_before}
    article = builders.article(**builders.DRAFT | values)
    save(client, screen(Article, "change", article.pk), body=f"<p>{body_before.replace('六', '八')}</p>")
    article.refresh_from_db()
    assert (article.summary, article.versions.newest_first().first().content["summary"]) == (NEW, NEW)


def test_a_summary_somebody_wrote_stays_when_the_text_changes(client):
    enter(client, "编辑")
    article = builders.article(**builders.DRAFT | {"body": f"<p>{OLD}</p>", "summary": "厂房扩建。"})
    where = screen(Article, "change", article.pk)
    save(client, where, body=f"<p>{NEW}</p>")
    article.refresh_from_db()
    assert article.summary == "厂房扩建。"
    save(client, where, body="<p>改。</p>", summary="又写。")
    article.refresh_from_db()
    assert article.summary == "又写。"


def test_an_end_is_proposed_without_a_beginning(client):
    editor = enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    address = screen(Article, "change", article.pk)
    end = {"expires_at_0": "2999-02-01", "expires_at_1": "09:00"}
    assert errors_on(save(client, address, **end)) == []
    version = article.versions.newest_first().first()
    assert (version.content["published_at"], version.content["expires_at"]) == (
        None,
        "2999-02-01T01:00:00+00:00",
    )
    article.refresh_from_db()
    assert (article.published_at, article.expires_at, version.author) == (None, None, editor)
    live = versioning.make_live(version)
    assert (live.state, live.expires_at.isoformat()) == ("published", "2999-02-01T01:00:00+00:00")


@pytest.mark.parametrize(
    ("begin", "end", "sentence"),
    [
        ("", "2025-01-01", "下线时间已经过去，请填将来的时间，或者留空。"),
        ("2999-03-01", "2999-02-01", "下线时间必须晚于发布时间；没有发布时间的内容不能设下线时间。"),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_an_end_before_the_beginning_or_past_is_refused(client, is_new, begin, end, sentence):
    enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    address = screen(Article, "add") if is_new else screen(Article, "change", article.pk)
    typed = {"title": "题", "body": "<p>文</p>", "channel": article.channel_id}
    dates = {"published_at_0": begin, "published_at_1": begin and "09:00"}
    response = save(client, address, **typed, **dates, expires_at_0=end, expires_at_1="09:00")
    assert errors_on(response) == [sentence]
