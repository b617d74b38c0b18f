import pytest
from django.db.models import ProtectedError

from articles.models import Article
from editorial import versioning
from library.intake import take
from library.models import Picture
from library.replacing import replace
from library.showing import named_in, showing_instead, stored_name
from tests import builders

pytestmark = pytest.mark.django_db


def picture(colour="#3b6ea5", **values):
    return take(builders.picture_file(size=(40, 30), colour=colour), **values)[0]


def showing(*pictures):
    return "".join(
        f'<figure><img src="{one.image.url}" alt="" width="40" height="30"></figure>' for one in pictures
    )


def test_the_same_file_is_kept_once():
    first, again = take(builders.picture_file(), alt=""), take(builders.picture_file(), alt="厂房")
    assert (first[1], again[1], Picture.objects.count()) == (True, False, 1)
    assert Picture.objects.get().alt == "厂房"


def test_a_text_names_its_pictures_whichever_door_it_comes_through():
    one, other = picture(), picture("#c00")
    article = builders.article(body=showing(one))
    assert list(article.pictures.all()) == [one]
    Article.objects.filter(pk=article.pk).update(body=showing(other))
    assert list(article.pictures.all()) == [other]
    article.refresh_from_db()
    article.body = "<p>没有图片。</p>"
    article.save(update_fields=["body"])
    assert list(article.pictures.all()) == []
    [made] = Article.objects.bulk_create([Article(title="批量", body=showing(one), channel=article.channel)])
    assert list(made.pictures.all()) == [one]


def test_a_policy_shows_those_of_both_its_texts():
    one, other = picture(), picture("#c00")
    policy = builders.policy(body=showing(one), interpretation=showing(other))
    assert list(policy.pictures.order_by("pk")) == [one, other]


def test_saving_something_else_asks_for_no_pictures(django_assert_num_queries):
    article = builders.article(body=showing(picture()))
    article.pictures.clear()
    article.title = "只改标题"
    article.save(update_fields=["title"])
    assert list(article.pictures.all()) == []


def test_reads_the_names_of_stored_files_only():
    text = '<img src="/media/pictures/2026/11/a%20b.png"><img alt="没有地址"><p>src="/media/x.png"</p>'
    assert named_in(text, "", None) == {"pictures/2026/11/a b.png"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/media/pictures/a.png", "pictures/a.png"),
        ("https://invest.example/media/pictures/a.png?x=1", "pictures/a.png"),
        ("/static/a.png", ""),
        ("/media/a%00.png", ""),
        ("//[x/media/a.png", ""),
    ],
)
def test_an_address_names_a_stored_file_or_none(address, name):
    assert stored_name(address) == name


def test_an_address_no_database_knows_shows_no_picture():
    article = builders.article(body='<p><img src="/media/a%00.png" alt=""></p>')
    assert list(article.pictures.all()) == []


def test_counts_as_used_what_a_cover_a_text_or_a_waiting_version_shows():
    cover, body, waiting, unused = [picture(colour) for colour in ("#111", "#222", "#333", "#444")]
    article = builders.article(cover=cover, body=showing(body))
    content = versioning.working_content(article) | {"body": showing(waiting)}
    versioning.record(article, content, None)
    assert list(Picture.objects.used().order_by("pk")) == [cover, body, waiting]
    assert list(Picture.objects.unused()) == [unused]


def test_a_versions_cover_counts_too():
    cover, article = picture(), builders.article()
    versioning.record(article, versioning.working_content(article) | {"cover": cover.pk}, None)
    assert list(Picture.objects.used()) == [cover]


def test_what_is_shown_is_not_deleted():
    shown = picture()
    builders.article(body=showing(shown))
    with pytest.raises(ProtectedError):
        shown.delete()
    assert Picture.objects.count() == 1


def test_a_deleted_picture_leaves_no_file(django_capture_on_commit_callbacks):
    stored = picture()
    storage, name, thumb = stored.image.storage, stored.image.name, stored.thumb
    with django_capture_on_commit_callbacks(execute=True):
        stored.delete()
    assert not storage.exists(name)
    assert not storage.exists(thumb.removeprefix("/media/"))


def test_another_file_is_shown_everywhere_at_once(django_capture_on_commit_callbacks):
    stored = picture()
    article = builders.article(cover=stored, body=showing(stored))
    versioning.record(article, versioning.working_content(article) | {"title": "新稿"}, None)
    before = stored.image.name
    with django_capture_on_commit_callbacks(execute=True):
        replaced = replace(stored, builders.picture_file(size=(80, 20), colour="#0a0"))
    article.refresh_from_db()
    shown = showing(replaced).replace('width="40" height="30"', 'width="80" height="20"')
    assert article.body == shown
    assert [version.content["body"] for version in article.versions.all()] == [shown, shown]
    assert article.cover == stored
    assert list(article.pictures.all()) == [stored]
    assert not stored.image.storage.exists(before)


def test_replacing_keeps_the_live_text_and_its_version_alike():
    stored = picture()
    article = builders.article(body=showing(stored))
    versioning.make_live(versioning.record(article, versioning.working_content(article), None))
    replace(stored, builders.picture_file(size=(80, 20), colour="#0a0"))
    article.refresh_from_db()
    count = article.versions.count()
    versioning.keep_row(article)
    assert article.versions.count() == count


def test_shows_another_picture_only_where_the_old_one_stood():
    class New:
        width, height = 8, 6

        class image:
            url = "/media/new.png"

    text = '<p>/media/old.png<img alt="" src="/media/old.png"><img src="/media/old.png2" width="1"></p>'
    assert showing_instead(text, "/media/old.png", New) == (
        '<p>/media/old.png<img alt="" src="/media/new.png"><img src="/media/old.png2" width="1"></p>'
    )


@pytest.mark.parametrize(
    ("x", "y", "focus"),
    [
        (0, 0, 0),
        (50, 0, 1),
        (100, 0, 2),
        (33, 50, 3),
        (34, 67, 4),
        (68, 67, 5),
        (0, 100, 6),
        (50, 68, 7),
        (100, 100, 8),
    ],
)
def test_keeps_one_of_nine_fields_in_sight(x, y, focus):
    assert Picture(focal_x=x, focal_y=y).focus == f"focus-{focus}"
