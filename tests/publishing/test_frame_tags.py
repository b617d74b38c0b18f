import pytest
from django.template import Context, Template

pytestmark = pytest.mark.django_db


class Site:
    site_name = "招商<网>"


def rendered(rf, text, path="/news/12/?a=1&b=2", **context):
    context = {"request": rf.get(path), "site": Site} | context
    return Template("{% load frame %}" + text).render(Context(context))


def test_the_way_down_to_a_page_ends_with_its_shortened_name(rf):
    trail = [("首页", "/"), ("甲&乙", "/news/?a=1&b=2"), ("字" * 31, "/news/12/")]
    assert rendered(rf, "{% breadcrumbs trail %}", trail=trail) == (
        '<nav class="breadcrumbs page" aria-label="当前位置">\n  <ol><li><a href="/">首页</a></li>'
        '<li><a href="/news/?a=1&amp;b=2">甲&amp;乙</a></li>'
        f'<li><span aria-current="page">{"字" * 29}…</span></li></ol>\n</nav>'
    )
    assert rendered(rf, "{% breadcrumbs trail %}") == ""


def test_what_other_sites_show_of_a_page(rf):
    assert rendered(rf, "{% open_graph '甲\"乙' '' None 'article' %}").splitlines() == [
        '<link rel="canonical" href="http://testserver/news/12/">',
        '<meta property="og:site_name" content="招商&lt;网&gt;">',
        '<meta property="og:type" content="article">',
        '<meta property="og:url" content="http://testserver/news/12/">',
        '<meta property="og:title" content="甲&quot;乙">',
    ]


def test_a_page_may_have_another_address_than_it_was_asked_by(rf):
    page = rendered(rf, "{% open_graph %}", canonical="/news/?page=2&q=<")
    assert page.count('"http://testserver/news/?page=2&amp;q=&lt;"') == 2


def test_the_address_a_page_was_asked_by(rf):
    asked = "{% asked_address as here %}{{ here }}"
    assert rendered(rf, asked) == "http://testserver/news/12/?a=1&amp;b=2"
    assert rendered(rf, asked, address_unknown=True) == ""


def test_the_qr_code_of_a_page(rf):
    assert rendered(rf, "{{ '/news/12/'|qr_address }}") == "/qr/news/12/"
