from datetime import date
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import Entry
from inquiries.desk import closing, handing, merging, noting, stages
from inquiries.models import AssignmentRule, Inquiry, Transfer
from tests import builders
from tests.inquiries.handled import follow_up, member, on
from tests.staff_screens import screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(monkeypatch):
    on(monkeypatch, 1)
    return builders.district(), builders.district("dongli", name="东丽区", short_name="东丽区")


@pytest.fixture
def giver(places):
    return member("giver", places[0], last_name="张", first_name="三")


@pytest.fixture
def taker(places):
    return member("taker", places[1])


@pytest.fixture
def offered(places, giver):
    inquiry = builders.inquiry(district=places[0], officer=giver, stage="following")
    return handing.offer(inquiry, places[1], " 企业改看东丽 ", giver)


def refusal(do, *arguments):
    with pytest.raises(ValidationError) as refused:
        do(*arguments)
    return refused.value.messages[0]


def row():
    one = Inquiry.objects.get()
    return one.place, one.first_place, one.offered_to, one.officer, one.due_on


def test_an_offer_leaves_it_where_it_is(places, giver, taker, offered):
    wuqing, dongli = places
    assert row() == (wuqing, wuqing, dongli, giver, date(2025, 9, 15))
    assert (offered.from_district, offered.to_district, offered.first_contact_district) == (
        wuqing,
        dongli,
        wuqing,
    )
    assert (offered.reason, offered.requested_by, offered.accepted_at) == ("企业改看东丽", giver, None)
    seen, changed = Inquiry.objects.visible_to(taker), Inquiry.objects.changeable_by(taker)
    assert (seen.count(), changed.count()) == (1, 0)
    assert [one.words for one in Entry.objects.about(offered.inquiry)] == [
        "提出流转：天津-武清区 → 天津-东丽区"
    ]


def test_accepted_it_is_handled_there_on_a_new_clock_and_credit_stays(
    monkeypatch, places, giver, taker, offered
):
    moment = on(monkeypatch, 9)
    handing.accept(offered, taker)
    wuqing, dongli = places
    assert row() == (dongli, wuqing, None, taker, date(2025, 9, 23))
    transfer = Transfer.objects.get()
    assert (transfer.accepted_at, transfer.answered_by) == (moment, taker)
    assert not Inquiry.objects.visible_to(giver).exists()


def test_what_was_lent_its_district_follows(places, giver, taker):
    boss = member("boss")
    kept, lent, own = (
        builders.inquiry(district=places[0]),
        builders.inquiry(),
        builders.inquiry(district=places[0]),
    )
    for one in (lent, own):
        merging.merge(kept, one, boss)
    handing.accept(handing.offer(kept, places[1], "企业改看东丽", boss), taker)
    rows = [Inquiry.objects.get(pk=one.pk) for one in (kept, lent, own)]
    assert [(one.place, one.first_place) for one in rows] == [
        (places[1], places[0]),
        (places[1], None),
        (places[0], places[0]),
    ]


def test_the_rules_there_come_before_who_accepts(places, taker, offered):
    named = member("named", places[1])
    AssignmentRule.objects.create(district=places[1]).officers.set([named])
    handing.accept(offered, taker)
    assert Inquiry.objects.get().officer == named


def test_credit_stays_with_the_first_however_often_it_moves(places, giver, taker, offered):
    jinnan = builders.district("jinnan", name="津南区", short_name="津南区")
    handing.accept(offered, taker)
    again = handing.offer(Inquiry.objects.get(), jinnan, "再改", taker)
    handing.accept(again, member("third", jinnan))
    assert Inquiry.objects.get().first_place == places[0]
    assert again.first_contact_district == places[0]


def test_declined_it_stays_with_the_reason(places, giver, taker, offered):
    assert refusal(handing.decline, offered, taker, " ") == "请写明退回原因。"
    handing.decline(offered, taker, "没有单层厂房")
    assert row() == (places[0], places[0], None, giver, date(2025, 9, 15))
    transfer = Transfer.objects.get()
    assert (transfer.decline_reason, transfer.answered_by) == ("没有单层厂房", taker)
    assert not Inquiry.objects.visible_to(taker).exists()


def test_is_called_back_by_those_who_offered(giver, taker, offered):
    assert refusal(handing.withdraw, offered, taker) == "只有转出地区的人可以撤回。"
    handing.withdraw(offered, giver)
    assert Transfer.objects.get().decline_reason == handing.WITHDRAWN
    assert Inquiry.objects.get().offered_to is None


@pytest.mark.parametrize("do", ["accept", "decline", "withdraw"])
def test_is_answered_once(giver, taker, offered, do):
    handing.decline(offered, taker, "没有单层厂房")
    more = {"decline": ["又退"]}.get(do, [])
    assert refusal(getattr(handing, do), offered, taker, *more) == "这次流转已经有了答复。"


