"""办理期限 in working days. 2025: 国庆 1–8 October off, Saturday 11 October worked, Sunday 28 September worked."""

from datetime import date

import pytest

from inquiries.desk import clocks, workdays
from inquiries.models import DayException, ServiceStandard
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Friday; the Sunday after it is worked
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 10, 9), 3, date(2025, 10, 13)),  # with the Saturday that is worked
        (date(2025, 6, 6), 5, date(2025, 6, 13)),
        (date(2030, 1, 4), 1, date(2030, 1, 7)),  # nobody knows that year's holidays yet
    ],
)
def test_counts_only_days_that_are_worked(day, number, expected):
    assert workdays.after(day, number) == expected


def test_lets_the_office_correct_the_calendar():
    DayException.objects.create(day=date(2025, 6, 9), name="区庆")
    DayException.objects.create(day=date(2025, 6, 7), is_working=True)
    assert workdays.after(date(2025, 6, 6), 2) == date(2025, 6, 10)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2025, 9, 30), date(2025, 10, 8), 0),
        (date(2025, 9, 30), date(2025, 10, 10), 2),
        (date(2025, 6, 6), date(2025, 6, 6), 0),
        (date(2024, 1, 1), date(2025, 6, 6), 99),
    ],
)
def test_counts_the_working_days_between(first, last, number):
    assert workdays.between(first, last) == number


@pytest.mark.parametrize(
    ("stage", "due_on", "words"),
    [
        ("new", date(2025, 6, 9), "首次响应"),
        ("responded", date(2025, 6, 11), "完成研判"),
        ("assessed", date(2025, 6, 13), "反馈企业"),
        ("following", date(2025, 6, 20), "跟进"),
        ("building", date(2025, 6, 20), "跟进"),
        ("operating", None, ""),
        ("lost", None, ""),
    ],
)
def test_knows_what_is_due_in_each_stage_and_when(stage, due_on, words):
    assert clocks.due_on(stage, date(2025, 6, 6)) == due_on
    assert clocks.what_is_due(stage) == words


def test_takes_the_numbers_the_office_set():
    ServiceStandard.objects.create(respond_days=2)
    assert clocks.due_on("new", date(2025, 6, 6)) == date(2025, 6, 10)


@pytest.fixture
def friday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2025, 6, 6))


@pytest.mark.parametrize(
    ("stage", "promised", "due_on"),
    [
        ("following", None, date(2025, 6, 20)),
        ("following", date(2025, 6, 10), date(2025, 6, 10)),
        ("following", date(2025, 7, 1), date(2025, 6, 20)),
        ("following", date(2025, 6, 5), date(2025, 6, 20)),  # a day that is over promises nothing
        ("responded", None, date(2025, 6, 9)),
        ("responded", date(2025, 6, 7), date(2025, 6, 7)),
        ("lost", date(2025, 6, 7), None),
    ],
)
def test_starts_only_the_report_clock_anew_with_a_follow_up(friday, stage, promised, due_on):
    inquiry = builders.inquiry(stage=stage, closing_reason="已在外地落户")
    inquiry.due_on = None if stage == "lost" else date(2025, 6, 9)
    clocks.restart(inquiry, promised)
    assert inquiry.due_on == due_on


def test_takes_the_first_follow_up_for_the_first_response():
    inquiry = builders.inquiry(responded_at=builders.PUBLISHED_AT)
    clocks.restart(inquiry)
    assert inquiry.responded_at == builders.PUBLISHED_AT
    new = builders.inquiry()
    clocks.restart(new)
    assert new.responded_at is not None
