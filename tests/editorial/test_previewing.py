from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PolicyDocument
from editorial import autosaving, previewing, versioning
from editorial.models import Autosave, Version
from tests import builders
from tests.staff_screens import enter, form_of, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def saved(item, **changes):
    return versioning.record(item, versioning.working_content(item) | changes, None)


def page_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


def shown(client, item, **query):
    return client.get(screen(type(item), "page", item.pk), query)


def test_shows_the_pending_text_on_the_public_page(client, editor):
    park, policy = builders.park(name="华明工业区"), builders.policy(title="若干措施")
    article = builders.article(title="旧标题", tags=["链条"])
    saved(
        article,
        title="新标题",
        body="<p>新的正文。</p>",
        tags=["自行车"],
        parks=[park.pk],
        policies=[policy.pk],
    )
    page = page_of(shown(client, article))
    assert page.select_one("h1").text == "【武清区招商】新标题"
    assert page.select_one(".prose").text == "新的正文。"
    assert [tag.text for tag in page.select("a.tag")] == ["自行车"]
    assert (
        page.select_one("#mentioned").find_next(class_="cards").select_one("h3").get_text(strip=True)
        == "华明工业区"
    )
    assert "若干措施" in page.select_one(".article-side").text
    assert page_of(client.get(article.get_absolute_url())).select_one("h1").text == "【武清区招商】旧标题"


def test_shows_a_draft_that_has_no_date_yet(client, editor):
    draft = builders.article(title="草稿", **builders.DRAFT)
    page = page_of(shown(client, draft))
    assert page.select_one("h1").text == "【武清区招商】草稿"
    assert page.select_one(".article-head time").text == f"{timezone.localdate():%Y年%-m月%-d日}"


def test_shows_a_policy_with_the_industries_of_the_version(client, editor):
    policy = builders.policy(audience="区内企业")
    saved(policy, audience="全市企业", industries=[builders.industry().pk])
    text = page_of(shown(client, policy)).select_one("main").get_text(" ", strip=True)
    assert "适用对象 全市企业" in text
    assert f"适用行业 {builders.industry().name}" in text


def test_shows_any_version(client, editor):
    article = builders.article(title="一")
    saved(article, title="二")
    assert page_of(shown(client, article, version=1)).select_one("h1").text == "【武清区招商】一"
    frame = page_of(client.get(screen(Article, "preview", article.pk), {"version": 1})).select_one("iframe")
    assert frame["src"] == f"{screen(Article, 'page', article.pk)}?version=1"


@pytest.mark.parametrize("number", ["9", "x", "9" * 30, "-1", "\x00"])
def test_knows_no_other_version(client, editor, number):
    article = builders.article()
    saved(article, title="二")
    for what in ("page", "preview"):
        assert client.get(screen(Article, what, article.pk), {"version": number}).status_code == 404


def test_shows_what_is_typed_and_not_saved(client, editor):
    article = builders.article(title="一", tags=["链条"])
    values = form_of(client, screen(Article, "change", article.pk))
    autosaving.keep(
        editor,
        f"article-{article.pk}",
        {name: [str(one) for one in found] for name, found in values.items()}
        | {"title": ["打到一半"], "body": ['<p onclick="x()">新的。</p><script>alert(1)</script>']},
    )
    page = page_of(shown(client, article, autosaved=1))
    assert (page.select_one("h1").text, page.select_one(".prose").decode_contents()) == (
        "【武清区招商】打到一半",
        "<p>新的。</p>",
    )
    assert [tag.text for tag in page.select("a.tag")] == ["链条"]
    assert page_of(shown(client, article)).select_one("h1").text == "【武清区招商】一"
    assert Version.objects.count() == 0


def test_shows_a_new_article_before_its_first_saving(client, editor):
    address = screen(Article, "page_new")
    assert client.get(address, {"autosaved": 1}).status_code == 404
    autosaving.keep(editor, "article-new", {"title": ["还没存过"], "channel": [str(builders.channel().pk)]})
    assert page_of(client.get(address, {"autosaved": 1})).select_one("h1").text == "还没存过"
    assert Article.objects.count() == 0


def test_shows_a_new_article_as_far_as_it_goes(client, editor):
    autosaving.keep(editor, "article-new", {"title": [""], "channel": ["x"], "district": ["9" * 30]})
    page = page_of(client.get(screen(Article, "page_new"), {"autosaved": 1}))
    assert page.select_one(".article-head .meta span:last-child").text == "栏目：未选栏目"
    autosaving.keep(editor, "policy-new", {"title": ["办法"], "valid_from": ["x"]})
    page = page_of(client.get(screen(PolicyDocument, "page_new"), {"autosaved": 1}))
    assert page.select_one("h1").text == "办法"


