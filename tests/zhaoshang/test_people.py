import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from tests import builders
from tests.staff_screens import enter, form_of, screen

pytestmark = pytest.mark.django_db


def test_a_new_account_is_one_of_the_staff(client):
    enter(client, "站长")
    address = screen(User, "add")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert (
        page.select_one("#id_is_staff_helptext").text.strip()
        == "后台的账号都要勾选；不勾选的人登录不了后台。"
    )
    password = "hai-he-qiao-1902"
    typed = {"username": "wangfang", "password1": password, "password2": password}
    client.post(address, form_of(client, address) | typed)
    assert User.objects.get(username="wangfang").is_staff


def test_the_help_calls_the_field_by_its_name(client):
    enter(client, "站长")
    someone = builders.staff(username="某人")
    page = BeautifulSoup(client.get(screen(User, "change", someone.pk)).content, "html.parser")
    label = page.select_one("label[for=id_is_active]").text.strip().rstrip("：:")
    assert f"离职的人取消“{label}”，不要删除" in page.get_text()
