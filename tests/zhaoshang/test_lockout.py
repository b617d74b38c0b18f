from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.utils import timezone

from audit.models import Entry
from tests.audit.test_logins import PASSWORD, log_in
from zhaoshang import lockout

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def locks(settings):
    settings.AXES_ENABLED = True


@pytest.fixture(autouse=True)
def officer():
    return User.objects.create_user("zhuanyuan", password=PASSWORD, is_staff=True)


def fail(client, times, **more):
    return [log_in(client, password="wrong", **more).status_code for _ in range(times)][-1]


def words(response):
    return BeautifulSoup(response.content, "html.parser").select_one("#content").get_text(" ", strip=True)


@pytest.mark.parametrize("typos", [1, 4])
def test_forgives_a_few_typos(client, typos):
    assert fail(client, typos) == 200
    assert log_in(client).status_code == 302


def test_the_fifth_wrong_password_locks_and_says_until_when(client):
    fail(client, 4)
    response = log_in(client, password="wrong")
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
    assert response.status_code == 429
    assert words(response) == (
        "暂时不能登录 用户名或密码连续输错 5 次，这个账号暂时不能从您所在的网络登录。"
        f"请在 {until:%H:%M} 以后再试。 忘了密码，请联系站长重设。 返回登录"
    )
    assert 14 * 60 < int(response["Retry-After"]) <= 15 * 60 + 1


def test_locked_out_the_right_password_waits_too(client):
    fail(client, 5)
    response = log_in(client)
    assert (response.status_code, "_auth_user_id" in client.session) == (429, False)


def test_trying_on_does_not_prolong_it_nor_fill_the_trail(client):
    fail(client, 5)
    before = AccessAttempt.objects.get().attempt_time
    fail(client, 7)
    assert AccessAttempt.objects.get().attempt_time == before
    assert Entry.objects.filter(action="login_failed").count() == 5


def test_opens_again_after_a_quarter_of_an_hour(client):
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert log_in(client).status_code == 302


def test_a_login_makes_up_for_the_typos_before(client):
    fail(client, 4)
    log_in(client)
    client.logout()
    assert fail(client, 4) == 200


def test_leaves_the_owner_of_the_name_alone_at_another_address(client):
    fail(client, 5, REMOTE_ADDR="203.0.113.9")
    assert log_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_leaves_colleagues_at_the_same_address_alone(client):
    User.objects.create_user("other", password=PASSWORD, is_staff=True)
    fail(client, 5)
    assert log_in(client, username="other").status_code == 302


def test_counts_a_network_of_version_six_as_one(client):
    for last in range(5):
        status = log_in(client, password="wrong", REMOTE_ADDR=f"2001:db8:1:2::{last}").status_code
    assert status == 429


def test_believes_only_the_header_of_our_own_proxy(client, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    for number in range(5):
        forged = {"x-forwarded-for": f"203.0.113.{number}", "x-real-ip": "198.51.100.7"}
        status = log_in(client, password="wrong", headers=forged).status_code
    assert status == 429


def test_stores_neither_name_nor_password(client):
    log_in(client, username="Secret-typed-as-name", password="Secret-2")
    assert "Secret" not in str(AccessAttempt.objects.values())


def test_an_address_that_tries_every_name_waits(client, monkeypatch):
    monkeypatch.setattr(lockout, "FAILURES_OF_AN_ADDRESS", 6)
    for number in range(6):
        assert log_in(client, username=f"nobody{number}").status_code == 200
    response = log_in(client)
    assert (response.status_code, "从您所在的网络登录失败的次数过多" in words(response)) == (429, True)
    assert log_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.parametrize("typed", ["", "\0", "x" * 1000, "\ud800"])
def test_survives_odd_names(client, typed):
    assert log_in(client, username=typed.encode("utf-8", "replace").decode()).status_code == 200
