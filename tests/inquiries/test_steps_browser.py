"""An investor's way in a browser: what he read, three questions, the receipt, and the needs afterwards."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from inquiries.models import Inquiry
from inquiries.packs import links
from tests.builders import article, district, inquiry, listing, park, policy

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}


def fill(page):
    page.get_by_label("企业名称").fill("天津某某自行车有限公司")
    page.get_by_label("联系人").fill("王女士")
    page.get_by_label("手机").fill("138 0013 8000")
    page.get_by_label("租购厂房仓库").check()
    page.get_by_label("我已阅读并同意").check()


def send(page):
    page.click("main button[type=submit]")


def forgive_the_refused(page):
    """A refused form answers 422, which Chromium notes as a failed resource."""
    page.complaints[:] = [one for one in page.complaints if "status of 422" not in one]


def test_an_inquiry_knows_the_article_and_the_park_that_led_to_it(visitor):
    place = park(name="自行车王国产业园")
    told = article(title="自行车零部件企业签约落户", parks=[place])
    page = visitor()
    page.goto(told.get_absolute_url())
    page.get_by_role("link", name="自行车王国产业园").first.click()
    page.locator("main").get_by_role("link", name="企业入驻").first.click()
    expect(page).to_have_url(re.compile(r"/inquiries/settle/\?from=park-"))
    assert page.context.cookies() == [one for one in page.context.cookies() if one["name"] == "csrftoken"]
    fill(page)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")
    row = Inquiry.objects.get()
    assert (row.entry_page, row.source_page) == (told.get_absolute_url(), place.get_absolute_url())
    assert row.source_channel == "直接访问"


def test_an_inquiry_knows_the_search_engine_and_the_last_page_without_a_link(visitor):
    told, place = article(), park()
    page = visitor()
    page.goto(told.get_absolute_url(), referer="https://www.baidu.com/link?url=x")
    page.goto(f"{place.get_absolute_url()}?utm=x")
    page.goto("/inquiries/settle/")
    fill(page)
    page.get_by_label("手机").fill("138")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    forgive_the_refused(page)
    page.get_by_label("手机").fill("138 0013 8000")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")
    row = Inquiry.objects.get()
    assert (row.entry_page, row.source_page, row.source_channel) == (
        told.get_absolute_url(),
        place.get_absolute_url(),
        "百度",
    )


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_needs_follow_the_receipt_by_keyboard_alone(visitor, script):
    hall = listing()
    page = visitor(viewport=SIZES["phone"], java_script_enabled=script)
    page.goto(f"/inquiries/settle/?from=listing-{hall.pk}&area_min=2000&deal=rent")
    page.get_by_label("取得方式：租赁").uncheck()
    fill(page)
    page.get_by_label("我已阅读并同意").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")
    page.get_by_role("link", name="补充或修改需求").press("Enter")
    expect(page.get_by_label("最小面积")).to_have_value("2000")
    page.get_by_label("需求描述").fill("要有行车。")
    page.get_by_label("落地时间").select_option(label="半年内")
    page.get_by_role("button", name="保存需求").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("需求已补充")
    row = Inquiry.objects.get()
    assert (row.listing, row.deal, row.area_min, row.message) == (hall, "", 2000, "要有行车。")
    page.context.clear_cookies()
    page.goto(f"{row.get_absolute_url()}needs/")
    page.get_by_label("手机").fill("13800138000")
    send(page)
    page.get_by_role("link", name="补充或修改需求").click()
    expect(page.get_by_label("需求描述")).to_have_value("要有行车。")


def test_copies_the_number(visitor):
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/inquiries/settle/")
    fill(page)
    send(page)
    page.get_by_role("button", name="复制编号").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == Inquiry.objects.get().reference


def test_hands_out_the_pack(visitor):
    policy()
    page = visitor()
    page.goto("/inquiries/policy-pack/?district=wuqing")
    expect(page.locator(".pack-inside")).to_contain_text("天津-武清区：现行有效 1 件")
    page.get_by_label("联系人").fill("王女士")
    page.get_by_label("手机").fill("138 0013 8000")
    page.get_by_label("我已阅读并同意").check()
    send(page)
    href = page.get_by_role("link", name="下载政策汇编（PDF）").get_attribute("href")
    answer = page.request.get(href)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def complaints(page, width):
    wide = page.evaluate("document.documentElement.scrollWidth") - width
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return wide, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_open_to_everyone(visitor, size, scheme):
    policy()
    district()
    row = inquiry(kind="policy_pack", topic="policy", district=district(), deal="rent")
    page = visitor(viewport=SIZES[size], color_scheme=scheme, bypass_csp=True)
    seen = {}

    def look(name):
        seen[name] = complaints(page, SIZES[size]["width"])

    page.goto(f"/inquiries/settle/?from=listing-{listing().pk}&area_min=2000&kind=factory&load_min=3")
    look("first step")
    page.goto("/inquiries/policy-pack/?district=wuqing")
    look("pack")
    page.goto(row.get_absolute_url())
    page.get_by_label("手机").fill("13800138000")
    send(page)
    expect(page.get_by_role("link", name="下载政策汇编（PDF）")).to_be_visible()
    look("receipt")
    page.goto(f"{row.get_absolute_url()}needs/")
    look("needs")
    page.get_by_label("最小面积").fill("3000")
    page.get_by_label("最大面积").fill("2000")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    forgive_the_refused(page)
    look("needs refused")
    nowhere = inquiry(kind="policy_pack", topic="policy", district=district("dongli"))
    page.goto(links.address(nowhere))
    look("no pack")
    assert seen == dict.fromkeys(seen, (0, []))
