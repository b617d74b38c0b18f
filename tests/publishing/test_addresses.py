import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from publishing.addresses import address, address_of_page

NAMED = [("articles:detail", 12), ("articles:policy_detail", 1020), ("district_hub", "wu-qing0")]


@pytest.fixture
def below():
    set_script_prefix("/portal/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize(("name", "key"), NAMED)
def test_says_what_reverse_says(name, key):
    assert address(name, key) == reverse(name, args=[key])


def test_follows_the_place_of_the_site(below):
    assert address("articles:detail", 12) == reverse("articles:detail", args=[12]) == "/portal/news/12/"


@pytest.mark.parametrize("key", [None, ""])
def test_what_has_no_key_has_no_address(key):
    with pytest.raises(NoReverseMatch):
        address("articles:detail", key)


def test_says_where_a_page_without_arguments_is(below):
    assert address_of_page("parks:park_list") == reverse("parks:park_list") == "/portal/parks/"
