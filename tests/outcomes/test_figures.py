"""Every figure worked out by hand; 18 March 2026 is a Wednesday, its month has no holiday but the weekends."""

from datetime import date

import pytest

from inquiries.desk import closing, noting
from inquiries.importing.rows import InquiryRow
from inquiries.importing.running import store
from inquiries.models import FollowUp, Inquiry, StageChange
from outcomes.arrivals import endings, over_time, splits
from outcomes.credit import handed_over
from outcomes.deadlines import clocks_tables
from outcomes.figures import figures
from outcomes.funnel import funnel
from outcomes.periods import Period
from outcomes.scope import Scope
from parks.exchange.lookups import Lookups
from parks.models import Remit
from tests import builders

from .days import NOW, inquiry

pytestmark = pytest.mark.django_db

MARCH = Period(date(2026, 3, 1), date(2026, 3, 18))


@pytest.fixture
def march():
    return Scope(builders.staff("chief", is_superuser=True), MARCH)


def answered_and_not():
    """Two in time (one over a weekend), one late, one waiting too long, one waiting; before them one of each."""
    kept = inquiry(3.02, ("responded", 3.03, 3.03))
    inquiry(3.06, ("responded", 3.09, 3.09))
    inquiry(3.02, ("responded", 3.05, 3.03))
    inquiry(3.10, due_on=date(2026, 3, 11))
    inquiry(3.18)
    inquiry(2.12, ("responded", 2.12, 2.13))
    inquiry(2.25, ("responded", 2.27, 2.26))
    return kept


def test_counts_a_merged_inquiry_as_its_survivor_and_spam_nowhere(march):
    survivor = answered_and_not()
    inquiry(3.03, ("invalid", 3.05, 3.04), cause="spam")
    inquiry(3.04, ("invalid", 3.17, 3.05), cause="duplicate", merged_into=survivor)
    received, answered, *_ = figures(march)
    assert (received.value, received.before) == ("5", "2 条，+150%")
    assert received.said == "另有垃圾信息 1 条、并入其他咨询的 1 条，不计入。"
    assert answered.value == "50%"  # 2 of 2 + 1 + 1


def test_counts_the_days_until_an_answer_in_working_days(march):
    answered_and_not()
    _, answered, *_ = figures(march)
    assert answered.said == "按时 2，超期 1，超期未响应 1。用时中位数：1 个工作日。"  # of 1, 1 and 3
    assert answered.before == "50%，1 个工作日"  # of 0 and 2


def test_says_that_nothing_is_known_of_an_empty_period(march):
    received, answered, signed, took = figures(march)
    assert (received.value, received.before) == ("0", "0 条")
    assert (answered.value, answered.said) == ("—", "用时中位数：尚无响应。")
    assert (signed.value, signed.said) == ("0", "协议投资 0 万元。")
    assert (took.value, took.unit, took.before) == ("—", "", "—")


def test_counts_signings_on_the_day_they_were_signed(march):
    inquiry(1.05, ("signed", 3.05), signed_on=date(2026, 3, 5), agreed_investment_wan=1000)  # after 59 days
    inquiry(2.13, ("building", 3.10), signed_on=date(2026, 3, 3), agreed_investment_wan=2500)  # after 18
    inquiry(2.13, ("lost", 3.10), signed_on=date(2026, 3, 4), agreed_investment_wan=9000)  # fell through
    inquiry(2.01, ("operating", 3.02), signed_on=date(2026, 2, 20), agreed_investment_wan=70)
    *_, signed, took = figures(march)
    assert (signed.value, signed.said, signed.before) == ("2", "协议投资 3,500 万元。", "1 个，70 万元")
    assert (took.value, took.unit, took.before) == ("38.5", "天", "19 天")


def test_follows_inquiries_through_skipped_and_reopened_stages(march):
    inquiry(3.02)
    inquiry(3.02, ("responded", 3.03))
    inquiry(3.02, ("responded", 3.04), ("following", 3.06))
    inquiry(3.02, ("responded", 3.03), ("assessed", 3.05), ("lost", 3.09))
    inquiry(3.02, ("responded", 3.03), ("unreachable", 3.04), ("responded", 3.10), ("assessed", 3.12))
    inquiry(
        3.02,
        ("responded", 3.05),
        ("assessed", 3.06),
        ("following", 3.10),
        ("negotiating", 3.12),
        ("following", 3.13),
    )
    inquiry(3.02, ("responded", 3.06), ("assessed", 3.07))
    assert funnel(march).rows == [
        ["收到", 7, "100%", "", "", ""],
        ["已响应", 6, "86%", "86%", 1.5, 2.8],  # of 1, 1, 1, 2, 3, 4
        ["研判", 5, "71%", "83%", "", ""],  # four days known
        ["跟进", 2, "29%", "40%", "", ""],
        ["洽谈", 1, "14%", "50%", "", ""],
        ["签约", 0, "0%", "0%", "", ""],
        ["开工", 0, "0%", "", "", ""],
        ["投产", 0, "0%", "", "", ""],
    ]


