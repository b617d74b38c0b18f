"""A siting in a browser on a slow line: what is typed counts, whatever answer is still under way."""

import re

import pytest
from playwright.sync_api import expect

from tests import builders

SLOW = """() => {
    const ask = window.fetch;
    window.fetch = async (...what) => {
        await new Promise((done) => setTimeout(done, 900));
        return ask(...what);
    };
}"""

# Somebody types just before the answer that brings the form of another address.
TYPES_LAST = """() => {
    const ask = window.fetch;
    window.fetch = async (...what) => {
        const answer = await ask(...what);
        const field = document.getElementById("id_height_min");
        field.value = "8";
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        return answer;
    };
}"""


@pytest.fixture
def siting(db, browser_page):
    """One high hall and one low one of 3,200 ㎡, both found; from here on each answer takes its time."""
    builders.listing(title="高厂房", clear_height_m=9)
    builders.listing(title="低厂房", clear_height_m=6)
    page = browser_page
    page.goto("/siting/?kind=factory&area_min=3000")
    expect(page.locator(".result-count")).to_have_text("找到 2 处空置载体，全部符合")
    page.evaluate(SLOW)
    return page


def type_height(page, metres):
    page.locator("summary", has_text="净高").click()
    page.locator("#id_height_min").press_sequentially(metres)


def test_the_button_asks_for_what_stands_in_the_fields(siting):
    type_height(siting, "8")
    siting.locator(".needs-form [type=submit]").click()
    assert siting.url.endswith("/siting/?kind=factory&area_min=3000&height_min=8")


def test_the_old_verdict_does_not_stand_for_the_new_question(siting):
    type_height(siting, "8")
    siting.locator(".needs-form [type=submit]").click()
    expect(siting.locator(".result-count")).to_have_text("正在查找…", timeout=800)
    expect(siting.locator(".result-count")).to_have_text("找到 2 处空置载体，1 处全部符合")
    assert siting.locator("#id_height_min").input_value() == "8"


def test_what_is_typed_meanwhile_outlives_the_form_of_another_address(siting):
    siting.locator("summary", has_text="净高").click()
    siting.evaluate(TYPES_LAST)
    siting.locator("#results [data-need=area]").click()
    expect(siting).to_have_url(re.compile(r"/siting/\?kind=factory&height_min=8$"))
    expect(siting.locator("#id_height_min")).to_have_value("8")
    expect(siting.locator("#id_height_min")).to_be_visible()
    expect(siting.locator(".result-count")).to_have_text("找到 2 处空置载体，1 处全部符合")


def test_going_back_to_the_same_words_ends_the_other_answer(siting):
    type_height(siting, "8")
    expect(siting).to_have_url(re.compile("height_min=8$"))
    siting.locator("#id_height_min").fill("")
    expect(siting).to_have_url(re.compile(r"/siting/\?kind=factory&area_min=3000$"))
    expect(siting.locator(".result-count")).to_have_text("找到 2 处空置载体，全部符合")
