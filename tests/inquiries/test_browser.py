import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from inquiries.models import Inquiry
from inquiries.proof import is_proven
from publishing.models import SiteSettings
from tests.builders import listing

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}


def refuse(page):
    """A refused form answers 422, which Chromium notes as a failed resource."""
    page.click("main button[type=submit]")
    expect(page.locator(".error-summary")).to_be_visible()
    page.complaints[:] = [one for one in page.complaints if "status of 422" not in one]


def fill(page):
    page.get_by_label("企业名称").fill("天津某某自行车有限公司")
    page.get_by_label("联系人").fill("王女士")
    page.get_by_label("手机").fill("138 0013 8000")
    page.get_by_label("租购厂房仓库").check()
    page.get_by_label("我已阅读并同意").check()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_phone_sends_an_inquiry_about_a_hall(visitor, script):
    SiteSettings(hotline="022-82100000").save()
    hall = listing()
    page = visitor(viewport=PHONE, java_script_enabled=script)
    page.goto(f"/inquiries/settle/?from=listing-{hall.pk}")
    refuse(page)
    summary = page.locator(".error-summary a")
    assert summary.all_inner_texts()[:2] == ["企业名称：请填写企业名称。", "联系人：请填写联系人。"]
    summary.first.click()
    expect(page.get_by_label("企业名称")).to_be_focused()
    expect(page.get_by_label(hall.title)).to_be_checked()
    fill(page)
    page.click("main button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")
    row = Inquiry.objects.get()
    expect(page.locator(".reference")).to_have_text(row.reference)
    assert (row.listing, row.company) == (hall, "天津某某自行车有限公司")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")


def test_reads_out_first_what_is_wrong(visitor):
    page = visitor(viewport=PHONE)
    page.goto("/contact/")
    refuse(page)
    expect(page.locator(".error-summary")).to_be_focused()


def test_a_double_click_sends_one_inquiry(visitor):
    page = visitor()
    page.goto("/inquiries/settle/")
    fill(page)
    page.dblclick("main button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("提交成功")
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/inquiries/settle/", "/inquiries/policy-pack/", "/contact/", "/submissions/new/"]
)
def test_works_out_its_proof_while_somebody_types(visitor, settings, path):
    settings.FORM_PROOF = 10
    page = visitor()
    page.goto(path)
    page.get_by_label("手机").fill("138 0013 8000")
    expect(page.locator("input[name=altcha]")).to_have_value(re.compile("."), timeout=15_000)
    assert is_proven(page.locator("input[name=altcha]").input_value())


@pytest.mark.parametrize("path", ["/inquiries/settle/?district=wuqing", "/submissions/new/", "/inquiries/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_form_is_open_to_everyone(visitor, path, scheme):
    """At a phone's width, in both colour schemes: nothing beside the page, nothing axe objects to."""
    page = visitor(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page.goto(path)
    refuse(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
