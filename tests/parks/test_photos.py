import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from parks.admin.photos import MOST_AT_ONCE, caption_from
from parks.models import Listing, ListingPhoto, Park, ParkPhoto
from publishing import pictures
from tests import builders
from tests.staff_screens import enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def words_file(name="说明.docx"):
    return SimpleUploadedFile(name, "这不是图片".encode())


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    """Opens the staff screen of a thing, adds `files` to its album and saves; returns the next page."""

    def post(thing, *files, **changes):
        address = screen(type(thing), "change", thing.pk)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                address, form_of(client, address) | {"photos-new": files} | changes, follow=True
            )

    return post


def album(thing):
    return [(photo.caption, photo.position) for photo in thing.photos.all()]


@pytest.mark.parametrize("build", [builders.park, builders.listing])
def test_stores_several_pictures_in_one_save(send, editor, build):
    thing = build()
    names = ["园区东门.png", "展厅 内部.png", "IMG_2031.png"]
    send(thing, *[builders.picture_file(name) for name in names])
    assert album(thing) == [("园区东门", 1), ("展厅 内部", 2), (f"{thing} 3", 3)]
    assert {(photo.width, photo.height) for photo in thing.photos.all()} == {(1200, 800)}


def test_stores_pictures_with_a_new_park(client, editor, django_capture_on_commit_callbacks):
    values = form_of(client, screen(Park, "add")) | {
        "name": "华明工业区",
        "slug": "huaming",
        "district": builders.district().pk,
        "level": "district",
        "kind": "industrial",
        "photos-new": [builders.picture_file("DSC00012.png"), builders.picture_file("mmexport17.png")],
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(screen(Park, "add"), values)
    assert album(Park.objects.get()) == [("华明工业区 1", 1), ("华明工业区 2", 2)]


def test_takes_the_captions_and_places_the_editor_gave(send, editor):
    park = builders.park()
    kept = builders.park_photo(park=park, caption="旧图", position=1)
    given = {
        "photos-new-caption": ["南门", "  "],
        "photos-new-position": ["3", "1"],
        "photos-0-position": "2",
    }
    send(park, builders.picture_file("a.png"), builders.picture_file("办公楼.png"), **given)
    assert album(park) == [("办公楼", 1), ("旧图", 2), ("南门", 3)]
    assert park.first_photo != kept


@pytest.mark.parametrize("position", ["-1", "二", "1.5", "", "9" * 30])
def test_puts_a_picture_with_an_unreadable_place_last(send, editor, position):
    park = builders.park()
    builders.park_photo(park=park, caption="旧图", position=4)
    send(park, builders.picture_file("新图片展示.png"), **{"photos-new-position": [position]})
    assert album(park) == [("旧图", 4), ("新图片展示", 5)]


def test_keeps_a_place_the_database_can_hold(send, editor):
    park = builders.park()
    builders.park_photo(park=park, caption="旧图", position=32767)
    new = [builders.picture_file("东门.png"), builders.picture_file("西门.png")]
    send(park, *new, **{"photos-new-position": ["", "99999"]})
    assert album(park) == [("旧图", 32767), ("东门", 32767), ("西门", 32767)]


def test_reorders_renames_and_deletes_what_is_stored(send, editor):
    park = builders.park()
    for number, caption in enumerate(["东门", "西门", "南门"], 1):
        builders.park_photo(park=park, caption=caption, position=number)
    changes = {"photos-0-position": "3", "photos-1-DELETE": "on", "photos-2-caption": "南门夜景"}
    send(park, **changes)
    assert album(park) == [("东门", 3), ("南门夜景", 3)]
    send(park, **{"photos-1-position": "1"})
    assert album(park) == [("南门夜景", 1), ("东门", 3)]


def far_too_large():
    """A PNG of 64 million pixels in a few kilobytes."""
    content = io.BytesIO()
    Image.new("1", (8000, 8000)).save(content, "PNG")
    return SimpleUploadedFile("航拍.png", content.getvalue())


def heavy(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    return SimpleUploadedFile("全景.jpg", b"\xff\xd8\xff" + bytes(2 * 1024 * 1024 - 3))


REFUSED = {
    "words": (lambda _: words_file(), "“说明.docx”没有保存：" + pictures.UNKNOWN),
    "empty": (lambda _: SimpleUploadedFile("空.png", b""), "“空.png”没有保存：" + pictures.EMPTY),
    "heic": (
        lambda _: SimpleUploadedFile("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(20)),
        "“IMG_1.HEIC”没有保存：这是 HEIC 格式的照片，多数浏览器不能显示，请转成 JPG 后再传。",
    ),
    "large": (
        lambda _: far_too_large(),
        "“航拍.png”没有保存：图片有 8000×8000 像素，上限是 5000 万像素，请缩小后再传。",
    ),
    "heavy": (heavy, "“全景.jpg”没有保存：图片有 2.0 MB，上限是 20 MB，请缩小后再传。"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_refuses_a_file_by_name_and_keeps_the_others(send, editor, monkeypatch, fault):
    make, sentence = REFUSED[fault]
    park = builders.park()
    good = builders.picture_file("东门.png", size=(20, 10))
    file = make(monkeypatch)
    response = send(park, file, good, alias="新园", **{"photos-new-caption": ["别的", "东大门"]})
    park.refresh_from_db()
    assert (park.alias, album(park)) == ("新园", [("东大门", 1)])
    assert [one for one in told(response) if "没有保存" in one] == [sentence]


def test_takes_no_more_than_a_server_can_draw_at_once(send, editor):
    listing = builders.listing()
    many = [builders.picture_file(f"{number}.png", size=(8, 8)) for number in range(MOST_AT_ONCE + 1)]
    response = send(listing, *many)
    assert listing.photos.count() == 20
    assert [one for one in told(response) if "没有保存" in one] == [
        "“20.png”没有保存：一次最多传 20 张，请保存后再传其余的。"
    ]


@pytest.mark.django_db(transaction=True)
def test_draws_pictures_while_nobody_has_to_wait_for_the_database(client, editor, monkeypatch):
    in_transaction = []

    def noting(work):
        def note(*args, **options):
            in_transaction.append((work.__name__, connection.in_atomic_block))
            return work(*args, **options)

        return note

    for name in ("_drawn_anew", "render"):
        monkeypatch.setattr(pictures, name, noting(getattr(pictures, name)))
    park = builders.park()
    address = screen(Park, "change", park.pk)
    client.post(address, form_of(client, address) | {"photos-new": [builders.picture_file("东门.png")]})
    assert album(park) == [("东门", 1)]
    assert in_transaction == [("_drawn_anew", False), ("render", False)]


def test_names_a_refused_file_also_where_the_form_comes_back(client, editor):
    park = builders.park()
    response = save(
        client, screen(Park, "change", park.pk), name="", **{"photos-new": [words_file("<b>.docx")]}
    )
    assert errors_on(response) == ["这个字段是必填项。", "“<b>.docx”没有保存：" + pictures.UNKNOWN]


def test_says_that_good_pictures_wait_for_the_rest_of_the_form(client, editor):
    park = builders.park()
    files = [builders.picture_file(f"{name}.png", size=(8, 8)) for name in "甲乙"]
    response = save(client, screen(Park, "change", park.pk), name="", **{"photos-new": files})
    assert errors_on(response) == [
        "这个字段是必填项。",
        "刚才选的 2 张图片还没有保存，请改好标出的地方，再选一次。",
    ]
    assert park.photos.count() == 0


def test_cleans_a_caption_nobody_could_print(send, editor):
    park = builders.park()
    send(park, builders.picture_file(), **{"photos-new-caption": ["东\x00门" + "长" * 200]})
    assert album(park) == [("东门" + "长" * 98, 1)]


def test_makes_no_photo_without_a_picture(client, editor):
    park = builders.park()
    row = {"photos-TOTAL_FORMS": "1", "photos-0-caption": "没有图", "photos-0-position": "1"}
    save(client, screen(Park, "change", park.pk), **row)
    assert ParkPhoto.objects.count() == 0


def test_takes_nothing_from_somebody_who_may_not_add_photos(send, client):
    user = enter(client, "编辑")
    role = user.groups.get()
    role.permissions.remove(role.permissions.get(codename="add_listingphoto"))
    listing = builders.listing()
    page = BeautifulSoup(client.get(screen(Listing, "change", listing.pk)).content, "html.parser")
    assert page.select("input[type=file]") == []
    send(listing, builders.picture_file())
    assert ListingPhoto.objects.count() == 0


def test_shows_the_album_to_somebody_who_may_only_look(client):
    enter(client, "审计")
    park = builders.park()
    builders.park_photo(park=park, caption="东门")
    page = BeautifulSoup(client.get(screen(Park, "change", park.pk)).content, "html.parser")
    shown = page.select_one(".album")
    assert shown.select_one(".album-photo").get_text(" ", strip=True) == "东门"
    assert shown.select("input:not([type=hidden])") == []


def test_asks_the_database_no_more_often_for_six_photos(client, editor, django_assert_num_queries):
    park = builders.park()
    address = screen(Park, "change", park.pk)
    builders.park_photo(park=park)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(5):
        builders.park_photo(park=park)
    with django_assert_num_queries(len(one)):
        client.get(address)


@pytest.mark.parametrize(
    ("file_name", "caption"),
    [
        ("园区东门.jpg", "园区东门"),
        ("展厅__内部 2.jpeg", "展厅 内部 2"),
        ("微信图片_20250822103011.jpg", ""),
        ("屏幕截图 2025年8月22日.png", ""),
        ("IMG_2031.JPG", ""),
        ("main gate.png", ""),
        ("图.png", ""),
        ("长" * 120 + ".png", "长" * 100),
    ],
)
def test_reads_a_caption_out_of_a_file_name(file_name, caption):
    assert caption_from(file_name) == caption


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_cannot_be_stored_takes_no_other_with_it(client, monkeypatch):
    enter(client, "编辑")
    park, stored = builders.park(), ParkPhoto.save

    def save_photo(photo, **options):
        if photo.caption == "园区东门":
            raise OSError("disk full")
        stored(photo, **options)

    monkeypatch.setattr(ParkPhoto, "save", save_photo)
    address = screen(Park, "change", park.pk)
    files = [builders.picture_file(name) for name in ("园区东门.png", "园区西门.png")]
    response = client.post(address, form_of(client, address) | {"photos-new": files}, follow=True)
    assert album(park) == [("园区西门", 2)]
    assert told(response)[1:] == [
        "“园区东门”没有保存下来：服务器存储文件时出错。其余内容已保存，请稍后再传这一张。"
    ]


def test_reads_no_picture_of_somebody_who_may_save_nothing(client, monkeypatch):
    enter(client, "审计")
    monkeypatch.setattr(pictures, "take_in", lambda upload: pytest.fail("was decoded"))
    address = screen(Park, "change", builders.park().pk)
    response = client.post(address, {"photos-new": [builders.picture_file("园区东门.png")]})
    assert response.status_code == 403
