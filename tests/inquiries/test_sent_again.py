"""Back after sending, and the button once more: the page is fetched again and brings another token."""

import time
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry, Submission
from publishing.references import new_token

pytestmark = pytest.mark.django_db
SAID = {"contact_name": "王女士", "phone": "13800138000", "topic": "land", "consent": "on"}


def send(client, door="/contact/", **changed):
    response = client.post(door, SAID | {"token": new_token()} | changed)
    assert response.status_code == 303
    return response["Location"]


def test_leads_to_the_first_receipt(client):
    assert send(client) == send(client)
    assert Inquiry.objects.count() == 1


def test_whatever_else_is_said_is_another_inquiry(client):
    places = {send(client), send(client, topic="factory"), send(client, phone="13900139000")}
    places |= {send(client, "/inquiries/settle/", company="天津某某自行车有限公司")}
    assert len(places) == Inquiry.objects.count() == 4


def test_another_browser_is_another_person(client):
    assert send(client) != send(Client())


def test_after_ten_minutes_it_is_a_new_one(client, monkeypatch):
    first, later = send(client), time.time() + 601
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: later))
    assert send(client) != first


def test_a_cleared_one_is_not_shown_again(client):
    first = send(client)
    Inquiry.objects.update(erased_at=timezone.now())
    assert send(client) != first


def test_a_text_is_sent_once_too(client):
    said = {"title": "签约", "body": "三家企业签约。", "author": "李先生", "rights": "original"}
    assert send(client, "/submissions/new/", **said) == send(client, "/submissions/new/", **said)
    assert Submission.objects.count() == 1
