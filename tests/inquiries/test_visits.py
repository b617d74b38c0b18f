import pytest

from inquiries.models import Inquiry
from inquiries.visits import content_page
from tests.builders import HIDDEN, article, channel, district, listing, park, policy

pytestmark = pytest.mark.django_db


def sent(client, **values):
    client.cookies.clear()  # a browser of its own
    typed = {"contact_name": "王女士", "phone": "13800138000", "topic": "factory", "consent": "on"} | values
    assert client.post("/contact/", typed).status_code == 303
    row = Inquiry.objects.latest("pk")
    return row.entry_page, row.source_page, row.source_channel


def test_knows_every_page_with_content():
    place = district()
    channel("policy")
    paths = ["/", "/news/", "/policies/", "/parks/", "/listings/", "/siting/", "/districts/"]
    paths += [one.get_absolute_url() for one in (article(), policy(), park(), listing(), place)]
    paths += [f"/districts/{place.slug}/{end}/" for end in ("news", "policy", "rents")]
    assert [path for path in paths if content_page(path) != path] == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "news",
        "/nothing/",
        "/news/1",
        "/news/999999999999999999999999/",
        "/news/0/",
        "/parks/nowhere/",
        "/districts/wuqing/",
        "/contact/",
        "/inquiries/settle/",
        "/admin/",
        "/healthz",
        "/sitemap.xml",
        "//evil.example/",
        "https://evil.example/",
        "/news/?page=2",
        "/%00/",
        "/news/\0/",
        "/\ud800/",
        "/" + "a" * 5000,
    ],
)
def test_takes_nothing_else(path):
    assert content_page(path) == ""


def test_takes_no_channel_of_a_district_that_nobody_made():
    assert content_page(f"/districts/{district().slug}/castle/") == ""


@pytest.mark.parametrize("state", HIDDEN)
def test_names_no_page_the_public_may_not_see(state):
    things = [make(**HIDDEN[state]) for make in (article, policy, park, listing)]
    assert [content_page(one.get_absolute_url()) for one in things] == [""] * 4


def test_keeps_the_first_and_the_last_page_and_where_from(client):
    first, last = article().get_absolute_url(), park()
    visit = {"entry": first, "last": "/parks/", "channel": "百度"}
    assert sent(client, **visit) == (first, "/parks/", "百度")
    assert sent(client, **visit, **{"from": f"park-{last.slug}"}) == (first, last.get_absolute_url(), "百度")


@pytest.mark.parametrize("odd", ["", "/contact/", "https://evil.example/", "<script>", "9" * 1000])
def test_a_browser_that_says_anything_else_has_said_nothing(client, odd):
    assert sent(client, entry=odd, last=odd, channel=odd) == ("", "", "网站")


def test_without_the_script_nothing_is_lost(client):
    hall = listing()
    assert sent(client, **{"from": f"listing-{hall.pk}"}) == ("", hall.get_absolute_url(), "网站")


def test_one_form_sent_twice_is_one_inquiry_whatever_its_visit(client):
    sent(client, token="a" * 24, entry="/", channel="百度")
    sent(client, token="a" * 24, entry="/parks/", channel="360")
    assert Inquiry.objects.count() == 1


def test_says_beforehand_what_is_noted_of_the_visit(client):
    said = {
        path: "一并记录" in client.get(path).content.decode() for path in ("/contact/", "/submissions/new/")
    }
    assert said == {"/contact/": True, "/submissions/new/": False}
