"""From an article to a signature: an investor reads, searches and asks; two districts bring him home; the page says what brought him."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from inquiries.models import Inquiry
from parks.models import Remit
from tests import builders
from tests.editorial.people import person
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wuqing():
    """An article to read, and a hall to find."""
    builders.channel()
    builders.article(title="自行车零部件企业签约落户")
    park = builders.park(name="自行车王国产业园", industries=[builders.industry()])
    builders.listing(title="单层钢结构厂房 3,200 ㎡", park=park)
    return park.district


@pytest.fixture
def desk(visitor, live_server):
    """A page of somebody of that role, bound to that district."""

    def enter(role, name, district=None):
        user = person(role, name)
        if district:
            Remit.objects.create(person=user, district=district)
        client, page = Client(), visitor(viewport={"width": 1280, "height": 900})
        client.force_login(user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return page

    return enter


def ask_over(page, article):
    """From the article over siting to the receipt; returns what the office then has."""
    page.goto(article.get_absolute_url())
    page.goto("/")
    page.get_by_label("面积至少（㎡）").fill("3000")
    page.get_by_role("button", name="查找载体").click()
    page.get_by_role("link", name="咨询此载体").click()
    expect(page).to_have_url(re.compile(r"/inquiries/settle/\?from=listing-\d+"))
    page.get_by_label("企业名称").fill("示例自行车（天津）有限公司")
    page.get_by_label("联系人").fill("王女士")
    page.get_by_label("手机").fill("138 0013 8000")
    page.get_by_label("我已阅读并同意").check()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")
    inquiry = Inquiry.objects.get()
    expect(page.locator("main")).to_contain_text(inquiry.reference)
    return inquiry


def open_first(page, tab):
    page.goto(f"{screen(Inquiry)}?tab={tab}")
    page.locator("#result_list tbody tr th a").first.click()


def note(page, method, summary, stage=""):
    page.select_option("#id_follow_ups-0-method", method)
    page.fill("#id_follow_ups-0-summary", summary)
    if stage:
        page.select_option("#id_follow_ups-0-stage", stage)
    page.get_by_role("button", name="保存跟进").click()
    expect(page.locator(".timeline").first).to_contain_text(summary)


def choose(page, name, words):
    """In a field that looks for what is typed."""
    page.locator(f"[aria-labelledby=select2-id_{name}-container]").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def hand_over(page, district):
    page.get_by_text("更多", exact=True).click()
    page.get_by_role("link", name="流转…").click()
    page.select_option("[name=to_district]", str(district.pk))
    page.fill("[name=reason]", "企业希望靠近港口")
    page.get_by_role("button", name="流转").click()
    expect(page.locator(".messagelist")).to_contain_text("接收")


def negotiate(page):
    """Takes it, fills in what is missing, and meets the investor."""
    page.get_by_role("button", name="接收", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已接收")
    if page.get_by_role("button", name="认领", exact=True).count():
        page.get_by_role("button", name="认领", exact=True).click()
    choose(page, "industry", "运输设备")
    page.select_option("[name=grade]", "a")
    page.fill("[name=grade_reason]", "投资额较大，时间明确")
    note(page, "tour", "带看厂房，对方认可", "negotiating")


def sign(page):
    page.fill("[name=signed_on]", f"{timezone.localdate():%Y-%m-%d}")
    page.fill("[name=agreed_investment_wan]", "3200")
    choose(page, "settled_listing", "临港厂房")
    page.locator("[name=_continue]").last.click()
    page.get_by_role("button", name="进入“签约”").click()
    expect(page.locator(".messagelist")).to_contain_text("已进入“签约”。")


def row_of(page, title):
    heads = page.locator("#sources thead th").all_inner_texts()
    row = page.locator("#sources tbody tr", has_text=title)
    return dict(zip(heads, row.locator("th, td").all_inner_texts(), strict=True))


def test_an_article_brings_a_company_that_signs_in_another_district(visitor, desk, wuqing):
    dongli, article = builders.district("dongli"), wuqing.articles.get()
    builders.listing(title="临港厂房", district=dongli, area=900)
    inquiry = ask_over(visitor(), article)
    assert (inquiry.entry_page, inquiry.place) == (article.get_absolute_url(), wuqing)

    first = desk("招商专员", "甲", wuqing)
    open_first(first, "pool")
    first.get_by_role("button", name="认领", exact=True).click()
    note(first, "phone", "首次联系，想靠近港口")
    hand_over(first, dongli)

    second = desk("招商专员", "乙", dongli)
    open_first(second, "offered")
    negotiate(second)
    sign(second)
    inquiry.refresh_from_db()
    assert (inquiry.stage, inquiry.first_place, inquiry.place) == ("signed", wuqing, dongli)

    chief = desk("站长", "丙")
    chief.goto("/admin/")
    chief.get_by_role("link", name="看成效").click()
    row = row_of(chief, article.title)
    row.pop("阅读量")  # counted when the beacon is written, a moment later
    assert row == {
        "文章": article.title,
        "最后来源页": "0",
        "首次到达页": "1",
        "已响应": "1",
        "签约": "1",
        "投产": "0",
        "协议投资（万元）": "3,200",
    }
