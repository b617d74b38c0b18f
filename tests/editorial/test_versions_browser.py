import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article
from editorial import presence, versioning
from editorial.models import Autosave
from tests import builders
from tests.staff_screens import screen
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page_for(visitor, live_server):
    """Makes a page of the browser of an editor of that name."""

    def make_page(name, **options):
        user = User.objects.create(username=name, last_name=name, is_staff=True)
        user.groups.set([ensure_roles()["编辑"]])
        client = Client()
        client.force_login(user)
        page = visitor(**({"viewport": {"width": 1280, "height": 900}} | options))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return make_page


def change(article):
    return screen(Article, "change", article.pk)


def autosaved(page):
    """Waits for the word that what is typed was kept: the script looks every ten seconds."""
    expect(page.locator("[data-said]")).to_contain_text("已自动保存", timeout=30_000)


def test_what_was_typed_survives_a_closed_tab_until_it_is_saved(page_for):
    article = builders.article(title="三家企业落户")
    page = page_for("王芳")
    page.goto(change(article))
    page.fill("#id_title", "四家企业落户")
    autosaved(page)
    page.goto("/admin/")
    page.goto(change(article))
    assert page.input_value("#id_title") == "三家企业落户"
    page.click(".desk-autosave a")
    assert page.input_value("#id_title") == "四家企业落户"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    assert page.inner_text(".messagelist li") == "已保存为第 2 版，线上内容未变，送审通过后替换。"
    assert Autosave.objects.count() == 0
    page.goto(change(article))
    assert page.locator(".desk-autosave").count() == 0


def test_two_people_are_warned_and_both_texts_are_shown(page_for):
    article = builders.article(title="三家企业落户")
    first, second = page_for("王芳"), page_for("李强")
    first.goto(change(article))
    first.wait_for_load_state("networkidle")
    second.goto(change(article))
    second.wait_for_selector("[data-others] li")
    assert second.inner_text("[data-others]") == "王芳 也在编辑（刚刚）"
    first.fill("#id_title", "四家企业落户")
    first.click("[name=_continue]")
    first.wait_for_selector(".messagelist")
    assert first.inner_text("[data-others]") == "李强 也在编辑（刚刚）"
    second.fill("#id_title", "五家企业落户")
    second.click("[name=_save]")
    second.wait_for_selector(".conflict")
    assert second.input_value("#id_title") == "五家企业落户"
    assert second.inner_text(".beside-theirs [data-field=title] .difference-text") == "四家企业落户"
    assert second.inner_text(".beside-mine [data-field=title] .difference-text") == "五家企业落户"
    second.click("[name=_mine]")
    second.wait_for_selector(".messagelist")
    assert [row.content["title"] for row in article.versions.order_by("number")] == [
        "三家企业落户",
        "四家企业落户",
        "五家企业落户",
    ]


def test_without_scripts_two_texts_meet_all_the_same(page_for):
    draft = builders.article(title="三家企业落户", **builders.DRAFT)
    page = page_for("王芳", java_script_enabled=False)
    page.goto(change(draft))
    versioning.record(draft, versioning.working_content(draft) | {"title": "四家企业落户"}, None)
    page.fill("#id_title", "五家企业落户")
    page.click("[name=_save]")
    assert page.inner_text(".beside-theirs [data-field=title] .difference-text") == "四家企业落户"
    page.click("[name=_merge]")
    assert page.input_value("#id_title") == "五家企业落户"
    page.fill("#id_title", "四五家企业落户")
    page.click("[name=_save]")
    draft.refresh_from_db()
    assert draft.title == "四五家企业落户"


def test_shows_what_is_typed_as_it_will_look(page_for):
    article = builders.article(title="三家企业落户")
    page = page_for("王芳")
    page.goto(change(article))
    page.fill("#id_title", "四家企业落户")
    with page.context.expect_page() as opened:
        page.click("[data-preview]")
    preview = opened.value
    preview.wait_for_selector("iframe")
    heading = preview.frame_locator("iframe").locator("h1")
    assert heading.text_content() == "【武清区招商】四家企业落户"
    wide = preview.locator("iframe").bounding_box()["width"]
    preview.check("[value=phone]")
    assert (wide > 1000, preview.locator("iframe").bounding_box()["width"]) == (True, 390)
    assert versioning.latest(article) is None


def test_previews_a_new_article_that_was_never_saved(page_for):
    page = page_for("王芳")
    page.goto(screen(Article, "add"))
    page.fill("#id_title", "还没存过")
    with page.context.expect_page() as opened:
        page.click("[data-preview]")
    opened.value.wait_for_selector("iframe")
    assert opened.value.frame_locator("iframe").locator("h1").inner_text() == "还没存过"


def test_the_server_already_names_who_is_there(page_for):
    article, other = builders.article(), builders.staff("two", last_name="李", first_name="强")
    presence.note(other, f"article-{article.pk}")
    page = page_for("王芳", java_script_enabled=False)
    page.goto(change(article))
    assert page.inner_text("[data-others]") == "李强 也在编辑（刚刚）"


def test_saving_again_after_going_back_makes_no_second_draft(page_for):
    channel = builders.channel()
    page = page_for("王芳")
    page.goto(screen(Article, "add"))
    page.fill("#id_title", "三家企业落户")
    page.select_option("#id_channel", str(channel.pk))
    page.locator(".field-body [contenteditable=true]").fill("在园区集中签约。")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    page.go_back(wait_until="load")
    page.fill("#id_title", "四家企业落户")
    page.select_option("#id_channel", str(channel.pk))
    page.locator(".field-body [contenteditable=true]").fill("四家企业在园区集中签约。")
    page.click("[name=_save]")
    page.wait_for_selector(".desk-autosave")
    assert page.input_value("#id_title") == "四家企业落户"
    page.click("[name=_save]")
    page.wait_for_url("**/articles/article/")
    assert Article.objects.get().title == "四家企业落户"
