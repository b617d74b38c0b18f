import pytest
from django.contrib.auth.models import User

from audit.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "Long-and-odd-7"


@pytest.fixture
def officer():
    return User.objects.create_user("zhuanyuan", password=PASSWORD, is_staff=True, last_name="李明")


def log_in(client, username="zhuanyuan", password=PASSWORD, **more):
    return client.post("/admin/login/?next=/admin/", {"username": username, "password": password}, **more)


def entries():
    return [(one.action, one.person_name, one.words, one.address) for one in Entry.objects.order_by("pk")]


def test_writes_down_who_logged_in_and_from_where(client, officer):
    assert log_in(client, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert entries() == [("login", "李明", "", "203.0.113.9")]


def test_writes_down_a_wrong_password_without_it(client, officer):
    assert log_in(client, password="typed-wrong").status_code == 200
    assert entries() == [("login_failed", "李明", "", "127.0.0.1")]
    assert "typed-wrong" not in str(Entry.objects.values())


@pytest.mark.parametrize("typed", [PASSWORD, "李明", "z" * 150])
def test_keeps_what_is_nobodys_name_to_itself(client, officer, typed):
    log_in(client, username=typed)
    assert entries() == [("login_failed", "", f"没有这个账号：{typed[0]}***", "127.0.0.1")]


def test_believes_the_header_the_forms_believe(client, officer, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    log_in(client, headers={"x-real-ip": "198.51.100.7"})
    log_in(client, headers={"x-real-ip": "x' OR 1=1"})
    assert [one[3] for one in entries()] == ["198.51.100.7", None]


def test_a_program_that_logs_somebody_in_is_no_visitor_at_the_door(client, officer):
    client.force_login(officer)
    assert entries() == []
