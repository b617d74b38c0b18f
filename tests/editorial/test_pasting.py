"""Fragments as Word, WPS, WeChat and web pages put them on the clipboard, in tests/editorial/pasted/: `name.htm` with
its `name.rtf`, and in `name.clean.htm` what they become, a block a line.
"""

import base64
import io
import itertools
import re
import socket
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from PIL import Image

from editorial.admin import bringing
from editorial.pasting import Pasting, TooLong, fetching, pasted
from editorial.pasting.rtf import pictures_in
from library.models import Picture
from publishing.richtext import clean_html
from tests import builders
from tests.staff_screens import enter

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "pasted"
FRAGMENTS = sorted(path.stem for path in FOLDER.glob("*.htm") if not path.stem.endswith(".clean"))


def png(colour):
    content = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(content, "PNG")
    return content.getvalue()


RED, BLUE = png("#c00"), png("#00c")
AT_WECHAT = {"/sz_mmbiz_png/red/640?wx_fmt=png": RED, "/mmbiz_jpg/blue/0": BLUE}


@pytest.fixture(autouse=True)
def wechat(monkeypatch):
    """Two pictures at mmbiz.qpic.cn; returns what was asked for."""
    asked = []

    def answer(request):
        asked.append((request.headers["Host"], str(request.url), request.extensions.get("sni_hostname")))
        content = AT_WECHAT.get(request.url.raw_path.decode())
        return httpx.Response(200, content=content) if content else httpx.Response(404)

    client = httpx.Client(transport=httpx.MockTransport(answer))

    def stream(method, address, trust_env, **options):
        extensions = options.pop("extensions")
        request = client.build_request(method, address, headers=options["headers"], extensions=extensions)
        return _Answered(client.send(request, stream=True))

    monkeypatch.setattr(httpx, "stream", stream)
    numbers = {"mmbiz.qpic.cn": "203.205.1.1", "inside.example": "10.0.0.1"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (numbers[host], port))])
    return asked


class _Answered:
    def __init__(self, response):
        self.response = response

    def __enter__(self):
        return self.response

    def __exit__(self, *_):
        self.response.close()


def named(html):
    """The addresses of our pictures by what they show."""
    for picture in Picture.objects.all():
        with picture.image.open() as file, Image.open(file) as image:
            colour = {(204, 0, 0): "RED", (0, 0, 204): "BLUE"}[image.convert("RGB").getpixel((0, 0))]
        html = html.replace(picture.image.url, colour)
    return html


@pytest.mark.parametrize("name", FRAGMENTS)
def test_leaves_of_what_is_pasted_only_the_text(name):
    rtf = FOLDER / f"{name}.rtf"
    html = pasted((FOLDER / f"{name}.htm").read_text("utf-8"), rtf.read_text() if rtf.exists() else "")
    expected = (FOLDER / f"{name}.clean.htm").read_text("utf-8").replace("\n", "")
    assert named(html) == expected
    assert clean_html(html) == html


@pytest.mark.parametrize("name", FRAGMENTS)
def test_lets_no_style_script_or_foreign_picture_through(name):
    html = pasted((FOLDER / f"{name}.htm").read_text("utf-8"))
    assert re.findall(r"""\b(?:style|class|on\w+)=|<(?:script|style|iframe|svg)|javascript:""", html) == []
    assert [one for one in re.findall('src="([^"]*)"', html) if not one.startswith("/media/")] == []


def test_gives_plain_text_its_headings_and_lists():
    text = "一、时间\n3月1日。\n二、材料\n1.执照\n2.申请"
    assert Pasting().clean(text=text) == (
        "<h2>一、时间</h2><p>3月1日。</p><h2>二、材料</h2><ol><li>执照</li><li>申请</li></ol>"
    )


def test_says_which_pictures_could_not_be_had():
    pasting = Pasting()
    html = pasting.clean('<p>甲</p><img src="https://foreign.example/a.png">')
    assert html == "<p>甲</p><p>【图片未能取回：请补传】</p>"
    assert pasting.messages == [
        "1 张图片里有 1 张没能带进来，正文里标着“【图片未能取回：请补传】”。请把原图存到电脑上，再拖进来。"
    ]


