import pytest
from bs4 import BeautifulSoup

from parks.models import Listing
from publishing.models import FriendLink, SiteSettings
from tests import builders
from tests.staff_screens import enter, errors_on, save, screen

pytestmark = pytest.mark.django_db

FORM = "/admin/publishing/sitesettings/1/change/"


def test_the_list_of_settings_is_the_form(client):
    enter(client, "站长")
    response = client.get(screen(SiteSettings))
    assert (response.status_code, response.url) == (302, FORM)


def test_saves_the_settings_the_first_time_and_again(client):
    enter(client, "站长")
    save(client, FORM, site_name="天津招商", hotline="022-82100000")
    save(client, FORM, hotline="022-82100001")
    assert list(SiteSettings.objects.values_list("pk", "site_name", "hotline")) == [
        (1, "天津招商", "022-82100001")
    ]


def test_opening_the_settings_changes_nothing(client):
    enter(client, "站长")
    client.get(FORM)
    assert SiteSettings.objects.count() == 0


@pytest.mark.parametrize("kind", ["add", "delete"])
def test_settings_are_neither_added_nor_deleted(client, kind):
    client.force_login(builders.staff(is_superuser=True))
    SiteSettings.objects.create()
    args = [1] if kind == "delete" else []
    assert client.post(screen(SiteSettings, kind, *args), {"post": "yes"}).status_code == 403
    assert SiteSettings.objects.count() == 1


def test_an_editor_sees_no_settings(client):
    enter(client, "编辑")
    assert client.get(FORM).status_code == 403


def test_sorts_friend_links_in_the_list(client):
    enter(client, "站长")
    first, second = (FriendLink.objects.create(name=name, url="https://www.tj.gov.cn/") for name in "甲乙")
    save(client, screen(FriendLink), **{"form-0-position": "2", "form-1-position": "1", "_save": "保存"})
    assert list(FriendLink.objects.all()) == [second, first]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ("abc", "请从列出的选项中选择。"),
        ("9" * 30, "请从列出的选项中选择。"),
        ("\x00", "其中有无法识别的字符，请删去后重新输入。"),
    ],
)
def test_a_choice_that_is_no_number_is_refused_in_words(client, sent, sentence):
    enter(client, "编辑")
    listing = builders.listing(industries=[builders.industry()])
    response = save(client, screen(Listing, "change", listing.pk), district=sent, industries=[sent])
    assert errors_on(response) == [sentence, f"没有“{sent}”这一项。"]
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("#id_industries option[selected]") == []
