"""Whatever arrives at the public forms is stored or refused in words; nothing reaches a column that cannot hold it."""

import re
from urllib.parse import quote

import pytest

from inquiries.forms import SettleForm
from inquiries.models import Inquiry, Submission

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
CHINESE = re.compile("[\u4e00-\u9fff]")
ODD = [
    "%00",
    "a%00b",
    "%ED%A0%80",  # half a character
    "%FF%FE",
    "%C0%AF",
    "%EF%BF%BE",
    "%E2%80%AE%E2%81%A6",
    "%1B%5B2J",
    quote("张" * 100_000),
    "9" * 400,
    "1e400",
    "-1",
    "NaN",
    "99999999999999999999999",
    "1%27%20OR%201=1--",
    "%7B%7B7*7%7D%7D",
    "<script>alert(1)</script>",
    "[]",
    "__class__",
    "%F0%A0%AE%B7",
]
INQUIRY = {
    "contact_name": "%E7%8E%8B",
    "phone": "13800138000",
    "company": "%E6%9F%90",
    "topic": "land",
    "consent": "on",
}
SUBMISSION = {
    "title": "%E6%A0%87",
    "body": "%E6%AD%A3",
    "author": "%E6%9D%8E",
    "phone": "13800138000",
    "rights": "original",
    "consent": "on",
}
DOORS = [
    (
        "/inquiries/settle/",
        INQUIRY,
        ["company", "phone", "topic", "deal", "message", "email", "consent", "token", "from"],
    ),
    (
        "/inquiries/settle/",
        INQUIRY,
        ["district", "park", "listing", "industry", "area_min", "investment_wan"],
    ),
    ("/submissions/new/", SUBMISSION, ["title", "body", "rights", "ai_generated", "attachment", "district"]),
]


def body(fields):
    return "&".join(f"{name}={value}" for name, value in fields.items())


def is_refused_in_words(response):
    errors = re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL)
    return bool(errors) and all(CHINESE.search(error) for error in errors)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
@pytest.mark.parametrize(("door", "fields", "names"), DOORS, ids=["inquiry", "wishes", "submission"])
def test_an_odd_value_is_stored_or_refused_in_words(client, settings, door, fields, names, odd):
    settings.FORM_RATE = 0
    for name in names:
        response = client.post(door, body(fields | {name: odd}), content_type=FORM)
        assert (name, response.status_code) in ((name, 303), (name, 422))
        assert response.status_code == 303 or is_refused_in_words(response)
    for model in (Inquiry, Submission):
        for row in model.objects.all():
            row.full_clean(exclude=["district"])


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
def test_an_odd_link_opens_the_form(client, odd):
    names = [*SettleForm.base_fields, "from", "kind", "height_min", "load_min", "power_min"]
    assert client.get("/contact/?" + body(dict.fromkeys(names, odd))).status_code == 200


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
def test_an_odd_lookup_is_refused_in_words(client, settings, odd):
    settings.FORM_RATE = 0
    for fields in ({"reference": odd, "phone": "13800138000"}, {"reference": "ZX-2", "phone": odd}):
        response = client.post("/inquiries/", body(fields), content_type=FORM)
        assert response.status_code == 422
        assert is_refused_in_words(response) or "对不上" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        ('{"contact_name": "王"}', "application/json", 422),
        ("", FORM, 422),
        ("&&&===&;", FORM, 422),
        ("=".join("ab" * 1000), FORM, 422),
        ("a=1&" * 2000, FORM, 400),
        ("message=" + "a" * 6_000_000, FORM, 400),
        ("abc", "multipart/form-data", 400),
        ("abc", "multipart/form-data; boundary=", 400),
        ("abc", "multipart/form-data; boundary=x", 422),
        ('--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n138', "multipart/form-data; boundary=x", 422),
        ("--x\r\nContent-Disposition: form-data; name*=BOGUS''x\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x", 422),
        ("--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x", 422),
        ("plain", "text/plain", 422),
    ],
    ids=range(13),
)  # fmt: skip
@pytest.mark.parametrize("door", ["/contact/", "/submissions/new/", "/inquiries/"])
def test_an_odd_body_is_refused_in_words(client, door, content, content_type, status):
    response = client.post(door, content, content_type=content_type)
    assert response.status_code == status
    assert CHINESE.search(response.content.decode())
    assert (Inquiry.objects.count(), Submission.objects.count()) == (0, 0)


def test_of_a_field_sent_twice_the_last_one_counts(client):
    client.post("/contact/", body(INQUIRY) + "&topic=policy&phone=13900139000", content_type=FORM)
    row = Inquiry.objects.get()
    assert (row.topic, row.phone) == ("policy", "+8613900139000")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_not_for_forms(client, method):
    assert getattr(client, method)("/contact/").status_code == 405
