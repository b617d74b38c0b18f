import re

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from publishing.paging import page_of


def shown(number):
    """The pages' links and dots, as the page `number` of 26 prints them."""
    request = RequestFactory().get("/listings/?kind=office")
    html = render_to_string("includes/pages.html", {"page": page_of(range(260), number, 10)}, request)
    parts = re.findall(r'<a href="\?kind=office&amp;page=(\d+)" aria-label|<span[^>]*>([^<]+)</span>', html)
    return [link or f"({text})" for link, text in parts], html


def test_the_dots_between_pages_are_no_link():
    assert shown("10")[0] == ["1", "(…)", "8", "9", "(10)", "11", "12", "(…)", "26"]
    assert shown("2")[0] == ["1", "(2)", "3", "4", "(…)", "26"]
    assert "第 … 页" not in shown("10")[1]


@pytest.mark.parametrize("number", ["abc", "", None, "１"])
def test_nonsense_is_the_first_page(number):
    assert page_of(range(260), number).number == 1


@pytest.mark.parametrize("number", ["0", "99999", "-1"])
def test_there_is_no_page_out_of_range(number):
    with pytest.raises(Http404):
        page_of(range(260), number)


def test_the_address_asked_for_stays():
    request = RequestFactory().get("/news/", {"q": ['"<b>', "二"], "page": "7", "sort": ""})
    html = render_to_string("includes/pages.html", {"page": page_of(range(80), "7", 10)}, request)
    before = "?q=%22%3Cb%3E&amp;q=%E4%BA%8C&amp;sort=&amp;page="
    assert re.findall('href="([^"]*)" rel="(prev|next)"', html) == [
        (before + "6", "prev"),
        (before + "8", "next"),
    ]


def test_one_page_has_no_others():
    html = render_to_string(
        "includes/pages.html", {"page": page_of(range(9), "1")}, RequestFactory().get("/")
    )
    assert html.strip() == ""
