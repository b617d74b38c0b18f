import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from audit.models import Entry
from inquiries.admin.seen import stamp_of
from inquiries.desk import closing, handing, merging, noting
from inquiries.desk.history import history_of
from inquiries.models import Inquiry, Transfer
from outbox.models import Delivery
from tests import builders
from tests.inquiries.handled import follow_up, member, on, steps_of
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db
Stage = Inquiry.Stage


@pytest.fixture
def person(monkeypatch):
    on(monkeypatch, 1)
    return member()


def other(**values):
    return builders.inquiry(**({"company": "", "phone": "+8613900139000"} | values))


class TestDuplicates:
    def test_are_those_of_one_number_or_one_company(self, person):
        inquiry = builders.inquiry(phone="+862200004001;ext=801")
        by_phone = other(phone="+862200004001")
        extension = other(phone="+862200004001;ext=802")
        by_company = other(company="天津某某自行车（有限公司）")
        both = other(phone="+862200004001;ext=801", company="天津某某自行车有限公司")
        other(phone="+8622000040011")
        assert merging.duplicates_of(inquiry, person) == [
            (both, "手机相同、企业相同"),
            (by_company, "企业相同"),
            (extension, "手机相同"),
            (by_phone, "手机相同"),
        ]

    def test_are_none_of_a_name_that_names_nobody(self, person):
        inquiry = builders.inquiry(company="个人")
        other(company="个人")
        assert merging.duplicates_of(inquiry, person) == []

    def test_leave_out_what_is_elsewhere_merged_or_erased(self, monkeypatch, person):
        dongli = builders.district("dongli")
        inquiry = builders.inquiry(district=dongli)
        builders.inquiry(district=builders.district())
        builders.inquiry(district=dongli, erased_at=inquiry.created_at)
        builders.inquiry(district=dongli, merged_into=inquiry, stage="invalid", closing_reason="重复")
        seen = builders.inquiry(district=dongli)
        assert merging.duplicates_of(inquiry, member("bound", dongli)) == [(seen, "手机相同、企业相同")]

    def test_are_none_of_somebody_without_a_number(self, person):
        builders.inquiry(phone="", company="")
        assert merging.duplicates_of(builders.inquiry(phone="", company=""), person) == []


