import base64
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from parks.models import Park
from tests import builders
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db(transaction=True)
CARRIED = """files => {
  const carried = new DataTransfer();
  for (const [name, kind, content] of files) {
    const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: kind }));
  }
  return carried;
}"""
PASTE = """(place, clipboardData) => {
  place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def picture(name, colour="#3b6ea5", size=(1200, 800)):
    return name, "image/png", builders.picture_file(size=size, colour=colour).read()


@pytest.fixture
def park_screen(visitor, client, live_server):
    """Opens a park's staff screen in an administrator's browser: `park_screen(park, viewport=…)`."""
    client.force_login(builders.staff("root", is_superuser=True))

    def make_page(park, **options):
        page = visitor(**options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(screen(Park, "change", park.pk))
        return page

    return make_page


def carried(page, *files):
    coded = [[name, kind, base64.b64encode(content).decode()] for name, kind, content in files]
    return page.evaluate_handle(CARRIED, coded)


def drop(page, *files):
    dropped = carried(page, *files)
    for moment in ("dragover", "drop"):
        page.locator(".album-new").dispatch_event(moment, {"dataTransfer": dropped})


def captions(page):
    return [one.input_value() for one in page.get_by_label("图片说明").all()]


def test_drags_three_pictures_in_and_sets_their_order(park_screen):
    park = builders.park(name="京滨工业园")
    builders.park_photo(park=park, caption="旧图", position=1)
    page = park_screen(park, viewport={"width": 1280, "height": 800})
    wrong = ("说明.docx", "application/msword", b"words")
    drop(
        page,
        picture("东门.png", "#a53b3b"),
        wrong,
        picture("IMG_2031.png"),
        picture("园区夜景.png", "#222222"),
    )
    expect(page.locator(".album-said")).to_have_text("共 4 张，其中 3 张保存后上传。")
    assert captions(page) == ["旧图", "东门", "京滨工业园 3", "园区夜景"]
    refused = (
        "“说明.docx”没有加入：这个文件不是可用的图片，请传 JPG、PNG、GIF、WebP 或 AVIF 格式，不超过 20 MB。"
    )
    expect(page.locator(".album-refused li")).to_have_text([refused])
    page.locator(".album-thumb").nth(3).drag_to(page.locator(".album-thumb").nth(0))
    page.get_by_role("button", name="把“东门”前移一位").press("Enter")
    expect(page.get_by_role("button", name="把“东门”前移一位")).to_be_focused()
    page.get_by_label("图片说明").nth(1).fill("东大门")
    assert captions(page) == ["园区夜景", "东大门", "旧图", "京滨工业园 3"]
    page.get_by_role("button", name="移除").nth(2).click()
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(park.get_absolute_url())
    expect(page.locator(".gallery figcaption")).to_have_text(["园区夜景", "东大门", "旧图"])
    photo = park.photos.first()
    assert (photo.caption, photo.width, photo.height) == ("园区夜景", 1200, 800)


def test_takes_a_pasted_picture_but_not_the_one_word_sends_along(park_screen):
    page = park_screen(builders.park(name="京滨工业园"), viewport={"width": 1280, "height": 800})
    pasted = carried(page, picture("image.png"))
    for place in (page.get_by_role("textbox", name="介绍"), page.locator("h1")):
        place.evaluate(PASTE, pasted)
    expect(page.locator(".album-said")).to_have_text("共 1 张，其中 1 张保存后上传。")
    assert captions(page) == ["京滨工业园 1"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_album_is_open_to_everyone(park_screen, scheme):
    park = builders.park()
    builders.park_photo(park=park)
    page = park_screen(park, viewport={"width": 400, "height": 800}, color_scheme=scheme, bypass_csp=True)
    drop(page, picture("东门.png"), ("说明.docx", "", b"words"))
    expect(page.locator(".album-said")).to_have_text("共 2 张，其中 1 张保存后上传。")
    # Without its own reading of the style sheets, whose imports it looks for beside the page.
    found = Axe().run(page, context=".album", options={"preload": False}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_sends_a_large_photo_no_larger_than_it_is_kept(park_screen):
    park = builders.park()
    page = park_screen(park, viewport={"width": 390, "height": 844}, has_touch=True)
    content = io.BytesIO()
    Image.new("RGB", (3000, 1500), "#3b6ea5").save(content, "JPEG")
    jpeg = "航拍全景.jpg", "image/jpeg", content.getvalue()
    page.get_by_label("把图片拖到这里").set_input_files(
        [
            {"name": name, "mimeType": kind, "buffer": content}
            for name, kind, content in (jpeg, picture("b.png"))
        ]
    )
    expect(page.locator(".album-said")).to_have_text("共 2 张，其中 2 张保存后上传。")
    sent = page.evaluate(
        """async () => Promise.all([...document.querySelector("input[type=file]").files].map(async file => {
          const bitmap = await createImageBitmap(file);
          return [file.name, file.type, bitmap.width, bitmap.height];
        }))"""
    )
    assert sent == [["航拍全景.jpg", "image/jpeg", 2560, 1280], ["b.png", "image/png", 1200, 800]]


def test_keeps_the_pictures_while_a_required_field_is_empty(park_screen):
    park = builders.park()
    page = park_screen(park, viewport={"width": 1280, "height": 800})
    drop(page, picture("东门.png"))
    expect(page.locator(".album-said")).to_have_text("共 1 张，其中 1 张保存后上传。")
    page.get_by_label("名称").first.fill("")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_label("名称").first).to_be_focused()
    page.get_by_label("名称").first.fill("新名称")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("新名称")
    assert [photo.caption for photo in park.photos.all()] == ["东门"]


def test_works_without_scripts(park_screen):
    park = builders.park()
    for caption in ("东门", "西门"):
        builders.park_photo(park=park, caption=caption, position=1)
    page = park_screen(park, viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    new = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": picture("")[2]}
        for name in ("南门", "北门广场")
    ]
    page.get_by_label("把图片拖到这里").set_input_files(new)
    page.get_by_label("排序").nth(0).fill("2")
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(park.get_absolute_url())
    expect(page.locator(".gallery figcaption")).to_have_text(["西门", "东门", "南门", "北门广场"])
