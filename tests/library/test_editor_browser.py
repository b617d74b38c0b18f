"""The editor in a browser. Whatever the console says there, as it does of a breach of the CSP, fails the test."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from articles.models import Article
from library.models import Picture
from publishing.richtext import clean_html
from tests import builders
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db(transaction=True)
PASTED = Path(__file__).parent.parent / "editorial" / "pasted"

# All that the allow-list of publishing/richtext.py keeps, as the site stores it.
EVERYTHING = (
    "<h2>一、标题</h2><p>正文<strong>粗</strong><em>斜</em><sup>2</sup><sub>3</sub>"
    '<a href="/news/1/" rel="noopener">链接</a><br>换行</p><h3>二</h3><h4>三</h4>'
    '<ol start="3"><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol><blockquote><p>引用</p></blockquote>'
    '<table><thead><tr><th>头</th><th colspan="2">并</th></tr></thead>'
    '<tbody><tr><td rowspan="2">跨</td><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table><hr>'
    '<figure><img src="{0}" alt="图" width="4" height="3"><figcaption>说明<strong>粗</strong></figcaption></figure>'
    '<p>行内<img src="{0}" alt="" width="4" height="3">图</p>'
)


def png(colour="#c00"):
    content = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def staff_page(visitor, client, live_server):
    client.force_login(builders.staff("root", is_superuser=True))

    pages = []

    def make_page(**options):
        page = visitor(**({"viewport": {"width": 1280, "height": 900}} | options))
        page.under_way = set()
        page.on("request", lambda request: page.under_way.add(request))
        for ended in ("requestfinished", "requestfailed"):
            page.on(ended, lambda request: page.under_way.discard(request))
        pages.append(page)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    yield make_page
    for page in pages:
        leave(page)


def leave(page):
    """Once nothing is under way: the desk saves and checks by itself, also after the test has seen what it came for."""
    for _ in range(100):
        page.wait_for_timeout(100)
        if not page.under_way:
            break
    page.goto("about:blank")
    page.wait_for_timeout(500)


def opened(page, article):
    page.goto(screen(Article, "change", article.pk))
    page.wait_for_selector(".rich-text-body")
    return page.locator(".rich-text-body").first


def stored(page):
    page.wait_for_timeout(400)
    return page.input_value("#id_body")


def bring(page, event, **data):
    """Drops or pastes: words by their type, a file as bytes."""
    page.evaluate(
        """([kind, words, file]) => {
          const data = new DataTransfer();
          for (const [type, text] of Object.entries(words)) data.setData(type, text);
          if (file) {
            const bytes = Uint8Array.from(atob(file), (one) => one.charCodeAt(0));
            data.items.add(new File([bytes], "门.png", { type: "image/png" }));
          }
          const body = document.querySelector(".rich-text-body");
          const place = body.getBoundingClientRect();
          const options = { bubbles: true, cancelable: true, clientX: place.left + 30, clientY: place.top + 30 };
          body.dispatchEvent(kind === "drop" ? new DragEvent("drop", { ...options, dataTransfer: data })
            : new ClipboardEvent("paste", { ...options, clipboardData: data }));
        }""",
        [event, data.get("words", {}), base64.b64encode(data["file"]).decode() if "file" in data else None],
    )


def test_what_the_site_keeps_goes_through_the_editor_unchanged(staff_page):
    address = Picture.objects.create(image=builders.picture_file(size=(4, 3))).image.url
    text = EVERYTHING.replace("{0}", address)
    assert clean_html(text) == text
    page = staff_page()
    opened(page, builders.article(body=text, **builders.DRAFT))
    script = "(text) => richText.storable(document.querySelector('#id_body').richEditor.getHTML())"
    assert clean_html(page.evaluate(script, text)) == text


def test_the_field_follows_what_is_typed_and_says_so(staff_page):
    page = staff_page()
    body = opened(page, builders.article(body="<p>甲</p>", **builders.DRAFT))
    page.evaluate(
        "window.heard = 0; document.querySelector('#id_body').addEventListener('input', () => heard++)"
    )
    body.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("乙")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="粗体").click()
    page.keyboard.type("丙")
    page.get_by_label("段落样式").select_option("大标题")
    assert stored(page) == "<p>甲乙</p><h2><strong>丙</strong></h2>"
    assert page.evaluate("heard") > 0


def test_what_another_script_writes_into_the_field_is_shown(staff_page):
    page = staff_page()
    body = opened(page, builders.article(body="<p>甲</p>", **builders.DRAFT))
    page.evaluate(
        "const area = document.querySelector('#id_body'); area.value = '<h2>旧稿</h2>';"
        "area.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    assert body.locator("h2").inner_text() == "旧稿"


def test_a_picture_dropped_is_uploaded_and_asks_for_its_words(staff_page):
    page = staff_page()
    opened(page, builders.article(body="<p>甲</p>", **builders.DRAFT))
    bring(page, "drop", file=png())
    page.wait_for_selector("[data-alt]:focus")
    page.keyboard.type("园区大门")
    picture = Picture.objects.get()
    assert stored(page) == (
        f'<p>甲</p><figure><img src="{picture.image.url}" alt="园区大门" width="4" height="3"></figure>'
    )


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(staff_page):
    page = staff_page()
    opened(page, builders.article(body="<p>甲</p>", **builders.DRAFT))
    bring(page, "drop", file=b"nothing")
    page.locator(".rich-refused li").first.wait_for()
    assert page.locator(".rich-refused li").all_inner_texts() == [
        "“门.png”没有保存：这个文件不是可用的图片，请传 JPG、PNG、GIF、WebP 或 AVIF 格式，不超过 20 MB。"
    ]


def test_what_is_pasted_out_of_word_comes_in_clean(staff_page):
    page = staff_page()
    body = opened(page, builders.article(body="<p></p>", **builders.DRAFT))
    body.click()
    html, rtf = (PASTED / "word.htm").read_text("utf-8"), (PASTED / "word.rtf").read_text()
    bring(page, "paste", words={"text/html": html, "text/rtf": rtf, "text/plain": "招商"})
    body.locator("figure").wait_for()
    red, blue = Picture.objects.order_by("pk")
    expected = (PASTED / "word.clean.htm").read_text("utf-8").replace("\n", "")
    expected = expected.replace("RED", red.image.url).replace("BLUE", blue.image.url)
    assert clean_html(stored(page)).count("<") == expected.count("<")
    assert body.locator("ol > li > ul > li").inner_text() == "清理闲置地块"


def test_a_cover_is_chosen_from_the_library(staff_page):
    picture = Picture.objects.create(image=builders.picture_file(size=(40, 30)), alt="园区大门")
    page = staff_page()
    opened(page, builders.article(**builders.DRAFT))
    page.get_by_role("button", name="从图库选择").click()
    page.get_by_role("button", name="园区大门").click()
    assert page.input_value("#id_cover") == str(picture.pk)


def test_without_scripts_it_is_a_plain_field(staff_page):
    page = staff_page(java_script_enabled=False)
    page.goto(screen(Article, "change", builders.article(body="<p>甲</p>", **builders.DRAFT).pk))
    assert page.locator("#id_body").is_visible()
    assert page.locator("#id_cover").is_visible()


def test_it_fits_a_phone_and_the_keyboard(staff_page):
    page = staff_page(viewport={"width": 400, "height": 800})
    body = opened(page, builders.article(body="<p>甲</p>", **builders.DRAFT))
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    body.click()
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    names = [page.evaluate("document.activeElement.getAttribute('aria-label')")]
    page.keyboard.press("ArrowRight")
    names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert names == ["粗体（Ctrl+B）", "斜体（Ctrl+I）"]