def test_only_our_own_frame_may_hold_the_page(client, editor):
    article = builders.article()
    page, frame = shown(client, article), client.get(screen(Article, "preview", article.pk))
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert (page["X-Frame-Options"], page["X-Robots-Tag"]) == ("SAMEORIGIN", "noindex, nofollow")
    assert "frame-ancestors 'none'" in frame["Content-Security-Policy"]
    assert (frame["X-Frame-Options"], client.get("/")["X-Frame-Options"]) == ("DENY", "DENY")
    for answer in (page, frame):
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("what", ["page", "preview"])
def test_is_closed_to_strangers(client, what):
    article = builders.article(**builders.DRAFT)
    assert client.get(screen(Article, what, article.pk)).status_code == 302
    client.force_login(builders.staff())
    assert client.get(screen(Article, what, article.pk)).status_code == 403


def test_the_public_page_keeps_its_caching_and_has_no_notice(client):
    answer = client.get(builders.article().get_absolute_url())
    assert answer["Cache-Control"].startswith("public")
    assert "预览稿" not in answer.content.decode()


# --- The signed link


def link_in(client, item):
    page = page_of(client.get(screen(type(item), "preview", item.pk)))
    field = page.select_one("#preview-address")
    return field and field["value"]


def test_who_has_the_link_sees_that_version_without_an_account(client, editor):
    draft = builders.article(**builders.DRAFT)
    saved(draft, title="待审的标题")
    answer = Client().get(link_in(client, draft))
    until = timezone.localtime() + timedelta(days=7)
    page = page_of(answer)
    assert page.select_one("h1").text == "【武清区招商】待审的标题"
    assert page.select_one(".notice").get_text() == (
        f"预览稿，请勿外传。链接 {until:%Y年%-m月%-d日 %H:%M} 前有效。"
    )
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_policy_has_a_link_too(client, editor):
    policy = builders.policy(title="旧")
    saved(policy, title="新办法")
    assert page_of(Client().get(link_in(client, policy))).select_one("h1").text == "新办法"


def test_what_was_never_saved_here_has_no_link(client, editor):
    assert link_in(client, builders.article()) is None


def test_the_link_ends_with_a_newer_version(client, editor):
    article = builders.article()
    saved(article, title="二")
    link = link_in(client, article)
    saved(article, title="三")
    answer = Client().get(link)
    assert (answer.status_code, page_of(answer).select_one("h1").text) == (410, "这份预览稿已有新的版本")


def test_the_link_ends_after_seven_days(client, editor, monkeypatch):
    article = builders.article()
    saved(article, title="二")
    link = link_in(client, article)
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 7 * 86_400 - 5)
    assert Client().get(link).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 7 * 86_400 + 5)
    answer = Client().get(link)
    assert (answer.status_code, page_of(answer).select_one("h1").text) == (410, "预览链接已过期")
    assert "二" not in page_of(answer).select_one("main").text


@pytest.mark.parametrize("token", ["x", "1:x:y", "1", "９:1:1", "%00", "1" * 5_000, "a:b:c:d"])
def test_a_made_up_link_leads_nowhere(client, token):
    builders.article()
    answer = client.get(f"/preview/{token}/")
    assert (answer.status_code, page_of(answer).select_one("h1").text) == (404, "没有这份预览稿")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_link_to_what_was_deleted_leads_nowhere(client, editor):
    article = builders.article()
    saved(article, title="二")
    link = link_in(client, article)
    article.delete()
    assert client.get(link).status_code == 404


def test_a_signature_of_another_purpose_opens_nothing(client):
    article = builders.article()
    version = saved(article, title="二")
    assert client.get(reverse("preview", args=[TimestampSigner().sign(str(version.pk))])).status_code == 404
    assert client.get(reverse("preview", args=[previewing.signer().sign("x")])).status_code == 404


def test_a_preview_keeps_nothing(client, editor):
    draft = builders.article(title="一", **builders.DRAFT)
    saved(draft, title="二")
    before = Article.objects.values().get(pk=draft.pk)
    shown(client, draft, version=1)
    Client().get(link_in(client, draft))
    assert Article.objects.values().get(pk=draft.pk) == before
    assert (Version.objects.count(), Autosave.objects.count()) == (2, 0)