class TestMerging:
    def test_ends_the_other_and_fills_what_is_empty(self, person):
        industry = builders.industry()
        into = builders.inquiry(area_min=3000, deal="rent")
        needs = {"industry": industry, "deal": "sale", "area_max": 900, "height_min": 9, "headcount": 60}
        gone = other(**needs, stage="responded")
        assert merging.merge(into, gone, person) == ["industry", "height_min", "headcount"]
        kept, ended = Inquiry.objects.get(pk=into.pk), Inquiry.objects.get(pk=gone.pk)
        assert kept.height_min == 9
        assert (kept.industry, kept.headcount, kept.deal, kept.area_max) == (industry, 60, "rent", None)
        assert (ended.stage, ended.cause, ended.closing_reason, ended.merged_into) == (
            "invalid", "duplicate", f"与 {into} 重复，已合并", into,
        )  # fmt: skip
        assert steps_of(gone) == [("responded", "invalid", person, "2025-09-04", "")]
        assert [one.words for one in Entry.objects.about(gone).filter(action="merge")] == [f"并入 {into}"]
        assert [one.words for one in Entry.objects.about(into)] == [f"{gone} 并入本条", "阶段：新 → 已响应"]

    def test_carries_who_somebody_is_only_from_the_same_number(self, person):
        told = {"company": "某厂", "job_title": "财务总监", "wechat": "zhao_1", "email": "z@example.com",
                "call_slot": "morning"}  # fmt: skip
        colleague, same = other(**told), builders.inquiry(**told)
        for gone, filled in ((colleague, []), (same, [*told])):
            into = builders.inquiry(company="")
            assert merging.merge(into, gone, person) == filled
            kept = Inquiry.objects.get(pk=into.pk)
            assert [getattr(kept, name) for name in told] == [told[name] if filled else "" for name in told]

    def test_goes_on_where_the_other_one_stood(self, monkeypatch, person):
        officer = member("wu")
        into, gone = builders.inquiry(), other(officer=officer, stage="new")
        noting.record(follow_up(gone, officer, due_on=date(2025, 9, 2)))
        gone.refresh_from_db()
        monday = gone.responded_at
        on(monkeypatch, 2)
        merging.merge(into, gone, person)
        kept = Inquiry.objects.get(pk=into.pk)
        assert (kept.stage, kept.officer, kept.responded_at, kept.due_on.isoformat()) == (
            "responded", officer, max(monday, kept.created_at), "2025-09-02",
        )  # fmt: skip
        assert steps_of(into) == [("new", "responded", person, "2025-09-02", f"{gone} 并入，接着办理")]
        assert [one.words for one in Entry.objects.about(into)] == [
            f"{gone} 并入本条", "阶段：新 → 已响应", "随合并由李明负责",
        ]  # fmt: skip

    def test_keeps_what_was_promised_there_until_it_is_taken_apart(self, monkeypatch, person):
        into, gone = builders.inquiry(stage="following"), other(stage="following")
        noting.record(follow_up(gone, person, due_on=date(2025, 9, 3)))
        on(monkeypatch, 2)
        merging.merge(into, gone, person)
        assert Inquiry.objects.get(pk=into.pk).due_on == date(2025, 9, 3)
        merging.unmerge(gone, person)
        found = [Inquiry.objects.get(pk=one.pk).due_on for one in (into, gone)]
        assert found == [date(2025, 9, 15), date(2025, 9, 3)]

    def test_owes_nothing_that_was_promised_before_an_end(self, monkeypatch, person):
        gone = other(stage="following")
        noting.record(follow_up(gone, person, due_on=date(2025, 9, 3)))
        closing.close(gone, Stage.LOST, "price", "价格高", person)
        on(monkeypatch, 9)
        into = builders.inquiry()
        merging.merge(into, gone, person)
        assert Inquiry.objects.get(pk=into.pk).due_on == date(2025, 9, 10)

    def test_tells_who_had_it_when_it_is_taken_apart(self, settings, person):
        settings.NOTICE_FROM = "notice@example.cn"
        into, gone = builders.inquiry(), other(officer=member("wu", email="wu@example.cn"))
        merging.merge(into, gone, person)
        merging.unmerge(gone, person)
        assert [one.payload["event"] for one in Delivery.objects.filter(payload__inquiry=gone.pk)] == [
            "reopened"
        ]

    def test_goes_as_far_as_its_needs_are_met(self, person):
        ready = {"officer": person, "industry": builders.industry(), "area_min": 3000, "grade": "c"}
        gone = other(stage="negotiating", district=builders.district(), **ready)
        into = builders.inquiry()
        merging.merge(into, gone, person)
        kept = Inquiry.objects.get(pk=into.pk)
        assert (kept.stage, kept.grade, kept.officer) == (
            "following",
            "c",
            person,
        )  # nobody has come to see it

    def test_notes_who_has_it_and_who_had_it(self, person):
        into, gone = builders.inquiry(officer=person), other(officer=member("wu", last_name="吴"))
        merging.merge(into, gone, person)
        told = {
            str(one): [line.words for line in Entry.objects.about(one).filter(action="merge")]
            for one in (into, gone)
        }
        assert told == {
            str(into): [f"{gone} 并入本条，原由吴明负责"],
            str(gone): [f"并入 {into}，由李明负责"],
        }

    def test_leaves_it_without_an_officer_who_cannot_see_it(self, person):
        dongli = builders.district("dongli")
        far = member("far", dongli)
        into = builders.inquiry(district=builders.district())
        merging.merge(into, other(district=dongli, officer=far), person)
        assert Inquiry.objects.get(pk=into.pk).officer is None

    def test_gives_one_that_is_done_no_officer(self, person):
        into = builders.inquiry(stage="operating")
        gone = other(stage="following", officer=person)
        merging.merge(into, gone, person)
        assert Inquiry.objects.get(pk=into.pk).officer is None

    def test_an_end_it_had_brings_nothing_along(self, person):
        into, gone = builders.inquiry(), other(stage="following", officer=person)
        closing.close(gone, Stage.LOST, "price", "价格高", person)
        merging.merge(into, gone, person)
        kept = Inquiry.objects.get(pk=into.pk)
        assert (kept.stage, kept.officer, kept.responded_at) == ("new", None, None)

    def test_calls_back_its_open_offer(self, person):
        person.is_superuser = True
        gone = other(district=builders.district())
        handing.offer(gone, builders.district("dongli"), "改看", person)
        merging.merge(builders.inquiry(), gone, person)
        assert Transfer.objects.get().decline_reason == handing.WITHDRAWN
        gone.refresh_from_db()
        assert gone.offered_to is None

    def test_takes_it_apart_again(self, person):
        into, gone = builders.inquiry(), other(stage="following", headcount=60)
        merging.merge(into, gone, person)
        merging.unmerge(gone, person)
        row = Inquiry.objects.get(pk=gone.pk)
        assert (row.stage, row.cause, row.closing_reason, row.merged_into) == ("following", "", "", None)
        assert steps_of(gone)[1] == ("invalid", "following", person, None, "取消合并")
        assert Inquiry.objects.get(pk=into.pk).headcount == 60
        with pytest.raises(ValidationError, match="这条咨询没有并入别的咨询。"):
            merging.unmerge(gone, person)

    @pytest.mark.parametrize("end", [None, Stage.LOST])
    def test_lends_its_district_to_one_without_until_it_is_taken_apart(self, person, end):
        wuqing = builders.district()
        into, gone = builders.inquiry(district=wuqing), other(kind="policy_pack", stage="following")
        if end:
            closing.close(gone, end, "price", "价格高", person)
        merging.merge(into, gone, person)
        row = Inquiry.objects.get(pk=gone.pk)
        assert (row.place, row.first_place, row.district) == (wuqing, None, None)
        words = Entry.objects.about(gone).filter(action="merge").get().words
        assert words == f"并入 {into}，经办地区随之为{wuqing}"
        row.save()
        merging.unmerge(gone, person)
        row = Inquiry.objects.get(pk=gone.pk)
        assert (row.place, row.first_place, row.place_from_merger) == (None, None, None)
        assert Inquiry.objects.get(pk=into.pk).place == wuqing

    def test_lends_it_to_what_was_merged_before_and_takes_it_back(self, person):
        wuqing, dongli = builders.district(), builders.district("dongli")
        first, own, gone, into = other(), other(district=dongli), other(), builders.inquiry(district=wuqing)
        merging.merge(gone, first, person)
        Inquiry.objects.filter(pk=own.pk).update(merged_into=gone)
        merging.merge(into, gone, person)

        def lent():
            rows = [Inquiry.objects.get(pk=one.pk) for one in (first, own, gone)]
            return [(row.place, row.place_from_merger) for row in rows]

        assert lent() == [(wuqing, True), (dongli, None), (wuqing, True)]
        merging.unmerge(gone, person)
        assert lent() == [(None, None), (dongli, None), (None, None)]

    def test_lends_a_district_that_came_with_a_later_one(self, person):
        first, into = other(), builders.inquiry(kind="policy_pack")
        merging.merge(into, first, person)
        wuqing = builders.district()
        merging.merge(into, other(district=wuqing), person)
        assert Inquiry.objects.get(pk=first.pk).place == wuqing

    def test_leaves_a_district_of_its_own(self, person):
        dongli = builders.district("dongli")
        into, gone = builders.inquiry(district=builders.district()), other(district=dongli)
        merging.merge(into, gone, person)
        merging.unmerge(gone, person)
        row = Inquiry.objects.get(pk=gone.pk)
        assert (row.place, row.first_place, row.place_from_merger) == (dongli, dongli, None)

    def test_takes_over_where_the_other_one_is_handled(self, person):
        dongli = builders.district("dongli")
        into, gone = builders.inquiry(kind="policy_pack"), other()
        Inquiry.objects.filter(pk=gone.pk).update(place=dongli)  # handed over, without a wish for it
        merging.merge(into, gone, person)
        kept = Inquiry.objects.get(pk=into.pk)
        assert (kept.place, kept.first_place, kept.district) == (dongli, dongli, None)

    def test_leaves_one_that_had_ended_its_own_end(self, person):
        into, gone = builders.inquiry(), other(stage="following")
        closing.close(gone, Stage.LOST, "price", "价格高", person)
        merging.merge(into, gone, person)
        for merged_into in (into, None):
            row = Inquiry.objects.get(pk=gone.pk)
            assert (row.stage, row.cause, row.closing_reason, row.merged_into) == (
                "lost", "price", "价格高", merged_into,
            )  # fmt: skip
            if merged_into:
                merging.unmerge(gone, person)

    @pytest.mark.parametrize(
        ("of_into", "of_other", "said"),
        [
            ({}, {"stage": "signed"}, "{other} 已经签约，不能并入别的咨询，请反过来合并。"),
            (
                {"stage": "lost", "closing_reason": "外地"},
                {},
                "{into} 已经结束，请先重新打开，或反过来合并。",
            ),
        ],
    )
    def test_refuses(self, person, of_into, of_other, said):
        into, gone = builders.inquiry(**of_into), other(**of_other)
        with pytest.raises(ValidationError) as refused:
            merging.merge(into, gone, person)
        assert refused.value.messages == [said.format(into=into, other=gone)]

    def test_refuses_itself_and_what_was_merged(self, person):
        into, gone = builders.inquiry(), other()
        assert merging.hindrance(into, into) == "不能与自己合并。"
        merging.merge(into, gone, person)
        assert merging.hindrance(other(), gone) == f"{gone} 已并入另一条咨询。"
        assert merging.hindrance(gone, other()) == f"{gone} 已并入另一条咨询，请合并到那一条。"

    def test_refuses_what_another_district_handles(self, person):
        wuqing, dongli = builders.district(), builders.district("dongli")
        into, gone = builders.inquiry(district=wuqing), other(district=dongli)
        with pytest.raises(ValidationError, match="两条咨询都归您负责的地区经办时才能合并。"):
            merging.merge(into, gone, member("bound", wuqing))


