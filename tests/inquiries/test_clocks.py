"""办理期限 in working days. 2025: 国庆 1–8 October off, Saturday 11 October worked, Sunday 28 September worked."""

from datetime import date

import pytest

from inquiries.desk import clocks, closing, handing, noting, stages, workdays
from inquiries.models import DayException, Inquiry, ServiceStandard
from tests import builders
from tests.inquiries.handled import follow_up, member, on

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


def day(number):
    return date(2025, 9, number)


class TestWorkedOut:
    """Monday 1 September 2025; 研判 is due within three working days, a 跟进 within ten."""

    @pytest.fixture
    def person(self, monkeypatch):
        on(monkeypatch, 1)
        return member()

    @pytest.fixture
    def talk(self, monkeypatch, person):
        """Writes a follow-up on that day and says until when the next step is due then."""

        def talk(inquiry, number, promised=None, **values):
            on(monkeypatch, number)
            note = follow_up(inquiry, person, due_on=promised and day(promised), **values)
            noting.record(note)
            return Inquiry.objects.get(pk=inquiry.pk).due_on

        return talk

    @pytest.mark.parametrize(
        ("stage", "promised", "due_on"),
        [
            ("following", None, day(22)),
            ("following", 9, day(9)),
            ("following", 30, day(22)),
            ("following", 5, day(22)),  # a day that is over promises nothing
            ("responded", None, day(4)),
            ("responded", 8, day(4)),
            ("negotiating", 8, day(8)),
            ("operating", 9, None),
        ],
    )
    def test_a_follow_up_renews_the_report_clock_and_what_is_promised(self, talk, stage, promised, due_on):
        assert talk(builders.inquiry(stage=stage), 8, promised) == due_on

    def test_a_promise_that_was_kept_is_due_no_more(self, monkeypatch, talk, person):
        inquiry = builders.inquiry(
            stage="responded", industry=builders.industry(), district=builders.district()
        )
        assert talk(inquiry, 1, promised=2) == day(2)
        assert talk(inquiry, 2) == day(4)
        on(monkeypatch, 3)
        Inquiry.objects.update(area_min=3000)
        assert stages.move(inquiry, "assessed", person).is_late is False

    def test_a_promise_broken_is_noted_with_the_step_of_the_late_follow_up(self, monkeypatch, talk, person):
        inquiry = builders.inquiry(stage="following")
        talk(inquiry, 1, promised=2)
        on(monkeypatch, 3)
        noting.record(follow_up(inquiry, person, "visit"), "negotiating")
        step = inquiry.stage_changes.get()
        assert (step.due_on, step.is_late, Inquiry.objects.get().due_on) == (day(2), True, day(17))

    @pytest.mark.parametrize("pressed_on", [1, 3, 5])
    def test_a_step_leaves_a_promise_open(self, monkeypatch, talk, person, pressed_on):
        inquiry = builders.inquiry(stage="following")
        assert talk(inquiry, 1, promised=3, method="visit") == day(3)
        on(monkeypatch, pressed_on)
        stages.move(inquiry, "negotiating", person)
        assert Inquiry.objects.get().due_on == day(3)

    @pytest.mark.parametrize(("promised", "due_on"), [(12, day(12)), (30, day(23)), (5, day(23))])
    def test_a_district_that_takes_over_keeps_what_is_still_ahead(
        self, monkeypatch, talk, person, promised, due_on
    ):
        wuqing, dongli = builders.district(), builders.district("dongli")
        inquiry = builders.inquiry(stage="following", district=wuqing)
        talk(inquiry, 1, promised)
        transfer = handing.offer(inquiry, dongli, "企业改看东丽", person)
        on(monkeypatch, 9)
        handing.accept(transfer, member("taker", dongli))
        assert Inquiry.objects.get().due_on == due_on
        assert talk(inquiry, 10) == day(24)

    @pytest.mark.parametrize(("promised", "due_on"), [(12, day(12)), (5, day(23))])
    def test_opened_again_it_keeps_what_is_still_ahead(self, monkeypatch, talk, person, promised, due_on):
        inquiry = builders.inquiry(stage="following")
        talk(inquiry, 1, promised)
        closing.close(inquiry, Inquiry.Stage.LOST, "price", "嫌贵", person)
        on(monkeypatch, 9)
        closing.reopen(inquiry, "对方来电", person)
        assert Inquiry.objects.get().due_on == due_on
        on(monkeypatch, 10)
        stages.move(inquiry, "assessed", person, reason="换了产品")
        assert Inquiry.objects.get().due_on == (day(12) if promised == 12 else day(17))

    def test_a_promise_of_what_was_merged_into_it_counts(self, talk, person):
        inquiry, other = builders.inquiry(stage="following"), builders.inquiry(stage="following")
        talk(other, 1, promised=3)
        Inquiry.objects.filter(pk=other.pk).update(merged_into=inquiry, cause="duplicate")
        assert clocks.worked_out(Inquiry.objects.get(pk=inquiry.pk)) == day(3)
        assert talk(inquiry, 2) == day(16)


def test_takes_the_first_follow_up_for_the_first_response(monkeypatch):
    moment, person = on(monkeypatch, 2), member()
    answered = builders.inquiry(stage="responded", responded_at=builders.PUBLISHED_AT)
    new = builders.inquiry()
    for one in (answered, new):
        noting.record(follow_up(one, person))
        one.refresh_from_db()
    assert (answered.responded_at, new.responded_at) == (builders.PUBLISHED_AT, moment)
