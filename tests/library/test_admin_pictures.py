import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import autosaving
from editorial.shown_pictures import KEPT
from library.admin.pictures import NEW
from library.intake import take
from library.models import Picture
from tests import builders
from tests.editorial import people
from tests.staff_screens import act, enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db
UPLOAD, CHOOSE = "/admin/library/picture/upload/", "/admin/library/picture/choose/"


def picture(colour="#3b6ea5", **values):
    stored = take(builders.picture_file(size=(40, 30), colour=colour))[0]
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save()
    return stored


def file(name="门.png", colour="#c00"):
    return builders.picture_file(name, (40, 30), colour)


def sheet(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [int(box["value"]) for box in page.select(".picture-card input.action-select")]


def send(client, *files, **headers):
    return client.post(UPLOAD, {"pictures": files}, headers={"Accept": "application/json"} | headers)


def test_takes_several_and_says_which_it_did_not(client):
    editor = enter(client, "编辑")
    answer = send(
        client, file(), SimpleUploadedFile("说明.png", b"not a picture"), file(colour="#00c")
    ).json()
    assert [(one["number"], one["isNew"], one["width"]) for one in answer["pictures"]] == [
        (one.pk, True, 40) for one in Picture.objects.order_by("pk")
    ]
    assert answer["refused"] == [
        "“说明.png”没有保存：这个文件不是可用的图片，请传 JPG、PNG、GIF、WebP 或 AVIF 格式，不超过 20 MB。"
    ]
    assert {one.added_by for one in Picture.objects.all()} == {editor}


def test_takes_no_more_than_twenty_at_once(client, monkeypatch):
    monkeypatch.setattr("library.admin.pictures.MOST_AT_ONCE", 1)
    enter(client, "编辑")
    answer = send(client, file(), file(colour="#00c")).json()
    assert (len(answer["pictures"]), answer["refused"]) == (1, ["一次最多传 20 张，请分几次传。"])


def test_leads_back_to_the_list_without_a_script(client):
    enter(client, "编辑")
    picture("#c00")
    response = client.post(UPLOAD, {"pictures": [file()]}, follow=True)
    assert told(response) == ["已上传 1 张图片。其中 1 张图库里已有，没有重复保存。请补上说明。"]
    assert told(client.post(UPLOAD, follow=True)) == ["没有选择文件。"]


def test_who_may_not_add_adds_nothing(client):
    enter(client, "审计")
    answer = send(client, file())
    assert (answer.status_code, answer.json()) == (403, {"error": "您没有上传图片的权限。"})
    assert client.post(UPLOAD, {"pictures": [file()]}).status_code == 403
    assert Picture.objects.count() == 0


def test_offers_pictures_by_their_words(client):
    enter(client, "编辑")
    gate, hall = picture("#c00", alt="园区大门", credit="王摄"), picture("#00c", alt="厂房内部")
    found = [client.get(CHOOSE, {"q": words}).json()["pictures"] for words in ("", "大门 王摄", "没有")]
    assert [[one["number"] for one in row] for row in found] == [[hall.pk, gate.pk], [gate.pk], []]
    assert found[1][0] == {
        "number": gate.pk,
        "src": gate.image.url,
        "thumb": gate.thumb,
        "width": 40,
        "height": 30,
        "alt": "园区大门",
        "credit": "王摄",
    }


def test_offers_a_page_at_a_time(client, monkeypatch):
    monkeypatch.setattr("library.admin.pictures.A_PAGE", 1)
    enter(client, "编辑")
    old, new = picture("#c00"), picture("#00c")
    pages = [client.get(CHOOSE, {"page": page}).json() for page in ("1", "2", "9" * 30, "x", "0")]
    assert [([one["number"] for one in page["pictures"]], page["more"]) for page in pages] == [
        ([new.pk], True),
        ([old.pk], False),
        ([new.pk], True),
        ([new.pk], True),
        ([new.pk], True),
    ]


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=" + "x" * 5000, "page=-1", "page=99999"])
def test_answers_odd_questions(client, query):
    enter(client, "编辑")
    assert client.get(f"{CHOOSE}?{query}").status_code == 200


def test_who_sees_no_library_is_offered_none(client):
    enter(client, "招商专员")
    assert client.get(CHOOSE).status_code == 403


def test_filters_what_nothing_shows(client):
    enter(client, "站长")
    used, unused = picture("#c00"), picture("#00c")
    builders.article(cover=used)
    lists = {use: sheet(client.get(screen(Picture), {"use": use})) for use in ("used", "unused", "x")}
    assert lists == {"used": [used.pk], "unused": [unused.pk], "x": [unused.pk, used.pk]}


def test_words_are_changed_in_the_list(client):
    enter(client, "编辑")
    stored = picture()
    address = screen(Picture)
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one("#changelist-form")
    values = {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field.get("type") != "checkbox"
    }
    client.post(address, values | {"form-0-alt": "园区大门", "form-0-credit": "王摄", "_save": "保存"})
    stored.refresh_from_db()
    assert (stored.alt, stored.credit) == ("园区大门", "王摄")


def test_says_where_a_picture_is_shown(client):
    enter(client, "站长")
    stored = picture()
    article = builders.article(title="签约", cover=stored)
    page = BeautifulSoup(client.get(screen(Picture, "change", stored.pk)).content, "html.parser")
    links = [(link["href"], link.text) for link in page.select(".field-shown_in a")]
    assert links == [(screen(Article, "change", article.pk), "文章：签约")]


def test_another_file_goes_in_on_the_pictures_page(client):
    enter(client, "编辑")
    stored = picture()
    article = builders.article(body=f'<p><img src="{stored.image.url}" alt=""></p>', **builders.DRAFT)
    before = stored.image.name
    response = save(client, screen(Picture, "change", stored.pk), alt="新门", image=file())
    article.refresh_from_db()
    stored.refresh_from_db()
    assert (errors_on(response), stored.alt, stored.image.name == before) == ([], "新门", False)
    assert article.body == f'<p><img src="{stored.image.url}" alt=""></p>'


def file_offered(client, stored):
    page = BeautifulSoup(client.get(screen(Picture, "change", stored.pk)).content, "html.parser")
    return page.select_one("#id_image") is not None, page.select_one(".field-kept .readonly")


@pytest.mark.parametrize("shown", ["text", "cover", "review"])
def test_what_was_reviewed_gets_no_other_picture_without_a_reviewer(client, shown):
    editor = enter(client, "编辑")
    stored = picture()
    text = f'<p>园区大门。</p><p><img src="{stored.image.url}" alt="园区大门"></p>'
    if shown == "review":
        people.in_review(editor, builders.article(), body=text)
    else:
        builders.article(**({"body": text} if shown == "text" else {"cover": stored}))
    before = stored.image.name
    offered, sentence = file_offered(client, stored)
    save(client, screen(Picture, "change", stored.pk), image=file())
    stored.refresh_from_db()
    assert (offered, sentence.text, stored.image.name) == (False, KEPT, before)


def test_a_reviewer_gives_it_another_file_and_the_article_says_so(client):
    last = enter(client, "站长")
    stored = picture(alt="园区大门")
    article = builders.article(cover=stored)
    save(client, screen(Picture, "change", stored.pk), image=file())
    [step] = article.steps.all()
    assert (step.person, step.reason) == (last, "给图片“园区大门”换了新文件，用到它的地方一起换了。")


def test_a_focal_point_beyond_the_picture_is_refused(client):
    enter(client, "编辑")
    stored = picture()
    response = save(client, screen(Picture, "change", stored.pk), focal_x="101")
    assert errors_on(response) == ["不能大于 100。"]


def test_what_somebody_is_typing_is_not_deleted(client):
    stored = picture()
    values = {"body": [f'<p><img src="{stored.image.url}" alt=""></p>']}
    autosaving.keep(enter(client, "站长"), "article-new", values)
    response = client.post(screen(Picture, "delete", stored.pk), {"post": "yes"})
    assert "有人正在写的内容里用着这张图片" in response.content.decode()
    assert Picture.objects.count() == 1


def test_what_is_shown_is_not_deleted(client):
    enter(client, "站长")
    stored = picture()
    article = builders.article(title="签约", body=f'<p><img src="{stored.image.url}" alt=""></p>')
    response = client.post(screen(Picture, "delete", stored.pk), {"post": "yes"})
    page = BeautifulSoup(response.content, "html.parser")
    assert [link["href"] for link in page.select("#deleted-objects a")] == [
        screen(Article, "change", article.pk)
    ]
    assert "还有页面在用，不能删除" in page.select_one("#content").text
    assert Picture.objects.count() == 1


def test_unused_ones_are_removed_together(client):
    enter(client, "站长")
    used, new, old = picture("#c00"), picture("#00c"), picture("#0c0")
    builders.article(cover=used)
    Picture.objects.filter(pk__in=[used.pk, old.pk]).update(added_at=timezone.now() - 2 * NEW)
    assert act(client, Picture, "remove_unused", used, new, old) == [
        "已删除 1 张图片。2 张有页面或草稿在用，或上传不满一天，没有删除。"
    ]
    assert list(Picture.objects.order_by("pk")) == [used, new]


def test_only_the_master_deletes(client):
    enter(client, "编辑")
    stored = picture()
    assert client.post(screen(Picture, "delete", stored.pk), {"post": "yes"}).status_code == 403


def test_six_pictures_ask_as_often_as_one(client):
    enter(client, "站长")
    counts = []
    for colours in (["#100"], ["#200", "#300", "#400", "#500", "#600"]):
        for colour in colours:
            builders.article(cover=picture(colour))
        client.get(screen(Picture))
        with CaptureQueriesContext(connection) as queries:
            client.get(screen(Picture))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- The cover of an article


def article_form(client, article):
    return form_of(client, screen(Article, "change", article.pk))


def test_a_cover_is_chosen_by_its_number(client):
    enter(client, "编辑")
    stored, article = picture(), builders.article(**builders.DRAFT)
    save(client, screen(Article, "change", article.pk), cover=str(stored.pk))
    article.refresh_from_db()
    assert article.cover == stored


def test_a_cover_uploaded_in_the_form_comes_into_the_library(client):
    editor = enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    save(client, screen(Article, "change", article.pk), cover=file())
    article.refresh_from_db()
    assert (article.cover, article.cover.added_by) == (Picture.objects.get(), editor)


def test_who_may_not_add_pictures_uploads_no_cover(client):
    editor = enter(client, "编辑")
    editor.groups.get().permissions.remove(Permission.objects.get(codename="add_picture"))
    article = builders.article(**builders.DRAFT)
    response = save(client, screen(Article, "change", article.pk), cover=file())
    assert errors_on(response)[-1:] == ["您没有上传图片的权限，请从图库里选一张。"]
    assert Picture.objects.count() == 0


def test_a_form_that_comes_back_has_kept_its_picture(client):
    enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    response = save(client, screen(Article, "change", article.pk), title="", cover=file())
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#id_cover")["value"] == str(Picture.objects.get().pk)


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30, "1 or 1", "-1"])
def test_a_cover_that_is_none_is_refused(client, number):
    enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    response = save(client, screen(Article, "change", article.pk), cover=number)
    assert errors_on(response)[-1:] == ["图库里没有这张图片。"]


def test_a_cover_that_is_no_picture_is_refused(client):
    enter(client, "编辑")
    article = builders.article(**builders.DRAFT)
    response = save(
        client, screen(Article, "change", article.pk), cover=SimpleUploadedFile("a.png", b"nothing")
    )
    assert errors_on(response)[-1].startswith("这个文件不是可用的图片")


def test_addresses_are_given_to_the_editor(client):
    enter(client, "编辑")
    page = BeautifulSoup(client.get(screen(Article, "add")).content, "html.parser")
    area = page.select_one("#id_body")
    assert (area["data-list"], area["data-send"], area["data-paste"]) == (
        CHOOSE,
        UPLOAD,
        reverse("admin:articles_article_paste"),
    )
    assert json.dumps(area.attrs).count("style") == 0