def test_says_why_inquiries_came_to_nothing(march):
    inquiry(3.02, ("lost", 3.05), cause="price")
    inquiry(3.02, ("lost", 3.05), cause="price")
    inquiry(3.02, ("declined", 3.05), cause="unfit")
    inquiry(3.02, ("invalid", 3.05), cause="spam")
    inquiry(2.02, ("lost", 3.05), cause="price")
    assert endings(march).rows == [["价格谈不拢", "流失", 2, "67%"], ["不符合准入", "不跟进", 1, "33%"]]


def test_holds_each_step_against_its_deadline(march):
    ann, bob = builders.staff("ann"), builders.staff("bob")
    inquiry(3.02, ("responded", 3.03, 3.03), ("assessed", 3.10, 3.06), person=ann)
    inquiry(3.02, ("responded", 3.03, 3.03), person=bob, officer=bob, due_on=date(2026, 3, 6))
    inquiry(3.02, ("responded", 3.05, 3.03), ("lost", 3.06, 3.10), person=ann)
    inquiry(3.02, ("following", 3.05))  # nobody knows until when
    by_step, officers = clocks_tables(march)
    assert by_step.rows == [
        ["首次响应", 2, 1, 0, "67%"],
        ["完成研判", 1, 1, 1, "33%"],
        ["反馈企业", 0, 0, 0, ""],
        ["跟进", 0, 0, 0, ""],
    ]
    assert officers.rows == [["ann", 2, 2, 0, "50%"], ["bob", 1, 0, 1, "50%"]]


def test_shows_an_officer_his_own_deadlines_only():
    ann, bob = builders.staff("ann"), builders.staff("bob")
    inquiry(3.02, ("responded", 3.03, 3.03), person=ann)
    inquiry(3.02, ("responded", 3.04, 3.03), person=bob)
    by_step, officers = clocks_tables(Scope(ann, MARCH))
    assert by_step.rows[0] == ["首次响应", 1, 1, 0, "50%"]
    assert officers.rows == [["ann", 1, 0, 0, "100%"]]


def test_divides_what_came_in(march):
    wuqing, dongli = builders.district(), builders.district("dongli")
    for page in ["/news/7/", "/news/8/", "/parks/jingbin/", "/", "", "/siting/"]:
        inquiry(3.02, source_page=page, district=wuqing, source_channel="百度")
    inquiry(3.03, source_page="/news/7/", district=dongli, topic="land", source_channel="")
    kinds, districts, topics, channels = [table.rows for table in splits(march)]
    assert kinds == [
        ["文章", 3, "43%"],
        ["其他页面", 1, "14%"],
        ["园区", 1, "14%"],
        ["没有来源页", 1, "14%"],
        ["首页", 1, "14%"],
    ]
    assert districts == [["天津-武清区", 6, "86%"], ["天津-dongli区", 1, "14%"]]
    assert topics == [["租购厂房仓库", 6, "86%"], ["工业用地招商", 1, "14%"]]
    assert channels == [["百度", 6, "86%"], ["未填", 1, "14%"]]


@pytest.mark.parametrize(
    ("since", "until", "first", "number", "unit"),
    [
        (date(2026, 3, 1), date(2026, 3, 18), ["03-01", 0], 18, "日"),
        (
            date(2026, 1, 1),
            date(2026, 3, 18),
            ["01-01 起", 1],
            12,
            "周",
        ),  # from Thursday, then eleven Mondays
        (date(2025, 4, 1), date(2026, 3, 18), ["2025-04", 0], 12, "月"),
    ],
)
def test_draws_days_weeks_or_months(march, since, until, first, number, unit):
    inquiry(1.04)  # Sunday
    inquiry(3.18)
    table = over_time(Scope(march.user, Period(since, until)))
    assert table.columns == [unit, "咨询"]
    assert (table.rows[0], len(table.rows), table.rows[-1][1]) == (first, number, 1)


def test_begins_a_day_at_midnight_in_shanghai(march):
    early, late = inquiry(3.01, topic="land"), inquiry(3.18)
    type(early).objects.filter(pk=early.pk).update(created_at="2026-02-28T16:00:00Z")
    type(late).objects.filter(pk=late.pk).update(created_at="2026-03-18T16:00:00Z")
    rows = over_time(march).rows
    assert [row for row in rows if row[1]] == [["03-01", 1]]


