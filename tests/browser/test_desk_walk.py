"""The editors' desk as its people walk through it: pasted, reviewed by three, live at the minute, changed, taken off."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests import builders
from tests.editorial.people import person
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db(transaction=True)
SHANGHAI = ZoneInfo("Asia/Shanghai")
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--[if gte mso 9]><xml></xml><![endif]-->
<h2 style='mso-pagination:widow-orphan'><span style='font-family:宋体'>一、签约情况</span></h2>
<p class=MsoNormal style='text-indent:24pt'><span lang=EN-US>6</span>家企业集中签约。<o:p></o:p></p>
<p class=MsoNormal onclick="alert(1)">项目总投资<b>3.2亿元</b>。<script>alert(2)</script></p></body></html>"""


@pytest.fixture
def desk(visitor, live_server):
    """A browser for each person: `desk("编辑")` is a page of somebody of that role."""

    def enter(role, name=""):
        client, page = Client(), visitor(viewport={"width": 1280, "height": 800})
        client.force_login(person(role, name))
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return page

    return enter


def paste(page, html):
    editor = page.locator(".field-body [contenteditable=true]")
    editor.click()
    editor.evaluate(
        """(editor, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "6家企业集中签约。");
            editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )
    expect(editor).to_contain_text("项目总投资")


def decide(page, button, words=""):
    """Open the first of what waits for this person, and press `button`."""
    page.goto("/admin/editorial/review/")
    page.locator("#result_list tbody tr th a").first.click()
    page.locator("form.review-decide textarea").fill(words)
    page.locator("form.review-decide").get_by_role("button", name=button).click()
    expect(page.locator(".messagelist")).to_be_visible()


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def write(editor, day):
    """A draft out of Word, to be public at nine on `day`."""
    channel = builders.channel()  # tests that write for good leave a database without any
    editor.goto(screen(Article, "add"))
    editor.locator("[name=title]").fill("【武清区招商】园区集中签约")
    paste(editor, FROM_WORD)
    editor.locator("[name=channel]").select_option(str(channel.pk))
    editor.locator("[name=published_at_0]").fill(f"{day:%Y-%m-%d}")
    editor.locator("[name=published_at_1]").fill("09:00")
    editor.locator("[name=_continue]").click()
    return Article.objects.get()


def restore_the_first(editor):
    """By way of the comparison and the history."""
    editor.get_by_role("link", name="对比线上版本").click()
    expect(editor.locator("#content-main ins").filter(has_text="七家企业").first).to_be_visible()
    editor.get_by_role("link", name="历史版本").first.click()
    editor.get_by_role("button", name=re.compile(r"^恢复\s?第 1 版")).click()
    expect(editor.locator("[name=title]")).to_have_value("园区集中签约")


def withdraw(page, article, reason):
    page.goto(screen(Article, "change", article.pk))
    page.get_by_role("link", name="撤下…").click()
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="撤下").click()


def test_a_text_goes_from_word_to_the_page_and_off_it_again(desk, visitor, monkeypatch):
    builders.district()
    editor, reader = desk("编辑"), visitor(viewport={"width": 390, "height": 844})
    tomorrow = timezone.localdate() + timedelta(days=1)
    nine = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=SHANGHAI)
    article = write(editor, tomorrow)
    assert (article.title, article.published_at, article.body) == (
        "园区集中签约",
        None,
        "<h2>一、签约情况</h2><p>6家企业集中签约。</p><p>项目总投资<strong>3.2亿元</strong>。</p>",
    )
    expect(editor.locator(".checks")).to_contain_text("可以送审")
    editor.locator("[name=_submit]").click()
    for role in ("初审", "复审", "终审"):
        decide(desk(role), f"{role}通过", "同意")

    address, heading = article.get_absolute_url(), reader.get_by_role("heading", level=1)
    at(monkeypatch, nine - timedelta(seconds=1))
    assert reader.request.get(address).status == 404
    at(monkeypatch, nine)
    reader.goto(address)
    expect(heading).to_have_text("【武清区招商】园区集中签约")

    editor.goto(screen(Article, "change", article.pk))
    editor.locator("[name=title]").fill("七家企业在园区集中签约")
    editor.locator("[name=_continue]").click()
    expect(editor.locator(".messagelist")).to_contain_text("线上内容未变")
    reader.reload()
    expect(heading).to_have_text("【武清区招商】园区集中签约")
    restore_the_first(editor)

    withdraw(desk("终审", "终审乙"), article, "企业数目有误")
    assert reader.request.get(address).status == 404
    assert list(article.steps.order_by("pk").values_list("action", "reason")) == [
        ("submitted", ""),
        *[("passed", "同意")] * 3,
        ("restored", ""),
        ("withdrawn", "企业数目有误"),
    ]


def test_two_editors_lose_nothing_to_each_other(desk):
    article = builders.article(title="原题", **builders.DRAFT)
    first, second = desk("编辑", "编辑甲"), desk("编辑", "编辑乙")
    for page in (first, second):
        page.goto(screen(Article, "change", article.pk))
    first.locator("[name=title]").fill("甲改的题")
    first.locator("[name=_continue]").click()
    second.locator("[name=title]").fill("乙改的题")
    second.locator("[name=_continue]").click()
    conflict = second.locator("section.conflict")
    expect(conflict.locator(".beside-theirs")).to_contain_text("甲改的题", use_inner_text=True)
    expect(conflict.locator(".beside-mine")).to_contain_text("乙改的题", use_inner_text=True)
    expect(second.locator("[name=title]")).to_have_value("乙改的题")
    article.refresh_from_db()
    assert article.title == "甲改的题"
    second.get_by_role("button", name="以我的为准保存").click()
    article.refresh_from_db()
    assert article.title == "乙改的题"
    assert sorted(article.versions.values_list("content__title", flat=True)) == [
        "乙改的题",
        "原题",
        "甲改的题",
    ]


def test_nobody_passes_what_he_wrote_and_none_enters_another_district(desk):
    elsewhere = builders.article(title="别区的稿", district=builders.district("beichen"), **builders.DRAFT)
    article = builders.article(title="初审自己写的", **builders.DRAFT)
    reviewer = desk("初审")
    reviewer.goto(screen(Article, "change", article.pk))
    reviewer.locator("[name=summary]").fill("初审改过的摘要。")
    reviewer.locator("[name=_submit]").click()
    review = article.reviews.get()
    answer = reviewer.goto(f"/admin/editorial/review/{review.pk}/change/")
    assert answer.status == 200
    expect(reviewer.get_by_role("button", name="初审通过")).to_have_count(0)
    token = reviewer.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    refused = reviewer.request.post(
        f"/admin/editorial/review/{review.pk}/pass/",
        form={"csrfmiddlewaretoken": token, "level": "1"},
        headers={"Referer": reviewer.url},
    )
    assert (refused.status, "您" in refused.text()) == (403, True)

    bound = desk("编辑", "编辑乙")
    User.objects.get(username="编辑乙").remits.create(district=builders.district())
    answer = bound.request.get(screen(Article, "change", elsewhere.pk))
    assert "别区的稿" not in answer.text()
    article.refresh_from_db()
    assert (article.state, review.steps.filter(action="passed").count()) == ("draft", 0)