def test_asks_wechat_by_number_under_its_own_name(wechat):
    pasted('<img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/blue/0">')
    assert wechat == [("mmbiz.qpic.cn", "https://203.205.1.1/mmbiz_jpg/blue/0", "mmbiz.qpic.cn")]


@pytest.mark.parametrize(
    "address",
    [
        "https://foreign.example/a.png",
        "https://mmbiz.qpic.cn.evil.example/a.png",
        "https://user@mmbiz.qpic.cn/a.png",
        "https://mmbiz.qpic.cn:8443/a.png",
        "ftp://mmbiz.qpic.cn/a.png",
        "http://[::1/a.png",
        "https://inside.example/a.png",
    ],
)
def test_asks_nobody_else(address, wechat, settings):
    settings.PICTURE_SOURCES = ["mmbiz.qpic.cn", "inside.example"]
    with pytest.raises(fetching.NotFetched):
        fetching.fetch(address)
    assert wechat == []


def test_takes_nothing_too_large(monkeypatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 10)
    with pytest.raises(fetching.NotFetched, match="too large"):
        fetching.fetch("https://mmbiz.qpic.cn/mmbiz_jpg/blue/0")


def test_fetches_for_half_a_minute_in_all(monkeypatch, wechat):
    clock = itertools.count(100, 20)  # each look at it is twenty seconds later
    monkeypatch.setattr("editorial.pasting.pictures.time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(fetching, "_body", lambda response, until: RED)
    pasting = Pasting()
    pasting.clean('<img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/blue/0">' * 4)
    assert len(wechat) == 2
    assert pasting.messages == [
        "4 张图片里有 2 张没能带进来，正文里标着“【图片未能取回：请补传】”。请把原图存到电脑上，再拖进来。"
    ]


def test_a_picture_has_no_longer_than_all_of_them(monkeypatch):
    with pytest.raises(fetching.NotFetched, match="too slow"):
        fetching.fetch("https://mmbiz.qpic.cn/mmbiz_jpg/blue/0", until=0)


def test_shows_no_picture_of_word_where_it_is_not_certain_which():
    one_of_two = r"{\rtf1{\*\shppict{\pict\pngblip " + RED.hex() + "}}}"
    html = pasted('<p>甲<img src="file:///a.png"></p><p>乙<img src="file:///b.png"></p>', one_of_two)
    assert html == "<p>甲【图片未能取回：请补传】</p><p>乙【图片未能取回：请补传】</p>"


@pytest.mark.parametrize("sign", ['"', "'", ""])
def test_takes_the_pictures_that_stand_in_the_html_itself(sign):
    data = base64.b64encode(RED).decode()
    html = pasted(f"<p>甲</p><img src={sign}data:image/png;base64,{data}{sign} alt={sign}大门{sign}>")
    assert named(html) == '<p>甲</p><figure><img alt="大门" height="3" src="RED" width="4"></figure>'


def test_what_is_too_long_is_so_without_its_pictures(monkeypatch):
    html = f"<p>甲</p><img src='data:image/png;base64,{base64.b64encode(RED).decode()}'>"
    monkeypatch.setattr("editorial.pasting.LONGEST", 40)
    pasted(html)
    with pytest.raises(TooLong):
        pasted(html + "<p>乙乙乙乙乙</p>")


def test_takes_no_more_tags_than_it_can_arrange(monkeypatch):
    monkeypatch.setattr("editorial.pasting.MOST_TAGS", 3)
    assert pasted("<p>甲</p>" * 3) == "<p>甲</p>" * 3
    with pytest.raises(TooLong):
        pasted("<p>甲</p>" * 4)


def test_finds_the_pictures_in_rtf():
    rtf = (
        r"{\rtf1{\*\listpicture{\pict\pngblip 00}}{\*\shppict{\pict{\*\picprop{\sp}}\picw4\pngblip "
        + RED.hex()
        + r"}}{\nonshppict{\pict\wmetafile8 01}}{\pict\emfblip 0102}{\pict\jpegblip xyz}{\pict\pngblip 00"
    )
    assert pictures_in(rtf) == [RED, None, None, None]


def test_finds_a_picture_however_braces_are_nested_in_it():
    nested = "{" * 5_000 + "x" + "}" * 5_000
    assert pictures_in(r"{\rtf1{\pict" + nested + r"\pngblip " + RED.hex() + nested + "}}") == [RED]


def test_keeps_a_picture_of_this_site():
    stored = pasted('<img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/blue/0">')
    again = pasted(stored.replace('src="/media', 'src="https://invest.example/media'))
    assert (again, Picture.objects.count()) == (stored, 1)


def paste(client, **parts):
    return client.post(reverse("admin:articles_article_paste"), parts)


def test_an_editor_is_answered_with_text_and_messages(client):
    enter(client, "编辑")
    answer = paste(
        client, html="<p style='color:red'>甲<img data-src='https://mmbiz.qpic.cn/mmbiz_jpg/blue/0'></p>"
    )
    picture = Picture.objects.get()
    assert answer.json() == {
        "html": f'<p>甲<img alt="" height="3" src="{picture.image.url}" width="4"></p>',
        "said": "已整理，带入 1 张图片，请补上替代文字。",
        "messages": [],
    }
    assert picture.added_by.username == "编辑"


def allowed(client, *rights):
    person = builders.staff()
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)


