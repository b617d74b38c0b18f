from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from inquiries.desk import gates, noting, stages
from inquiries.models import Inquiry
from tests import builders
from tests.inquiries.handled import ASSESSED, SIGNED, follow_up, member, on, steps_of

pytestmark = pytest.mark.django_db
Stage = Inquiry.Stage


@pytest.fixture
def monday(monkeypatch):
    return on(monkeypatch, 1)


@pytest.fixture
def person(monday):
    return member()


def refusal(do, *arguments, **named):
    with pytest.raises(ValidationError) as refused:
        do(*arguments, **named)
    return refused.value.messages


class TestMoving:
    def test_writes_the_step_down_and_starts_the_clock_anew(self, monkeypatch, person):
        inquiry = builders.inquiry(industry=builders.industry(), district=builders.district(), **ASSESSED)
        assert inquiry.due_on == date(2025, 9, 2)
        moment = on(monkeypatch, 3)
        noting.record(follow_up(inquiry, person))
        stages.move(inquiry, Stage.ASSESSED, person)
        assert steps_of(inquiry) == [
            ("new", "responded", person, "2025-09-02", ""),
            ("responded", "assessed", person, "2025-09-08", ""),
        ]
        first, second = inquiry.stage_changes.order_by("pk")
        assert (first.is_late, second.is_late) == (True, False)
        for one in (inquiry, Inquiry.objects.get()):
            assert (one.stage, one.stage_since, one.due_on) == ("assessed", moment, date(2025, 9, 10))
        assert [entry.words for entry in Entry.objects.about(inquiry)] == [
            "阶段：已响应 → 研判",
            "阶段：新 → 已响应",
            "记跟进：电话",
        ]

    def test_saves_nothing_else_of_what_the_caller_holds(self, person):
        inquiry = builders.inquiry(stage="assessed", officer=person, grade="c")
        stale = Inquiry.objects.get()
        Inquiry.objects.update(message="别人刚改的")
        stale.message, stale.company = "旧的", "旧公司"
        stages.move(stale, Stage.FOLLOWING, person)
        inquiry.refresh_from_db()
        assert (inquiry.stage, inquiry.message, inquiry.company) == (
            "following",
            "别人刚改的",
            "天津某某自行车有限公司",
        )

    def test_does_nothing_where_it_stands_there_already(self, person):
        inquiry = builders.inquiry(stage="following")
        assert stages.move(inquiry, Stage.FOLLOWING, person) is None
        assert steps_of(inquiry) == []

    def test_goes_back_with_a_reason_only(self, person):
        inquiry = builders.inquiry(stage="negotiating")
        assert refusal(stages.move, inquiry, Stage.ASSESSED, person) == ["退回之前的阶段请写明原因。"]
        stages.move(inquiry, Stage.ASSESSED, person, reason="企业换了产品")
        assert steps_of(inquiry) == [("negotiating", "assessed", person, "2025-09-15", "企业换了产品")]

    @pytest.mark.parametrize("stage", [Stage.NEW, Stage.LOST, "nowhere"])
    def test_knows_no_way_to(self, person, stage):
        inquiry = builders.inquiry(stage="following")
        assert refusal(stages.move, inquiry, stage, person) == ["没有这样的阶段。"]

    @pytest.mark.parametrize("stage", ["lost", "operating"])
    def test_leaves_alone_what_is_closed(self, person, stage):
        inquiry = builders.inquiry(stage=stage, closing_reason="已在外地落户")
        assert refusal(stages.move, inquiry, Stage.FOLLOWING, person) == ["这条咨询已经办结，请先重新打开。"]

    def test_leaves_alone_whose_sender_was_erased(self, person, monday):
        inquiry = builders.inquiry(stage="negotiating", erased_at=monday)
        said = refusal(stages.move, inquiry, Stage.FOLLOWING, person, reason="退回")
        assert said == ["个人信息已清除，这条咨询只能查看。"]