def test_tells_what_became_of_what_a_district_handed_on(march):
    wuqing, dongli = builders.district(), builders.district("dongli")
    there = {"first_place": wuqing, "place": dongli}
    inquiry(3.02, ("signed", 3.10), signed_on=date(2026, 3, 10), agreed_investment_wan=1200, **there)
    inquiry(3.02, ("lost", 3.10), **there)
    inquiry(3.02, offered_to=dongli, district=wuqing)  # not answered yet
    inquiry(3.02, district=dongli)
    assert handed_over(march).rows == [["天津-武清区", 2, 1, 1, 0, 1, 1200]]


def test_shows_what_is_handled_in_his_districts_and_what_they_handed_on():
    wuqing, dongli = builders.district(), builders.district("dongli")
    officer = builders.staff("officer")
    Remit.objects.create(person=officer, district=wuqing)
    inquiry(3.02, district=wuqing)
    inquiry(3.02, district=dongli)
    inquiry(3.02, first_place=wuqing, place=dongli)
    inquiry(3.02, first_place=dongli, place=wuqing)
    his = Scope(officer, MARCH)
    assert figures(his)[0].value == "2"
    assert [row[:2] for row in handed_over(his).rows] == [["天津-武清区", 1]]


def test_takes_no_end_for_an_answer(march):
    ann = builders.staff("ann")
    inquiry(3.02, ("declined", 3.02, 3.03), cause="unfit", person=ann)  # nobody ever called
    inquiry(3.02, ("invalid", 3.03, 3.03), cause="duplicate", person=ann)
    inquiry(3.02, ("responded", 3.06, 3.03), person=ann)
    _, answered, *_ = figures(march)
    assert answered.value == "0%"
    assert answered.said == "按时 0，超期 1，超期未响应 0。用时中位数：4 个工作日。未响应就结束的 2 条不计。"
    by_step, officers = clocks_tables(march)
    assert by_step.rows[0] == ["首次响应", 0, 1, 0, "0%"]
    assert officers.rows == [["ann", 0, 1, 0, "0%"]]


def test_counts_one_answer_of_what_was_closed_and_opened_again(march):
    row, ann = builders.inquiry(), builders.staff("ann")
    closing.close(row, "unreachable", "silent", "打不通", ann)
    closing.reopen(row, "又来电", ann)
    noting.record(FollowUp(inquiry=row, person=ann, method="phone", summary="已回电"))
    closing.close(row, "lost", "price", "价格", ann)
    closing.reopen(row, "又来电", ann)
    noting.record(FollowUp(inquiry=row, person=ann, method="phone", summary="再联系"))
    _, answered, *_ = figures(march)
    assert answered.said == "按时 1，超期 0，超期未响应 0。用时中位数：当天。"
    assert clocks_tables(march)[0].rows[:2] == [["首次响应", 1, 0, 0, "100%"], ["完成研判", 1, 0, 0, "100%"]]


def test_calls_late_in_the_database_what_a_step_calls_late():
    for due in [3.02, 3.03, 3.04]:
        inquiry(3.02, ("responded", 3.03, due))
    inquiry(3.02, ("responded", 3.03))
    found = StageChange.objects.with_lateness()
    assert [one.late for one in found] == [one.is_late for one in found]
    assert sorted((str(one.due_on), one.late) for one in found) == [
        ("2026-03-02", True), ("2026-03-03", False), ("2026-03-04", False), ("None", False),
    ]  # fmt: skip


def test_counts_the_days_until_an_answer_from_when_it_stood_on_the_desk(march):
    # Written down on 2 March, imported and answered on the 18th.
    brought = inquiry(3.02, ("responded", 3.18, 3.18), token="import", digest="row")
    StageChange.objects.create(inquiry=brought, stage_to="new", at=NOW)
    assert figures(march)[1].said == "按时 1，超期 0，超期未响应 0。用时中位数：当天。"


def test_takes_an_imported_inquiry_as_come_to_the_desk_today(march):
    known = Lookups()
    for name in ["王女士", "李先生", "张先生", "赵女士", "陈先生"]:
        cells = {
            "contact_name": name,
            "phone": "13800138000",
            "topic": "其他相关咨询",
            "created_at": "2026-03-02",
        }
        form = InquiryRow(cells, known)
        assert form.is_valid(), form.reasons()
        store(form.cleaned_data, form.digest(), march.user)
    for row in Inquiry.objects.all():
        noting.record(FollowUp(inquiry=row, person=march.user, method="phone", summary="已回电"))
    assert figures(march)[1].said == "按时 5，超期 0，超期未响应 0。用时中位数：当天。"
    assert funnel(march).rows[1] == ["已响应", 5, "100%", "100%", 0, 0]
