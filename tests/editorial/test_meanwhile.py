"""What others do between a screen's opening and its saving, and between a request's first look and its lock."""

import pytest
from bs4 import BeautifulSoup

from articles.models import Article
from editorial import autosaving, reviewing, versioning
from editorial.admin.articles import ArticleAdmin
from editorial.models import Review
from parks.models import Remit
from tests import builders
from tests.editorial.people import person, written
from tests.staff_screens import enter, form_of, screen, told

pytestmark = pytest.mark.django_db
IN_REVIEW = "审核中，撤回后可以修改。"


def submitted_after(monkeypatch, method, item, by):
    """Hands `item` in when the screen's `method` has answered for the first time: the request goes on unaware."""
    original = getattr(ArticleAdmin, method)

    def late(self, *args, **kwargs):
        answer = original(self, *args, **kwargs)
        if reviewing.pending_of(item) is None:
            reviewing.submit(versioning.latest(item), by)
        return answer

    monkeypatch.setattr(ArticleAdmin, method, late)


# --- Saving against handing in


@pytest.mark.parametrize("button", [{}, {"_submit": "1"}, {"_continue": "1"}])
def test_nothing_is_saved_into_a_review_that_began_meanwhile(client, monkeypatch, button):
    editor, other = enter(client, "编辑"), person("编辑", "编辑乙")
    article = builders.article(**builders.DRAFT)
    written(article, other, title="送审的题")
    address = screen(Article, "change", article.pk)
    typed = form_of(client, address) | {"title": "我改的题"} | button
    submitted_after(monkeypatch, "refuse_in_review", article, other)
    response = client.post(address, typed, follow=True)
    assert told(response) == [f"{IN_REVIEW}您写的文字已自动保存，可以修改时在这里恢复。"]
    assert versioning.latest(article).content["title"] == "送审的题"
    assert autosaving.kept(editor, f"article-{article.pk}").values["title"] == ["我改的题"]


@pytest.mark.parametrize("button", ["_publish", "_submit"])
def test_a_publisher_does_not_pass_over_a_review_that_began_meanwhile(client, monkeypatch, button):
    enter(client, "站长")
    other, article = person("编辑"), builders.article(title="线上")
    written(article, other, title="送审的题")
    address = screen(Article, "change", article.pk)
    typed = form_of(client, address) | {"title": "我改的题", button: "1"}
    submitted_after(monkeypatch, "refuse_in_review", article, other)
    client.post(address, typed)
    article.refresh_from_db()
    assert (article.title, versioning.latest(article).content["title"]) == ("线上", "送审的题")
    assert Review.objects.get().state == "pending"


# --- Restoring against handing in


def test_restores_nothing_into_a_review_that_began_meanwhile(client, monkeypatch):
    enter(client, "编辑")
    other, draft = person("编辑", "编辑乙"), builders.article(title="一", **builders.DRAFT)
    written(draft, other, title="二")
    submitted_after(monkeypatch, "asked_item", draft, other)
    response = client.post(screen(Article, "restore", draft.pk), {"version": 1}, follow=True)
    draft.refresh_from_db()
    assert (told(response), draft.title, draft.versions.count()) == ([IN_REVIEW], "二", 2)


# --- Giving up against saving


def sent_by_the_page(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {one["name"]: one["value"] for one in page.select("#content-main form input[name]")}


def test_gives_up_only_the_text_that_was_shown(client):
    enter(client, "编辑")
    other, article = person("编辑", "编辑乙"), builders.article(title="线上")
    written(article, other, title="我看过的")
    address = screen(Article, "discard", article.pk)
    seen = sent_by_the_page(client, address)
    written(article, other, title="刚刚保存的")
    response = client.post(address, seen, follow=True)
    assert told(response) == ["您打开之后，这一篇又保存过。请看过最新的修改，再决定是否放弃。"]
    assert versioning.pending(article).content["title"] == "刚刚保存的"
    client.post(address, sent_by_the_page(client, address))
    assert versioning.pending(article) is None


@pytest.mark.parametrize("base", ["", "2", "2-", "\x00", "9" * 30])
def test_gives_nothing_up_for_who_does_not_say_what(client, base):
    enter(client, "编辑")
    article = builders.article()
    written(article, person("编辑", "编辑乙"), title="修改中")
    client.post(screen(Article, "discard", article.pk), {"version_base": base})
    assert versioning.pending(article).content["title"] == "修改中"


def test_gives_nothing_up_of_a_review_that_began_meanwhile(client, monkeypatch):
    enter(client, "编辑")
    other, article = person("编辑", "编辑乙"), builders.article(title="线上")
    written(article, other, title="修改中")
    address = screen(Article, "discard", article.pk)
    seen = sent_by_the_page(client, address)
    submitted_after(monkeypatch, "asked_item", article, other)
    response = client.post(address, seen, follow=True)
    assert told(response) == ["这一稿正在审核，请先撤回送审，再放弃修改。"]
    assert versioning.pending(article).content["title"] == "修改中"


# --- Restoring across districts


@pytest.mark.parametrize("before", [None, "dongli"])
def test_an_old_text_of_another_place_is_not_restored(client, before):
    editor, district = enter(client, "编辑"), builders.district()
    Remit.objects.create(person=editor, district=district)
    draft = builders.article(district=before and builders.district(before), **builders.DRAFT)
    written(draft, person("站长"), district=district.pk, title="移来的")
    response = client.post(screen(Article, "restore", draft.pk), {"version": 1}, follow=True)
    draft.refresh_from_db()
    assert told(response) == ["第 1 版不在您负责的地区，不能恢复。"]
    assert (draft.district, draft.title, draft.versions.count()) == (district, "移来的", 2)


def test_an_old_text_of_a_place_below_is_restored(client):
    editor, district = enter(client, "编辑"), builders.district()
    below = builders.district("yangcun", parent=district)
    Remit.objects.create(person=editor, district=district)
    draft = builders.article(district=below, **builders.DRAFT)
    written(draft, person("站长"), district=district.pk)
    client.post(screen(Article, "restore", draft.pk), {"version": 1})
    draft.refresh_from_db()
    assert draft.district == below
