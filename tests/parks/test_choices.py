import pytest
from bs4 import BeautifulSoup
from django import forms

from parks.forms.choices import ManyChoices, written

CHOICES = [("", "全部"), ("a&b", "甲 & <乙>"), (3, "三"), ("a", "丙")]


def read(html):
    select = BeautifulSoup(html, "html.parser").select_one("select")
    options = [(one["value"], one.text, one.has_attr("selected")) for one in select.select("option")]
    return select.attrs, options


@pytest.mark.parametrize("value", [None, "", "a&b", "3", 3, "a", 'x"><b>', "nothing"])
def test_is_the_select_django_makes(value):
    attributes = {"id": "id_place", "aria-invalid": "true"}
    ours, usual = (
        kind({"class": "wide"}, CHOICES).render("place", value, attributes)
        for kind in (ManyChoices, forms.Select)
    )
    assert read(ours) == read(usual)
    assert ">x" not in ours


def test_offers_what_is_written_already():
    select = ManyChoices(choices=CHOICES)
    select.written = lambda: written([("b", "乙")])
    assert read(select.render("place", "b"))[1] == [("b", "乙", True)]
