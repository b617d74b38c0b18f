"""An officer at the screen of one inquiry: claims it, notes a follow-up, takes it further."""

import pytest
from playwright.sync_api import expect

from inquiries.models import Inquiry
from tests import builders
from tests.inquiries.handled import member
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(visitor, client, live_server):
    """Pages of one officer, with or without scripts."""
    district = builders.district()
    client.force_login(member("li", district))

    def enter(**options):
        page = visitor(**options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    enter.district = district
    return enter


def facts(page):
    return dict(
        zip(
            page.locator(".standing dt").all_inner_texts(),
            page.locator(".standing dd").all_inner_texts(),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1440, "height": 900}},
        {"viewport": {"width": 400, "height": 800}},
        {"viewport": {"width": 1440, "height": 900}, "java_script_enabled": False},
    ],
    ids=["desktop", "phone", "without scripts"],
)
def test_claims_notes_and_goes_on(desk, options):
    inquiry = builders.inquiry(district=desk.district, industry=builders.industry(), area_min=3000)
    page = desk(**options)
    page.goto(screen(Inquiry, "change", inquiry.pk))
    page.get_by_role("button", name="认领", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已认领")  # the page that follows is there
    assert facts(page)["负责人"] == "李明"
    page.select_option("#id_follow_ups-0-method", "phone")
    page.fill("#id_follow_ups-0-summary", "约好下周看厂房")
    page.get_by_role("button", name="保存跟进").click()
    expect(page.locator(".timeline li").first).to_contain_text("约好下周看厂房")
    assert facts(page)["阶段"] == "已响应"
    page.get_by_role("button", name="进入“研判”").click()
    expect(page.locator(".messagelist")).to_contain_text("已进入“研判”。")
    assert facts(page)["阶段"] == "研判"
    assert page.get_by_role("button", name="进入“跟进”").is_disabled()
    inquiry.refresh_from_db()
    assert (inquiry.stage, inquiry.officer.username, inquiry.follow_ups.get().summary) == (
        "assessed",
        "li",
        "约好下周看厂房",
    )


def test_enter_saves_and_the_button_beside_an_empty_follow_up_asks_for_one(desk):
    inquiry = builders.inquiry(district=desk.district)
    page = desk(viewport={"width": 1440, "height": 900})
    page.goto(screen(Inquiry, "change", inquiry.pk))
    page.fill("#id_job_title", "厂长")
    page.press("#id_job_title", "Enter")
    expect(page.locator(".messagelist")).to_have_text(f"{inquiry}：已保存：职务。")
    page.get_by_role("button", name="保存跟进").click()
    expect(page.locator(".follow-ups .field-summary .errorlist")).to_contain_text("还没有写跟进内容。")


def test_asks_before_it_leaves_a_follow_up_that_was_not_saved(desk):
    inquiry = builders.inquiry(district=desk.district)
    page = desk(viewport={"width": 1440, "height": 900})
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(screen(Inquiry, "change", inquiry.pk))
    page.locator("#id_follow_ups-0-summary").press_sequentially("约好")
    page.get_by_text("更多", exact=True).click()
    page.get_by_role("link", name="结束…").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("#id_follow_ups-0-summary") == "约好"


def test_what_was_refused_opens_at_its_first_error(desk):
    page = desk(viewport={"width": 1440, "height": 900})
    page.goto(screen(Inquiry, "change", builders.inquiry(district=desk.district).pk))
    page.get_by_role("button", name="保存跟进").click()
    expect(page.locator(".errornote a")).to_have_css("text-decoration-line", "underline")
    expect(page.locator(".follow-ups .errors :focus")).to_be_in_viewport()


def test_the_current_page_of_a_list_is_the_marked_one(desk):
    for _ in range(101):
        builders.inquiry(district=desk.district)
    page = desk(viewport={"width": 1440, "height": 900})
    page.goto(screen(Inquiry, "changelist") + "?tab=all")
    expect(page.locator(".paginator .this-page")).not_to_have_css("border-bottom-color", "rgba(0, 0, 0, 0)")
    expect(page.locator(".paginator a").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
