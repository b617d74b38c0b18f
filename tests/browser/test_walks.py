"""Three people walk through the site as they would: someone who reads, someone who asks, someone who writes."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Article
from inquiries.models import Inquiry
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """(editor, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def wuqing():
    district = builders.district()
    builders.channel()
    park = builders.park(name="自行车王国产业园", slug="bicycle-kingdom", district=district)
    builders.listing(title="单层钢结构厂房 3,200 ㎡", park=park, district=district)
    builders.listing(title="小型厂房 400 ㎡", area=400, district=district)
    builders.article(title="自行车零部件企业签约落户", parks=[park])
    builders.policy(title="支持智能制造发展若干措施")
    return district


def test_a_visitor_finds_a_place_and_reads_about_it(browser_page, wuqing):
    page = browser_page
    page.goto("/")
    page.get_by_label("面积至少（㎡）").fill("3000")
    page.get_by_role("button", name="查找载体").click()
    expect(page).to_have_url(re.compile(r"/siting/\?kind=factory&area_min=3000$"))
    expect(page.locator("[data-listing]")).to_have_count(1)

    page.get_by_role("link", name="单层钢结构厂房 3,200 ㎡").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("单层钢结构厂房 3,200 ㎡")
    page.get_by_role("link", name="自行车王国产业园").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("自行车王国产业园")
    page.get_by_role("link", name="自行车零部件企业签约落户").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("【武清区招商】自行车零部件企业签约落户")

    page.get_by_role("button", name="大字").first.click()
    page.get_by_label("站内搜索").first.fill("智能制造")
    page.get_by_role("button", name="搜索").first.click()
    expect(page.get_by_role("link", name="支持智能制造发展若干措施")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-type", "large")


def test_an_investor_asks_and_follows_the_answer(browser_page, wuqing):
    page, article = browser_page, Article.objects.get()
    page.goto(article.get_absolute_url())
    page.locator("main").get_by_role("link", name="企业入驻").first.click()
    expect(page).to_have_url(re.compile(rf"/inquiries/settle/\?from=article-{article.pk}$"))

    page.get_by_label("企业名称").fill("示例自行车（天津）有限公司")
    page.get_by_label("联系人").fill("王女士")
    page.get_by_label("租购厂房仓库").check()
    page.locator("[name=consent]").check()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("手机")
    expect(page.get_by_label("企业名称")).to_have_value("示例自行车（天津）有限公司")
    assert [words for words in page.complaints if "422" not in words] == []
    page.complaints.clear()

    page.locator("[name=phone]").fill("１３８ ００１３ ８０００")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("提交成功")
    inquiry = Inquiry.objects.get()
    expect(page.locator("main")).to_contain_text(inquiry.reference)
    expect(page.locator("main")).not_to_contain_text("13800138000")
    assert (inquiry.phone, inquiry.topic, inquiry.district.slug) == ("+8613800138000", "factory", "wuqing")

    page.context.clear_cookies()
    page.goto(inquiry.get_absolute_url())
    page.locator("[name=phone]").fill("138-0013-8000")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("企业入驻")
    expect(page.locator("main")).to_contain_text(inquiry.reference)


def test_an_editor_writes_publishes_and_withdraws(browser_page, wuqing):
    User.objects.create_superuser("bianji", password="a-long-password-of-the-test")
    page = browser_page
    page.goto("/admin/")
    page.locator("[name=username]").fill("bianji")
    page.locator("[name=password]").fill("a-long-password-of-the-test")
    page.locator("[type=submit]").click()
    expect(page.locator("body")).to_contain_text("等我处理")

    page.goto("/admin/articles/article/add/")
    page.locator("[name=title]").fill("【武清区招商】园区集中签约")
    editor = page.locator(".field-body [contenteditable=true]")
    editor.evaluate(PASTE, "一、签约情况\n六家企业集中签约。\n二、下一步\n1.办理手续；2.开工建设。")
    expect(editor).to_contain_text("开工建设")
    page.locator("[name=channel]").select_option(str(builders.channel().pk))
    page.locator("[name=_continue]").click()
    article = Article.objects.get(title="园区集中签约")
    assert article.body == (
        "<h2>一、签约情况</h2><p>六家企业集中签约。</p>"
        "<h2>二、下一步</h2><ol><li>办理手续；</li><li>开工建设。</li></ol>"
    )
    assert (article.state, article.district.slug) == ("draft", "wuqing")

    for action, seen in (("publish_chosen", True), ("withdraw_chosen", False)):
        page.goto("/admin/articles/article/")
        page.locator(f"input[name=_selected_action][value='{article.pk}']").check()
        page.locator("select[name=action]").select_option(action)
        page.locator("button[name=index]").click()
        if not seen:
            page.locator("[name=reason]").fill("演练撤下")
            page.locator("#content-main [type=submit]").click()
        page.goto("/news/")
        expect(page.locator(f"[data-article='{article.pk}']")).to_have_count(1 if seen else 0)