class TestGates:
    def test_names_all_that_skipped_stages_need(self, person):
        inquiry = builders.inquiry(company="")
        assert gates.missing(inquiry, Stage.SIGNED) == [
            "缺首次跟进：请写入“记跟进”。",
            "缺行业：请在“需求”里填写。",
            "缺面积或总投资：请在“需求”里填写。",
            "缺意向地区：请在“需求”里填写。",
            "缺负责人：请先认领或分派。",
            "缺等级：请在“定级”里选择。",
            "缺一次来访、考察或会议：请写入“记跟进”。",
            "缺企业名称：请在“咨询人”里填写。",
            "缺签约日期：请在“签约”里填写。",
            "缺协议投资：请在“签约”里填写。",
            "缺落户园区或载体：请在“签约”里填写。",
        ]
        assert refusal(stages.move, inquiry, Stage.RESPONDED, person) == ["缺首次跟进：请写入“记跟进”。"]
        assert Inquiry.objects.get().stage == "new"

    @pytest.mark.parametrize("figure", [{"area_max": 900}, {"investment_wan": 0}])
    def test_takes_either_an_area_or_an_investment(self, person, figure):
        inquiry = builders.inquiry(
            stage="responded", industry=builders.industry(), park=builders.park(), **figure
        )
        assert gates.missing(inquiry, Stage.ASSESSED) == []

    @pytest.mark.parametrize(
        ("method", "lacking"),
        [("phone", 1), ("wechat", 1), ("visit", 0), ("tour", 0), ("meeting", 0)],
    )
    def test_wants_to_have_met_before_negotiating(self, person, method, lacking):
        inquiry = builders.inquiry(stage="following")
        assert len(gates.missing(inquiry, Stage.NEGOTIATING, method)) == lacking
        noting.record(follow_up(inquiry, person, method))
        assert len(gates.missing(inquiry, Stage.NEGOTIATING)) == lacking

    def test_counts_a_meeting_of_what_was_merged_into_it(self, person):
        inquiry = builders.inquiry(stage="following")
        other = builders.inquiry(stage="following")
        noting.record(follow_up(other, person, "visit"))
        Inquiry.objects.filter(pk=other.pk).update(merged_into=inquiry)
        assert gates.missing(inquiry, Stage.NEGOTIATING) == []

    def test_wants_a_follow_up_since_for_each_step_after_signing(self, monkeypatch, person):
        inquiry = builders.inquiry(stage="negotiating", settled_park=builders.park(), **SIGNED)
        noting.record(follow_up(inquiry, person))
        on(monkeypatch, 2)
        stages.move(inquiry, Stage.SIGNED, person)
        assert gates.missing(inquiry, Stage.BUILDING) == ["缺签约后的跟进：请写入“记跟进”。"]
        on(monkeypatch, 3)
        noting.record(follow_up(inquiry, person), Stage.BUILDING)
        assert gates.missing(inquiry, Stage.OPERATING) == ["缺开工后的跟进：请写入“记跟进”。"]
        on(monkeypatch, 4)
        noting.record(follow_up(inquiry, person))
        stages.move(inquiry, Stage.OPERATING, person)
        row = Inquiry.objects.get()
        assert (row.stage, row.due_on, row.closed_at is not None) == ("operating", None, True)


class TestFollowUps:
    def test_the_first_one_answers_a_new_inquiry(self, monkeypatch, person):
        inquiry = builders.inquiry()
        moment = on(monkeypatch, 2)
        noting.record(follow_up(inquiry, person))
        row = Inquiry.objects.get()
        assert (row.stage, row.responded_at, row.due_on) == ("responded", moment, date(2025, 9, 5))
        step = row.stage_changes.get()
        assert (step.follow_up, step.is_late) == (row.follow_ups.get(), False)

    def test_the_first_one_may_lead_further_in_one_step(self, person):
        inquiry = builders.inquiry(industry=builders.industry(), district=builders.district(), **ASSESSED)
        noting.record(follow_up(inquiry, person), Stage.ASSESSED)
        assert steps_of(inquiry) == [("new", "assessed", person, "2025-09-02", "")]

    def test_a_report_begins_anew_and_an_earlier_promise_counts(self, monkeypatch, person):
        inquiry = builders.inquiry(stage="following")
        on(monkeypatch, 8)
        noting.record(follow_up(inquiry, person))
        assert Inquiry.objects.get().due_on == date(2025, 9, 22)
        noting.record(follow_up(inquiry, person, due_on=date(2025, 9, 11)))
        assert Inquiry.objects.get().due_on == date(2025, 9, 11)

    def test_one_whose_stage_lacks_something_is_not_stored(self, person):
        inquiry = builders.inquiry(stage="responded")
        with pytest.raises(ValidationError):
            noting.record(follow_up(inquiry, person), Stage.ASSESSED)
        assert not inquiry.follow_ups.exists()

    def test_goes_back_without_another_reason(self, person):
        inquiry = builders.inquiry(stage="negotiating")
        noting.record(follow_up(inquiry, person, summary="企业换了产品"), Stage.FOLLOWING)
        assert steps_of(inquiry) == [("negotiating", "following", person, "2025-09-15", "")]

    def test_one_with_an_ended_inquiry_changes_no_clock(self, person):
        inquiry = builders.inquiry(stage="operating")
        noting.record(follow_up(inquiry, person))
        row = Inquiry.objects.get()
        assert (row.stage, row.due_on, row.follow_ups.count()) == ("operating", None, 1)
