"""The second step open in two tabs: neither takes from the other what it did not touch itself."""

import pytest
from bs4 import BeautifulSoup

from inquiries.models import Inquiry
from tests.inquiries.test_needs import needs, sent

pytestmark = pytest.mark.django_db


def opened(client, row):
    """What the form of a tab holds, as its browser would send it."""
    form = BeautifulSoup(client.get(needs(row)).content, "html.parser").select_one("form.needs")
    return filled(form)


def filled(form):
    held = {field["name"]: field.get("value", "") for field in form.select("input")}
    held |= {field["name"]: field.text.removeprefix("\n") for field in form.select("textarea")}
    for choice in form.select("select"):
        chosen = choice.select_one("option[selected]")
        held[choice["name"]] = chosen["value"] if chosen else ""
    return held


def saved(row):
    return Inquiry.objects.get(pk=row.pk)


def test_the_second_leaves_what_the_first_has_written(client):
    row = sent(client)
    first, second = opened(client, row), opened(client, row)
    assert client.post(needs(row), first | {"message": "要有行车。"}).status_code == 303
    assert client.post(needs(row), second | {"area_min": "3000"}).status_code == 303
    assert (saved(row).message, saved(row).area_min) == ("要有行车。", 3000)


def test_two_texts_for_one_field_are_both_shown_and_asked_about(client):
    row = sent(client)
    first, second = opened(client, row), opened(client, row)
    client.post(needs(row), first | {"message": "要有行车。", "area_min": "2000"})
    response = client.post(needs(row), second | {"message": "要临街。", "wechat": "wang"})
    assert response.status_code == 409
    page = BeautifulSoup(response.content, "html.parser")
    words = page.select_one(".error-summary").text
    assert "需求描述：您打开本页之后，这一项已在另一个页面保存为“要有行车。”。" in words
    assert page.select_one("[name=message]").text.strip() == "要临街。"
    assert (saved(row).message, saved(row).wechat) == ("要有行车。", "")
    assert client.post(needs(row), filled(page.select_one("form.needs"))).status_code == 303
    assert (saved(row).message, saved(row).wechat) == ("要临街。", "wang")


def test_the_same_words_in_both_are_no_contradiction(client):
    row = sent(client)
    first, second = opened(client, row), opened(client, row)
    for tab in (first, second):
        assert client.post(needs(row), tab | {"message": "要有行车。"}).status_code == 303
    assert saved(row).message == "要有行车。"


@pytest.mark.parametrize("stamp", ["", "x", "\0" * 9, " ".join("ab" * 40), "0" * 9999])
def test_a_stamp_that_is_none_of_ours_is_asked_about_or_ignored(client, stamp):
    row = sent(client, message="找厂房")
    assert client.post(needs(row), {"message": "要有行车。", "stamp": stamp}).status_code in (303, 409)
