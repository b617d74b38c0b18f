import pytest

from articles.models import Article, PolicyDocument
from editorial.models import Version
from tests import builders
from tests.staff_screens import enter, form_of, screen, told

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def editor(client):
    builders.channel()
    return enter(client, "编辑")


def typed(client, **changes):
    """What the form of a new article sends; sent again, it is the form one came Back to."""
    values = {
        "title": "自行车展开幕",
        "channel": builders.channel().pk,
        "summary": "三天。",
        "body": "<p>甲</p>",
    }
    return form_of(client, ADD) | values | changes


def test_the_same_form_twice_makes_one_article(client, editor):
    form = typed(client)
    client.post(ADD, form)
    again = client.post(ADD, form, follow=True)
    article = Article.objects.get()
    assert again.redirect_chain == [(screen(Article, "change", article.pk), 302)]
    assert told(again)[-1] == "这一篇已经保存过，没有再建一篇。"
    assert Version.objects.count() == 1


def test_another_button_is_the_same_form(client, editor):
    form = typed(client)
    client.post(ADD, form | {"_continue": "1"})
    client.post(ADD, form | {"_addanother": "1"})
    assert Article.objects.count() == 1


def test_what_was_typed_since_becomes_the_next_version(client, editor):
    form = typed(client)
    client.post(ADD, form)
    article = Article.objects.get()
    change = screen(Article, "change", article.pk)
    again = client.post(ADD, form | {"title": "自行车展昨日开幕"}, follow=True)
    assert again.redirect_chain == [(f"{change}?autosaved=1", 302)]
    assert told(again)[-1].endswith("您后来输入的内容在下面，尚未保存，请核对后保存。")
    client.post(change, form_of(client, f"{change}?autosaved=1"))
    assert [version.content["title"] for version in Version.objects.order_by("number")] == [
        "自行车展开幕",
        "自行车展昨日开幕",
    ]


def test_nothing_saved_by_another_is_written_over(client, editor):
    form = typed(client)
    client.post(ADD, form)
    change = screen(Article, "change", Article.objects.get().pk)
    client.post(change, form_of(client, change) | {"title": "同事改的标题"})
    client.post(ADD, form | {"title": "后来输入的标题"})
    answer = client.post(change, form_of(client, f"{change}?autosaved=1"))
    assert "又保存过" in answer.content.decode()
    assert Version.objects.count() == 2


def test_two_new_forms_make_two(client, editor):
    client.post(ADD, typed(client))
    client.post(ADD, typed(client))
    assert Article.objects.count() == 2


def test_a_refused_form_may_be_sent_again(client, editor):
    form = typed(client, title="")
    assert client.post(ADD, form).status_code == 200
    client.post(ADD, form | {"title": "自行车展开幕"})
    assert Article.objects.get().title == "自行车展开幕"


def test_a_deleted_draft_is_made_anew(client, editor):
    form = typed(client)
    client.post(ADD, form)
    Article.objects.all().delete()
    client.post(ADD, form)
    assert Article.objects.count() == 1


def test_a_word_of_another_screen_or_person_opens_nothing(client, editor):
    form = typed(client)
    client.post(ADD, form)
    policy = {"title": "奖补办法", "issuer": "市商务局", "level": "municipal", "made_with": form["made_with"]}
    add = "/admin/articles/policydocument/add/"
    client.post(add, form_of(client, add) | policy)
    assert PolicyDocument.objects.count() == 1
    client.logout()
    enter(client, "站长")
    client.post(ADD, form)
    assert Article.objects.count() == 2


@pytest.mark.parametrize("word", ["", "\x00", "x" * 10_000])
def test_an_odd_word_is_no_word(client, editor, word):
    client.post(ADD, typed(client) | {"made_with": word})
    assert Article.objects.count() == 1