def test_only_the_other_side_answers(places, giver, offered):
    free = member("free")
    root = member("root", role="站长")
    assert refusal(handing.accept, offered, giver) == "只有转入地区的人可以接收。"
    assert refusal(handing.accept, offered, free) == "只有转入地区的人可以接收。"
    assert refusal(handing.decline, offered, giver, "不要") == "只有转入地区的人可以退回。"
    assert [handing.may_answer(offered, one) for one in (giver, free, root)] == [False, False, True]


def test_only_who_may_change_it_offers(places, taker):
    inquiry = builders.inquiry(district=places[0])
    for person in (taker, member("auditor", role="审计"), member("editor", places[0], role="编辑")):
        assert (
            refusal(handing.offer, inquiry, places[1], "改看", person) == "只有经办地区的人可以流转这条咨询。"
        )


def test_refuses_an_offer_that_goes_nowhere(places, giver, offered):
    wuqing, dongli = places
    closed = builders.inquiry(district=wuqing, stage="lost", closing_reason="外地")
    fresh, root = builders.inquiry(district=wuqing), member("root", role="站长")
    assert (
        refusal(handing.offer, offered.inquiry, dongli, "再来", giver) == "这条咨询已有一次流转在等对方答复。"
    )
    assert refusal(handing.offer, fresh, wuqing, "改看", giver) == "转入地区不能与转出地区相同。"
    assert refusal(handing.offer, fresh, dongli, "", giver) == "请写明流转原因。"
    assert refusal(handing.offer, closed, dongli, "改看", giver) == "办结的咨询不能流转。"
    nowhere = "这条咨询还没有经办地区，请先在“需求”里填写意向地区。"
    assert refusal(handing.offer, builders.inquiry(), dongli, "改看", root) == nowhere


def finish(inquiry, person):
    stages.move(inquiry, "operating", person)


def lose(inquiry, person):
    closing.close(inquiry, "lost", "price", "嫌贵", person)


def merge(inquiry, person):
    merging.merge(builders.inquiry(district=inquiry.place), inquiry, person)


@pytest.mark.parametrize(("stage", "end"), [("building", finish), ("following", lose), ("following", merge)])
def test_every_end_calls_an_open_offer_back(client, monkeypatch, places, giver, taker, stage, end):
    wuqing, dongli = places
    park, signed = builders.park(district=wuqing), {"signed_on": "2025-08-29", "agreed_investment_wan": 5000}
    inquiry = builders.inquiry(district=wuqing, officer=giver, stage=stage, settled_park=park, **signed)
    transfer = handing.offer(inquiry, dongli, "企业改看东丽", giver)
    on(monkeypatch, 3)
    noting.record(follow_up(inquiry, giver))
    end(inquiry, giver)
    client.force_login(taker)
    assert client.post(screen(Inquiry, "accept", inquiry.pk)).status_code == 404
    one, transfer = Inquiry.objects.get(pk=inquiry.pk), Transfer.objects.get(pk=transfer.pk)
    assert (one.place, one.offered_to, one.officer, one.is_closed) == (wuqing, None, giver, True)
    assert (transfer.accepted_at, transfer.decline_reason, transfer.answered_by) == (
        None,
        "已由转出方撤回",
        giver,
    )


def test_a_closed_one_that_is_still_on_offer_is_not_accepted(client, places, giver, taker, offered):
    """Rows from before every end called its offer back."""
    Inquiry.objects.update(
        stage="lost", closing_reason="外地", closed_at=offered.created_at, due_on=None, officer=giver
    )
    assert refusal(handing.accept, offered, taker) == "这条咨询已经办结，不能接收。"
    client.force_login(taker)
    response = client.post(screen(Inquiry, "accept", offered.inquiry_id), follow=True)
    assert told(response) == ["现在不能“接收”：这条咨询的情况已经变了。"]
    assert row() == (places[0], places[0], places[1], giver, None)
    handing.decline(offered, taker, "已经办结")
    assert row() == (places[0], places[0], None, giver, None)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_has_it():
    wuqing, dongli = builders.district(), builders.district("dongli")
    giver = member("giver", wuqing)
    takers = [member("one", dongli), member("two", dongli)]
    transfer = handing.offer(builders.inquiry(district=wuqing), dongli, "改看东丽", giver)
    start, results = Barrier(2), []

    def take(number):
        try:
            start.wait()
            handing.accept(Transfer.objects.get(pk=transfer.pk), User.objects.get(pk=number))
            results.append("接收")
        except ValidationError as refused:
            results.append(refused.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=take, args=[one.pk]) for one in takers]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sorted(results) == ["接收", "这次流转已经有了答复。"]
    assert Inquiry.objects.get().officer == Transfer.objects.get().answered_by