def test_who_may_not_add_pictures_gets_the_text(client):
    allowed(client, "change_park")
    answer = paste(client, html='<p>甲</p><img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/blue/0">').json()
    assert answer["html"] == "<p>甲</p><p>【图片未能取回：请补传】</p>"
    assert answer["messages"] == ["您没有上传图片的权限，粘贴的图片没有带进来。"]
    assert Picture.objects.count() == 0


def test_who_writes_no_text_anywhere_pastes_none(client):
    allowed(client, "view_article", "change_inquiry")
    answer = paste(client, html="<p>甲</p>")
    assert (answer.status_code, answer.json()) == (403, {"error": "您没有编辑正文的权限。"})


def test_says_that_a_text_is_too_long(client, monkeypatch):
    monkeypatch.setattr("editorial.pasting.MOST_TAGS", 3)
    enter(client, "编辑")
    answer = paste(client, html="<p>甲</p>" * 4)
    assert (answer.status_code, answer.json()) == (400, {"error": "粘贴的内容太长，请分几次粘贴。"})


@pytest.mark.parametrize("name", ["html", "text", "rtf"])
def test_refuses_a_part_that_is_too_long(client, monkeypatch, name):
    monkeypatch.setitem(bringing.LONGEST, name, 10)
    enter(client, "编辑")
    answer = paste(client, **{name: "x" * 11})
    assert (answer.status_code, answer.json()) == (400, {"error": "粘贴的内容太长，请分几次粘贴。"})


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00",
        "\ud800甲".encode("utf-8", "surrogatepass"),
        "<" * 50_000,
        "<b>" * 5_000,
        "<table>" * 500,
        "<p style='mso-list:l0 level9 lfo1'>甲",
        "<img src='data:image/png;base64,%%%'>",
        '<p>甲</p><img src="/media/%00.png">',
        '<p>甲</p><img src="//[x/y.png">',
        '<p>甲</p><img data-src="http://[x">',
        "<img src='data:image/png;base64,====='>",
        "<ol start='99999999999999999999999999999999'><li>甲</ol>",
        "<p class=MsoNormal style='font-size:1.2.3pt'><b>甲</b></p>",
    ],
)
def test_answers_whatever_is_sent(client, html):
    client.force_login(builders.staff(is_superuser=True))
    assert paste(client, html=html).status_code == 200


def test_nobody_from_outside_may_paste(client):
    assert paste(client, html="<p>甲</p>").status_code == 302
    assert client.get(reverse("admin:articles_article_paste")).status_code == 302
