import pytest
from bs4 import BeautifulSoup
from django.test import Client

from articles.models import Channel
from tests import builders
from tests.staff_screens import form_of, screen

pytestmark = pytest.mark.django_db
BY_HAND = {"sec-fetch-mode": "navigate"}  # what a browser sends with a form


@pytest.fixture
def master(client):
    user = builders.staff("master", is_superuser=True)
    user.set_password("a-long-word")
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def fields(response):
    form = BeautifulSoup(response.content, "html.parser").select_one("#content form[method=post]")
    return form["action"], {one["name"]: one.get("value", "") for one in form.select("input[name]")}


def test_saves_after_the_login_what_was_typed_before_it(client, master):
    channel = builders.channel("news")
    address = screen(Channel, "change", channel.pk)
    typed = form_of(client, address) | {"description": "写到一半的说明"}
    client.logout()

    asked = client.post(address, typed, headers=BY_HAND)
    assert asked.status_code == 403
    assert "登录已经过期，刚才填写的内容还没有保存" in asked.content.decode()
    action, waiting = fields(asked)
    assert (action, waiting["next"], waiting["kept-description"]) == (
        "/admin/login/",
        address,
        "写到一半的说明",
    )

    wrong = client.post(action, waiting | {"username": "master", "password": "wrong"})
    assert "用户名或密码不对" in wrong.content.decode()
    action, waiting = fields(wrong)
    assert (waiting["next"], waiting["kept-description"]) == (address, "写到一半的说明")

    right = client.post(action, waiting | {"username": "master", "password": "a-long-word"})
    action, again = fields(right)
    assert (action, again["description"]) == (address, "写到一半的说明")
    assert client.post(action, again).status_code == 302
    channel.refresh_from_db()
    assert channel.description == "写到一半的说明"


HERE = BY_HAND | {"sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("headers", [HERE, HERE | {"sec-fetch-site": "cross-site"}, BY_HAND])
def test_keeps_what_was_typed_where_every_cookie_is_gone(client, master, headers):
    """Nobody else's page gets anything waiting for the login."""
    channel = builders.channel("news")
    address = screen(Channel, "change", channel.pk)
    typed = form_of(client, address) | {"description": "写到一半的说明"}
    strict = Client(enforce_csrf_checks=True)
    asked = strict.post(address, typed, headers=headers)
    assert (asked.status_code, asked["Cache-Control"]) == (403, "private, no-store")
    assert ("登录已经过期" in asked.content.decode()) == (headers == HERE)
    if headers != HERE:
        return
    action, waiting = fields(asked)
    right = strict.post(action, waiting | {"username": "master", "password": "a-long-word"})
    action, again = fields(right)
    assert strict.post(action, again).status_code == 302
    channel.refresh_from_db()
    assert channel.description == "写到一半的说明"


def test_leads_nowhere_else(client, master):
    client.logout()
    sent = {"username": "master", "password": "a-long-word", "next": "https://evil.example/", "kept-x": "1"}
    assert fields(client.post("/admin/login/", sent))[0] == "/accounts/profile/"


def test_keeps_no_password(client, master):
    address = f"/admin/auth/user/{master.pk}/password/"
    client.logout()
    typed = {"password1": "geheim-geheim", "password2": "geheim-geheim"}
    response = client.post(address, typed, headers=BY_HAND)
    assert (response.status_code, b"geheim" in response.content) == (302, False)


def test_leaves_scripts_to_the_login(client, master):
    client.logout()
    response = client.post("/admin/articles/channel/add/", {"name": "x"}, headers={"sec-fetch-mode": "cors"})
    assert response.status_code == 302


def test_just_logging_in_is_as_ever(client, master):
    client.logout()
    sent = {"username": "master", "password": "a-long-word", "next": "/admin/articles/channel/"}
    response = client.post("/admin/login/", sent)
    assert (response.status_code, response["Location"]) == (302, "/admin/articles/channel/")
