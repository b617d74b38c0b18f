from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from inquiries.desk import closing, handing, noting
from inquiries.models import Inquiry
from tests import builders
from tests.inquiries.handled import follow_up, member, on, steps_of

pytestmark = pytest.mark.django_db
Stage, Cause = Inquiry.Stage, Inquiry.Cause


@pytest.fixture
def person(monkeypatch):
    on(monkeypatch, 1)
    return member()


def facts(inquiry):
    row = Inquiry.objects.get(pk=inquiry.pk)
    return row.stage, row.cause, row.closing_reason, row.due_on, row.responded_at


def test_ends_with_a_cause_and_a_reason(person):
    inquiry = builders.inquiry(stage="following")
    closing.close(inquiry, Stage.LOST, Cause.ELSEWHERE, " 已在外地签约 ", person)
    assert facts(inquiry) == ("lost", "elsewhere", "已在外地签约", None, None)
    assert steps_of(inquiry) == [("following", "lost", person, "2025-09-15", "")]
    assert [one.words for one in Entry.objects.about(inquiry)] == ["阶段：跟进 → 流失"]


@pytest.mark.parametrize(
    ("stage", "cause", "reason", "said"),
    [
        ("lost", "elsewhere", "  ", "请写明结束原因。"),
        (
            "lost",
            "spam",
            "广告",
            "“流失”的结束类别请从没有合适载体、价格谈不拢、政策不符合预期、已落户他处、项目暂缓、其他中选择。",
        ),
        ("unreachable", "", "打不通", "“失联”的结束类别请从联系不上中选择。"),
        ("operating", "other", "投产", "请选择如何结束。"),
    ],
)
def test_refuses_an_end_without(person, stage, cause, reason, said):
    inquiry = builders.inquiry(stage="following")
    with pytest.raises(ValidationError) as refused:
        closing.close(inquiry, Stage(stage), cause, reason, person)
    assert refused.value.messages == [said]
    assert Inquiry.objects.get().stage == "following"


def test_spam_is_no_answer(person):
    inquiry = builders.inquiry()
    closing.mark_spam(inquiry, person)
    assert facts(inquiry) == ("invalid", "spam", "垃圾信息", None, None)


def test_what_was_assessed_is_no_spam(person):
    inquiry = builders.inquiry(stage="assessed")
    with pytest.raises(ValidationError, match="研判过的咨询不能标为垃圾信息，请用“结束”。"):
        closing.mark_spam(inquiry, person)
    assert Inquiry.objects.get().stage == "assessed"


def test_an_end_calls_an_open_offer_back(person):
    person.is_superuser = True
    inquiry = builders.inquiry(district=builders.district())
    transfer = handing.offer(inquiry, builders.district("dongli"), "改看东丽", person)
    closing.mark_spam(inquiry, person)
    transfer.refresh_from_db()
    assert (transfer.decline_reason, transfer.answered_by) == ("已由转出方撤回", person)
    assert Inquiry.objects.get().offered_to is None


def test_opens_again_where_it_stood(monkeypatch, person):
    inquiry = builders.inquiry(stage="negotiating")
    closing.close(inquiry, Stage.LOST, Cause.POSTPONED, "暂停投资", person)
    closing.archive(inquiry, person)
    on(monkeypatch, 8)
    closing.reopen(inquiry, "企业重新启动项目", person)
    row = Inquiry.objects.get()
    assert (row.stage, row.cause, row.closing_reason, row.due_on, row.closed_at, row.archived_at) == (
        "negotiating", "", "", date(2025, 9, 22), None, None,
    )  # fmt: skip
    assert steps_of(inquiry)[1] == ("lost", "negotiating", person, None, "企业重新启动项目")


@pytest.mark.parametrize(
    ("values", "stage"),
    [
        ({"stage": "invalid", "closing_reason": "误标"}, "new"),
        ({"stage": "operating"}, "building"),
    ],
)
def test_opens_again_what_was_closed_before_steps_were_kept(person, values, stage):
    inquiry = builders.inquiry(**values)
    closing.reopen(inquiry, "误标", person)
    assert Inquiry.objects.get().stage == stage


def test_one_that_was_answered_does_not_become_new_again(person):
    inquiry = builders.inquiry()
    noting.record(follow_up(inquiry, person))
    closing.mark_spam(inquiry, person)
    inquiry.stage_changes.all().delete()
    closing.reopen(inquiry, "误标", person)
    assert Inquiry.objects.get().stage == "responded"


def test_reopens_nothing_that_is_open_and_nothing_without_a_reason(person):
    for inquiry, said in [
        (builders.inquiry(), "这条咨询没有办结，无需重新打开。"),
        (builders.inquiry(stage="lost", closing_reason="外地"), "请写明重新打开的原因。"),
    ]:
        with pytest.raises(ValidationError) as refused:
            closing.reopen(inquiry, "", person)
        assert refused.value.messages == [said]


def test_archives_what_is_closed_and_takes_it_out_again(person):
    inquiry = builders.inquiry(stage="lost", closing_reason="外地")
    assert [closing.archive(inquiry, person), closing.archive(inquiry, person)] == [True, False]
    assert Inquiry.objects.get().archived_at is not None
    assert [closing.unarchive(inquiry, person), closing.unarchive(inquiry, person)] == [True, False]
    assert Inquiry.objects.get().archived_at is None
    assert [(one.action, one.words) for one in Entry.objects.about(inquiry)] == [
        ("archive", "取消归档"),
        ("archive", "归档"),
    ]
    with pytest.raises(ValidationError, match="办结的咨询才能归档。"):
        closing.archive(builders.inquiry(), person)
