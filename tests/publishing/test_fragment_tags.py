import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse

from publishing.fragments import one_page
from tests import builders

pytestmark = pytest.mark.django_db


def rendered(text, **context):
    with one_page():
        return Template("{% load fragments %}" + text).render(Context(context))


def test_a_part_is_made_once_for_what_it_is_named_by():
    part = "{% kept 'part' number %}{{ words }}{% endkept %}"
    assert rendered(part, number=1, words="甲") == "甲"
    assert rendered(part, number=1, words="乙") == "甲"
    assert rendered(part, number=2, words="乙") == "乙"


def test_what_differs_from_page_to_page_is_put_in_anew_and_escaped():
    part = (
        "{% kept 'part' with origin %}<a href='?from={{ origin }}'>{{ words }}</a>{{ origin }}{% endkept %}"
    )
    assert rendered(part, origin="article-1", words="甲") == "<a href='?from=article-1'>甲</a>article-1"
    assert rendered(part, origin="<b>", words="乙") == "<a href='?from=&lt;b&gt;'>甲</a>&lt;b&gt;"


def test_where_there_is_nothing_to_print_the_part_is_another():
    part = "{% kept 'part' with origin %}入驻{% if origin %}?from={{ origin }}{% endif %}{% endkept %}"
    assert [rendered(part, origin=one) for one in ("park-1", "", None, "park-2")] == [
        "入驻?from=park-1",
        "入驻",
        "入驻",
        "入驻?from=park-2",
    ]
    assert rendered(part) == "入驻"


@pytest.mark.parametrize("printed", ["visitor.name", "name|upper", "'words'"])
def test_what_is_printed_needs_a_name(printed):
    with pytest.raises(TemplateSyntaxError, match="give it a name"):
        rendered(f"{{% kept 'part' with {printed} %}}{{% endkept %}}")


def test_what_a_part_depends_on_is_no_part_of_its_name():
    for part in ("{% kept 'x' with b %}1{{ b }}{% endkept %}", "{% kept b 'x' %}2{{ b }}{% endkept %}"):
        assert rendered(part, b="b") == ("1b" if "with" in part else "2b")


def test_a_part_is_made_again_after_a_change():
    part = "{% kept 'part' %}{{ words }}{% endkept %}"
    assert rendered(part, words="甲") == "甲"
    builders.article()
    assert rendered(part, words="乙") == "乙"


def test_a_file_is_a_part_and_prints_what_it_is_told_to():
    tools = "{% kept_include 'includes/tools.html' with qr=path %}"
    first, second = (rendered(tools, path=f"/{number}<") for number in (1, 2))
    assert '<img src="/1&lt;" alt="本页地址的二维码"' in first
    assert second == first.replace("/1&lt;", "/2&lt;")


def test_a_file_is_another_part_for_what_it_depends_on():
    masthead = "{% kept_include 'includes/masthead.html' section=path|section %}"
    pages = [rendered(masthead, path=path) for path in ("/news/1/", "/news/2/", "/parks/")]
    current = [re.findall('aria-current="page">(..)<', page) for page in pages]
    assert current == [["新闻"], ["新闻"], ["园区"]]


@pytest.mark.parametrize(
    ("path", "section"),
    [("/news/12/", "news"), ("/siting/", "siting"), ("/", ""), ("", ""), ("/parks", "parks")],
)
def test_the_section_of_a_page(path, section):
    assert rendered("{{ path|section }}", path=path) == section


def test_the_address_of_a_page_without_arguments():
    assert rendered("{% address 'parks:park_list' %}") == reverse("parks:park_list")
