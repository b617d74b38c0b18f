import pytest
from django.test import RequestFactory

from inquiries.models import Inquiry
from publishing.clients import client_address
from publishing.references import new_token
from tests.builders import staff

pytestmark = pytest.mark.django_db


def send(client, **headers):
    client.cookies.clear()  # each time another person of the same office
    said = {"contact_name": "王女士", "phone": "13800138000", "topic": "land", "consent": "on"}
    return client.post("/contact/", said | {"token": new_token()}, **headers)


def test_answers_429_in_words_once_the_hour_is_used_up(client, settings):
    settings.FORM_RATE = 5
    assert [send(client).status_code for _ in range(6)] == [303] * 5 + [429]
    refused = send(client)
    assert "提交过于频繁" in refused.content.decode()
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert set(refused["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert Inquiry.objects.count() == 5


def test_counts_every_form_of_an_address_together(client, settings):
    settings.FORM_RATE = 2
    client.post("/inquiries/settle/")
    client.post("/contact/")
    assert client.post("/submissions/new/").status_code == 429


def look_up(client):
    return client.post("/inquiries/", {"reference": "ZX-2222-2222-2222-2222", "phone": "13800138000"})


def test_counts_those_who_look_up_for_themselves(client, settings):
    settings.FORM_RATE = 2
    assert [look_up(client).status_code for _ in range(3)] == [422, 422, 429]
    assert send(client).status_code == 303
    assert [send(client).status_code for _ in range(2)] == [303, 429]


def test_says_to_one_who_looks_up_that_it_was_looking_up(client, settings):
    settings.FORM_RATE = 1
    look_up(client)
    words = look_up(client).content.decode()
    assert "查询过于频繁" in words
    assert "提交过于频繁" not in words
    assert "提交咨询和投稿不受影响。" in words


def test_does_not_count_looking(client, settings):
    settings.FORM_RATE = 1
    for _ in range(3):
        assert client.get("/contact/").status_code == 200
    assert send(client).status_code == 303


def test_does_not_notice_an_office_behind_one_address(client, settings):
    settings.FORM_RATE = 60
    assert {send(client).status_code for _ in range(60)} == {303}
    assert send(client).status_code == 429
    assert send(client, REMOTE_ADDR="198.51.100.7").status_code == 303


def test_stops_one_form_posted_like_no_person_would(client, settings):
    settings.FORM_RATE = 60
    token = {"token": new_token()}
    answers = [client.post("/contact/", token).status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]
    assert send(client).status_code == 303


def test_has_no_limit_where_another_protection_stands(client, settings):
    settings.FORM_RATE = 0
    token = {"token": new_token()}
    assert {client.post("/contact/", token).status_code for _ in range(100)} == {422}


@pytest.mark.parametrize(
    ("meta", "header", "address"),
    [
        ({"REMOTE_ADDR": "203.0.113.9"}, "", "203.0.113.9"),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, "", "203.0.113.9"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "198.51.100.7"}, "X-Real-IP", "198.51.100.7"),
        (
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.7"},
            "X-Forwarded-For",
            "198.51.100.7",
        ),
        ({"REMOTE_ADDR": "203.0.113.9"}, "X-Real-IP", "203.0.113.9"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "", "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.9"}, "", "203.0.113.9"),
        ({"REMOTE_ADDR": ""}, "", "unknown"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "x' OR 1=1"}, "X-Real-IP", "unknown"),
    ],
)
def test_believes_a_proxy_only_where_the_setting_names_its_header(settings, meta, header, address):
    settings.CLIENT_ADDRESS_HEADER = header
    assert client_address(RequestFactory().get("/", **meta)) == address


@pytest.mark.parametrize(
    ("rate", "proof", "told"),
    [(60, 1000, []), (0, 1000, ["提交次数限制已关闭"]), (60, 0, ["工作量证明已关闭"])],
)
def test_tells_the_administrator_what_is_off(admin_client, settings, rate, proof, told):
    settings.FORM_RATE, settings.FORM_PROOF = rate, proof
    page = admin_client.get("/admin/").content.decode()
    assert [words for words in ("提交次数限制已关闭", "工作量证明已关闭") if words in page] == told


def test_does_not_trouble_others_with_it(client, settings):
    settings.FORM_RATE = 0
    client.force_login(staff())
    assert "已关闭" not in client.get("/admin/").content.decode()
