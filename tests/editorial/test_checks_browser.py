import pytest
from playwright.sync_api import expect

from articles.models import Article
from editorial.models import Dismissal, Word
from tests import builders
from tests.staff_screens import enter, screen

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "<h2>一、签约</h2><p>截止目前，三家企业在京滨园签约。</p><p>园区已<strong>布</strong>署配套。</p>"


@pytest.fixture
def desk(visitor, client, live_server):
    """The form of a draft in an editor's browser."""
    enter(client, "编辑")
    for wrong, right in {
        "截止目前": "截至目前",
        "布署": "部署",
    }.items():  # emptied with the tables of the test before
        Word.objects.get_or_create(text=wrong, defaults={"kind": "confused", "suggestion": right})
    park = builders.park(name="京滨园")
    article = builders.article(title="三家企业签约", summary="三家企业签约。", body=BODY, **builders.DRAFT)

    pages = []

    def open_at(width=1440):
        page = visitor(viewport={"width": width, "height": 900})
        pages.append(page)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(screen(Article, "change", article.pk))
        return page

    yield open_at, article, park
    for page in (
        pages
    ):  # what was typed is sent off when a page is left; it has to arrive before the tables are emptied
        page.goto(screen(Word))


def titles(page):
    return page.locator("#checks-panel .finding:not([data-grade=left]) .finding-title b").all_inner_texts()


def waits(page, count):
    expect(page.locator("#checks-panel [data-grade=advice]")).to_have_count(count)


def test_a_click_mends_takes_and_leaves(desk):
    open_at, article, park = desk
    page = open_at()
    assert titles(page) == ["易错的写法", "易错的写法"]
    page.get_by_role("button", name="改为“截至目前”").click()
    waits(page, 1)
    assert "截至目前，三家企业" in page.input_value("#id_body")
    assert "截至目前，三家企业" in page.inner_text(".rich [contenteditable]")

    page.get_by_role("button", name="改为“部署”").click()  # a word in two pieces is not for a machine
    assert page.inner_text("#check-said") == "“布署”中间有格式，或不止一处，请在原文里改。"

    page.get_by_role("button", name="京滨园").click()
    page.wait_for_selector("#checks-panel [data-take]", state="detached")
    assert page.locator("#id_parks").evaluate("one => [...one.selectedOptions].map((o) => o.value)") == [
        str(park.pk)
    ]

    page.click(".finding-left > summary")
    page.get_by_label("不改的理由").fill("引用原话")
    page.get_by_label("不改的理由").press("Enter")
    waits(page, 0)
    assert [row.reason for row in Dismissal.objects.of(article)] == ["引用原话"]
    article.refresh_from_db()
    assert article.body == BODY  # nothing else was saved


def test_half_width_marks_are_mended_all_at_once(desk):
    open_at, *_ = desk
    page = open_at()
    page.fill("#id_subtitle", "园区,企业,项目:厂房,仓库(新建)")
    page.get_by_role("button", name="全部改为全角").click()
    waits(page, 2)
    assert page.input_value("#id_subtitle") == "园区，企业，项目：厂房，仓库（新建）"


def test_the_panel_follows_the_typing(desk):
    open_at, *_ = desk
    page = open_at()
    page.fill("#id_subtitle", "联系人XX")
    page.wait_for_selector("#checks-panel [data-grade=error]", timeout=10_000)
    assert titles(page)[0] == "还有没填完的地方"
    assert page.inner_text(".checks-brief").startswith("必须改 1 处")


def test_on_a_phone_the_counts_are_enough_until_somebody_asks(desk):
    open_at, *_ = desk
    page = open_at(400)
    found = page.locator("#checks-panel .finding").first
    expect(found).to_be_hidden()
    page.click("#checks > details > summary")
    expect(found).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
