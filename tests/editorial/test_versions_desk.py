"""What an editing screen keeps and says while somebody types."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from articles.models import Article, PolicyDocument
from editorial import autosaving, presence, versioning
from editorial.models import Autosave, Presence
from tests import builders
from tests.staff_screens import enter, form_of, save, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def post(client, what, sent, model=Article):
    body = sent if isinstance(sent, (str, bytes)) else json.dumps(sent)
    return client.post(screen(model, what), body, content_type="application/json")


def typing(client, item=None, model=Article, **changes):
    """What the script sends of a form in which somebody typed `changes`."""
    address = screen(model, "change", item.pk) if item else screen(model, "add")
    values = form_of(client, address) | {name: [value] for name, value in changes.items()}
    return post(client, "autosave", {"item": item.pk if item else "", "values": values}, model)


def opened(client, item=None, **query):
    address = screen(type(item), "change", item.pk) if item else screen(Article, "add")
    return BeautifulSoup(client.get(address, query).content, "html.parser")


# --- Autosave


def test_keeps_what_is_typed_and_offers_it_when_the_screen_opens_again(client, editor):
    article = builders.article(title="一")
    answer = typing(client, article, title="打到一半", tags="自行车")
    row = Autosave.objects.get()
    at = timezone.localtime(row.saved_at)
    assert (answer.json(), row.user, row.screen) == (
        {"saved": f"{at:%H:%M} 已自动保存"},
        editor,
        f"article-{article.pk}",
    )
    page = opened(client, article)
    assert page.select_one(".desk-autosave").get_text(" ", strip=True) == (
        f"有 {at.month}月{at.day}日 {at:%H:%M} 自动保存、尚未保存的内容： 恢复 丢弃"
    )
    assert page.select_one("#id_title")["value"] == "一"
    restored = opened(client, article, autosaved=1)
    assert (restored.select_one("#id_title")["value"], restored.select_one("#id_tags")["value"]) == (
        "打到一半",
        "自行车",
    )
    assert versioning.latest(article) is None


def test_takes_up_choices_boxes_and_moments_again(client, editor):
    park, wuqing = builders.park(), builders.district()
    article = builders.article(district=None, **builders.DRAFT)
    typing(
        client,
        article,
        district=str(wuqing.pk),
        parks=str(park.pk),
        body="<p>新的一段。</p>",
        published_at_0="2999-01-01",
        published_at_1="08:00",
    )
    page = opened(client, article, autosaved=1)
    assert page.select_one("#id_district option[selected]")["value"] == str(wuqing.pk)
    assert page.select_one("#id_parks option[selected]")["value"] == str(park.pk)
    assert page.select_one("#id_body").text.strip() == "<p>新的一段。</p>"
    assert (
        page.select_one("#id_published_at_0")["value"],
        page.select_one("#id_published_at_1")["value"],
    ) == (
        "2999-01-01",
        "08:00",
    )


def test_keeps_a_new_article_too(client, editor):
    typing(client, title="还没存过")
    assert Autosave.objects.get().screen == "article-new"
    assert opened(client, autosaved=1).select_one("#id_title")["value"] == "还没存过"
    assert opened(client).select_one(".desk-autosave a")["href"] == "?autosaved=1"


def test_a_real_saving_leaves_no_trace(client, editor):
    article = builders.article()
    typing(client, article, title="打到一半")
    typing(client, title="新的")
    save(client, screen(Article, "change", article.pk), title="打完了")
    assert list(Autosave.objects.values_list("screen", flat=True)) == ["article-new"]
    values = {"title": "新的", "body": "<p>新的。</p>", "channel": builders.channel().pk}
    save(client, screen(Article, "add"), **values)
    assert Autosave.objects.count() == 0


def test_a_refused_saving_keeps_it(client, editor):
    article = builders.article()
    typing(client, article, title="打到一半")
    save(client, screen(Article, "change", article.pk), title="")
    assert Autosave.objects.count() == 1


def test_taken_up_after_somebody_else_saved_it_meets_their_text(client, editor):
    article = builders.article(title="一")
    typing(client, article, title="我的")
    versioning.record(
        article, versioning.working_content(article) | {"title": "对方的"}, builders.staff("two")
    )
    address = f"{screen(Article, 'change', article.pk)}?autosaved=1"
    answer = client.post(address, form_of(client, address))
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one(".beside-mine .difference-text").get_text() == "对方我的"


def test_is_dropped_by_the_button(client, editor):
    article = builders.article()
    typing(client, article, title="打到一半")
    assert told(client.post(screen(Article, "drop"), {"item": article.pk}, follow=True)) == [
        "已丢弃自动保存的内容。"
    ]
    assert Autosave.objects.count() == 0


def test_one_person_sees_nothing_of_what_another_types(client, editor):
    article = builders.article()
    typing(client, article, title="打到一半")
    other = Client()
    other.force_login(builders.staff("root", is_superuser=True))
    assert opened(other, article).select(".desk-autosave") == []
    assert opened(other, article, autosaved=1).select_one("#id_title")["value"] == article.title


def test_keeps_no_row_older_than_thirty_days(client, editor):
    Autosave.objects.create(user=editor, screen="article-7", values={})
    Autosave.objects.update(saved_at=timezone.now() - timedelta(days=31))
    typing(client, title="新的")
    autosaving.prune()
    assert list(Autosave.objects.values_list("screen", flat=True)) == ["article-new"]


VALUES = {"title": ["三家"]}
REFUSED = "收到的内容看不懂，没有自动保存。"
FORM_REFUSED = "表单内容看不懂，没有自动保存。"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("", REFUSED),
        ("{", REFUSED),
        ("[1]", REFUSED),
        ("null", REFUSED),
        ("[" * 100_000, REFUSED),
        (b"\xff\xfe{}", REFUSED),
        ('{"values": ' + "9" * 5_000 + "}", REFUSED),
        ({}, FORM_REFUSED),
        ({"values": {}}, FORM_REFUSED),
        ({"values": [1]}, FORM_REFUSED),
        ({"values": {"title": "三家"}}, FORM_REFUSED),
        ({"values": {"title": [1]}}, FORM_REFUSED),
        ({"values": {"x" * 101: ["三家"]}}, FORM_REFUSED),
        ({"values": {f"f{n}": [""] for n in range(201)}}, FORM_REFUSED),
        ({"values": {"parks": ["1"] * 501}}, FORM_REFUSED),
        ({"values": {"body": ["三" * 400_000]}}, "内容超过 1000 kB，没有自动保存，请及时手动保存。"),
    ],
)
def test_refuses_in_words_what_it_cannot_read(client, editor, sent, words):
    answer = post(client, "autosave", sent)
    assert (answer.status_code, answer.json(), Autosave.objects.count()) == (400, {"refused": words}, 0)


def test_refuses_in_words_what_no_server_would_read(client, editor, settings):
    answer = post(client, "autosave", "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert (answer.status_code, answer.json()) == (
        400,
        {"refused": "内容太大，没有自动保存，请及时手动保存。"},
    )


def test_keeps_nothing_a_database_would_refuse(client, editor):
    post(
        client,
        "autosave",
        '{"values": {"title": ["a\\u0000\\ud800b"], "csrfmiddlewaretoken": ["x"], "_save": [""]}}',
    )
    assert Autosave.objects.get().values == {"title": ["ab"]}


@pytest.mark.parametrize("item", [0, -1, 10**30, "x", [], {}, True, 1.5, "１"])
@pytest.mark.parametrize("what", ["autosave", "presence"])
def test_knows_no_such_article(client, editor, what, item):
    assert post(client, what, {"item": item, "values": VALUES}).status_code == 404


@pytest.mark.parametrize("what", ["autosave", "presence"])
def test_is_closed_to_who_may_only_read_and_to_strangers(client, what):
    article = builders.article()
    enter(client, "审计")
    for item in (article.pk, None):
        assert post(client, what, {"item": item, "values": VALUES}).status_code == 403
    assert post(Client(), what, {"item": article.pk, "values": VALUES}).status_code == 302
    assert (Autosave.objects.count(), Presence.objects.count()) == (0, 0)


@pytest.mark.parametrize("what", ["autosave", "presence", "drop"])
def test_is_no_address_to_open(client, editor, what):
    assert client.get(screen(Article, what)).status_code == 405


def test_asks_for_the_token_of_the_form(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert post(strict, "autosave", {"values": VALUES}).status_code == 403


# --- Presence


@pytest.fixture
def another(client, editor):
    other = Client()
    other.force_login(builders.staff("two", last_name="李", first_name="强", is_superuser=True))
    return other


def test_says_who_else_has_the_screen_open(client, another):
    article = builders.article()
    assert post(another, "presence", {"item": article.pk}).json() == {"others": [], "newer": ""}
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=130))
    sentence = "李强 也在编辑（2 分钟前）"
    assert post(client, "presence", {"item": article.pk}).json()["others"] == [sentence]
    assert [one.text for one in opened(client, article).select(".desk-others li")] == [sentence]
    assert post(another, "presence", {"item": article.pk}).json()["others"] == ["编辑 也在编辑（刚刚）"]


def test_forgets_who_left(client, another):
    article, policy = builders.article(), builders.policy()
    post(another, "presence", {"item": article.pk})
    post(another, "presence", {"item": policy.pk}, PolicyDocument)
    assert opened(client, policy).select_one(".desk-others").text == "李强 也在编辑（刚刚）"
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3, seconds=1))
    assert opened(client, article).select(".desk-others li") == []
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=1, seconds=1))
    post(client, "presence", {"item": article.pk})
    presence.prune()
    assert Presence.objects.count() == 1


def test_opening_a_screen_notes_nothing(client, editor):
    opened(client, builders.article())
    assert Presence.objects.count() == 0


def test_tells_of_a_version_saved_since_the_screen_opened(client, another):
    article = builders.article()
    base = form_of(client, screen(Article, "change", article.pk))["version_base"][0]
    save(another, screen(Article, "change", article.pk), title="对方的")
    at = timezone.localtime(versioning.latest(article).created_at)
    assert post(client, "presence", {"item": article.pk, "base": base}).json()["newer"] == (
        f"李强 {at:%H:%M} 已保存第 2 版。您保存时会把两边的文字放在一起对照，不会丢失。"
    )
    now = form_of(client, screen(Article, "change", article.pk))["version_base"][0]
    assert post(client, "presence", {"item": article.pk, "base": now}).json()["newer"] == ""


def test_an_autosave_can_be_read_whatever_it_holds(client, editor):
    article = builders.article()
    odd = {
        "district": ["x"],
        "parks": ["9" * 30, "y"],
        "published_at_0": ["x"],
        "nothing": ["x"],
        "cover": [""],
    }
    autosaving.keep(editor, f"article-{article.pk}", odd)
    assert opened(client, article, autosaved=1).select_one("#id_title")["value"] == article.title
    autosaving.keep(editor, "article-new", odd)
    assert opened(client, autosaved=1).select_one("#id_title") is not None