def test_both_histories_are_one_story(monkeypatch, person):
    gone = other(message="要行车")
    on(monkeypatch, 2)
    into = builders.inquiry(district=builders.district())
    on(monkeypatch, 4)
    noting.record(follow_up(gone, person, next_action="发资料"))
    on(monkeypatch, 5)
    merging.merge(into, gone, person)
    told = [(one.title, one.reference, one.person, one.is_late) for one in history_of(into)]
    assert set(told[:4]) == {
        ("新 → 已响应", "", "李明", True),
        ("已响应 → 无效", gone.reference, "李明", False),
        (f"并入 {into}，经办地区随之为天津-武清区", gone.reference, "李明", False),
        (f"{gone} 并入本条", "", "李明", False),
    }
    assert told[4:] == [
        ("电话", gone.reference, "李明", True),
        ("收到企业入驻", "", "", False),
        ("收到企业入驻", gone.reference, "", False),
    ]
    assert history_of(into)[4].details == [("下一步", "发资料"), ("阶段", "新 → 已响应")]
    assert history_of(into)[-1].words == "要行车"


def test_asks_as_often_for_six_events_as_for_one(person, django_assert_num_queries):
    inquiry = builders.inquiry(stage="following")
    noting.record(follow_up(inquiry, person))
    with django_assert_num_queries(7):
        history_of(inquiry)
    for _ in range(5):
        noting.record(follow_up(inquiry, person))
    with django_assert_num_queries(7):
        history_of(inquiry)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_merge_a_pair_from_both_ends_has_done_it():
    """Several times: whoever holds his own first has the other wait for ever only now and then."""
    district = builders.district()
    people = [member("li", district), member("wu", district)]
    for _ in range(6):
        one, other_one = builders.inquiry(district=district), builders.inquiry(district=district)
        sent = {"keep": one.pk, "seen": stamp_of(one, other_one)}
        start, codes = threading.Barrier(2), []

        def post(person, mine, his, sent=sent, start=start, codes=codes):
            client = Client(raise_request_exception=False)
            client.force_login(person)
            start.wait()
            address = screen(Inquiry, "merge", mine.pk)
            codes.append(client.post(address, sent | {"other_reference": his.reference}).status_code)
            connection.close()

        ends = zip(people, (one, other_one), (other_one, one), strict=True)
        posts = [threading.Thread(target=post, args=args) for args in ends]
        for thread in posts:
            thread.start()
        for thread in posts:
            thread.join()
        assert sorted(codes) == [200, 302]
        assert Entry.objects.filter(action="merge", number=other_one.pk).count() == 1
