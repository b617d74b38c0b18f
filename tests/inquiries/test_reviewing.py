"""What a receipt says of a text that nobody has read yet."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from inquiries import reviewing
from inquiries.models import EarlierText, Inquiry, Submission
from tests.builders import inquiry, submission

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 12, 4, tzinfo=UTC)


@pytest.fixture
def text():
    row = submission()
    Submission.objects.update(created_at=THURSDAY)
    row.refresh_from_db()
    return row


def today(monkeypatch, day):
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None: real(value) if value else day)


def test_promises_three_working_days(text, monkeypatch):
    today(monkeypatch, date(2026, 11, 17))  # Friday, Monday, Tuesday
    assert reviewing.standing(text) == reviewing.WAITS


def test_apologises_once_they_have_passed(client, text, monkeypatch):
    today(monkeypatch, date(2026, 11, 18))
    client.post(text.get_absolute_url(), {"phone": "13900139000"})
    lead = BeautifulSoup(client.get(text.get_absolute_url()).content, "html.parser").select_one(
        ".page-head p"
    )
    assert lead.text.strip() == reviewing.LATE


def test_an_amended_text_is_promised_anew(text, monkeypatch):
    earlier = EarlierText.objects.create(submission=text, title="旧", body="旧", reason="请补充。")
    EarlierText.objects.filter(pk=earlier.pk).update(replaced_at=datetime(2026, 11, 20, 4, tzinfo=UTC))
    today(monkeypatch, date(2026, 11, 25))
    assert reviewing.standing(text) == reviewing.WAITS


def test_promises_no_call_beneath_an_apology(client):
    row = inquiry()
    Inquiry.objects.filter(pk=row.pk).update(due_on=date(2026, 1, 5))
    client.post(row.get_absolute_url(), {"phone": "13800138000"})
    page = BeautifulSoup(client.get(row.get_absolute_url()).content, "html.parser")
    assert "没能按时回电，抱歉" in page.select_one(".page-head p").text
    assert page.select_one("#more").text == "也可以在这里补充需求"


def test_asks_for_needs_until_some_are_said(client):
    row = inquiry()
    client.post(row.get_absolute_url(), {"phone": "13800138000"})
    for area, asks in ((None, True), (3000, False)):
        Inquiry.objects.filter(pk=row.pk).update(area_min=area)
        page = BeautifulSoup(client.get(row.get_absolute_url()).content, "html.parser")
        assert bool(page.select_one("#more")) is asks
        assert "补充或修改需求" in page.select_one(".onward").text
