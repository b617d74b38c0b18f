import base64
import json

import pytest
from altcha import Challenge, Payload, solve_challenge

from inquiries.models import Inquiry
from inquiries.proof import is_proven, new_challenge
from publishing.references import new_token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cheap(settings):
    settings.FORM_PROOF = 1


def solved(challenge=None):
    challenge = Challenge.from_dict(challenge or new_challenge())
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def send(client, altcha=""):
    said = {"contact_name": "王女士", "phone": "13800138000", "topic": "land", "consent": "on"}
    return client.post("/contact/", said | {"token": new_token(), "altcha": altcha}).status_code


def test_hands_out_a_challenge_nobody_keeps(client):
    response = client.get("/altcha/")
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert is_proven(solved(response.json()))


def test_has_no_challenge_where_it_is_off(client, settings):
    settings.FORM_PROOF = 0
    assert client.get("/altcha/").status_code == 404
    assert "data-proof" not in client.get("/contact/").content.decode()


def test_believes_a_proof_once():
    payload = solved()
    assert [is_proven(payload), is_proven(payload)] == [True, False]


@pytest.mark.parametrize("payload", ["", "x", "e30=", "bnVsbA==", "W10=", "\0", "9" * 5000, "[" * 3000])
def test_believes_nothing_else(payload):
    assert not is_proven(payload)


def test_believes_no_challenge_made_easier():
    said = json.loads(base64.b64decode(solved()))
    for name, value in {"keyPrefix": "", "cost": 0, "expiresAt": 4_000_000_000, "nonce": "00" * 16}.items():
        parameters = said["challenge"]["parameters"] | {name: value}
        changed = said | {"challenge": said["challenge"] | {"parameters": parameters}}
        assert not is_proven(base64.b64encode(json.dumps(changed).encode()).decode())


def test_believes_nothing_out_of_date(monkeypatch):
    monkeypatch.setattr("inquiries.proof.VALID_SECONDS", -5)
    assert not is_proven(solved())


@pytest.fixture
def three_without_proof(settings, monkeypatch):
    settings.FORM_RATE = 1
    monkeypatch.setattr("inquiries.protection.ADDRESSES_WITHOUT_PROOF", 3)


def test_lets_everybody_without_proof_share_one_limit(client, three_without_proof):
    answers = []
    for number in range(4):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        client.cookies.clear()
        answers.append(send(client))
    assert answers == [303, 303, 303, 429]
    assert Inquiry.objects.count() == 3


def test_leaves_the_plain_path_open_when_one_address_floods_it(client, settings):
    settings.FORM_RATE = 3
    for _ in range(10):
        send(client)
    client.defaults["REMOTE_ADDR"] = "198.51.100.9"
    assert send(client) == 303


def test_lets_a_proof_pass_while_a_flood_has_none(client, three_without_proof):
    for number in range(5):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        send(client)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert send(client) == 429
    client.defaults["REMOTE_ADDR"] = "203.0.113.10"
    assert send(client, solved()) == 303


def test_says_what_helps(client, three_without_proof):
    for number in range(3):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        send(client)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert "请启用 JavaScript 后重新打开表单" in client.post("/contact/").content.decode()


def test_wants_no_proof_to_look_up_progress(client, settings):
    settings.FORM_RATE = 1
    send(client)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert client.post("/inquiries/").status_code == 422
