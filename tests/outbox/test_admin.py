import pytest
from django.utils import timezone

from outbox.delivering import take
from outbox.models import Delivery
from tests.builders import PUBLISHED_AT
from tests.staff_screens import act, cells, enter, screen

pytestmark = pytest.mark.django_db

STATES = {
    "waiting": {},
    "retrying": {"outcome": "对方没有及时回答", "attempts": 2},
    "sent": {"outcome": "收下 2 条", "attempts": 1, "delivered_at": PUBLISHED_AT},
    "given_up": {"outcome": "密钥不对", "attempts": 12, "given_up_at": PUBLISHED_AT},
}


@pytest.fixture
def rows():
    return {
        state: Delivery.objects.create(kind="baidu-push", due_at=PUBLISHED_AT, **values)
        for state, values in STATES.items()
    }


def test_lists_what_came_of_each(client, rows):
    enter(client, "审计")
    shown = [row[:4] + row[5:] for row in cells(client.get(screen(Delivery)))]
    assert shown == [
        ["百度推送", "放弃", "密钥不对", "12", "—"],
        ["百度推送", "已发", "收下 2 条", "1", "2025-08-22 09:00"],
        ["百度推送", "重试中", "对方没有及时回答", "2", "下次 2025-08-22 09:00"],
        ["百度推送", "待发", "—", "0", "下次 2025-08-22 09:00"],
    ]


def test_the_question_and_the_property_agree(rows):
    for state, row in rows.items():
        assert row.state == state
        assert Delivery.objects.in_state(state).get() == row


def test_sends_again_what_has_not_arrived(client, rows):
    enter(client, "站长")
    before = timezone.now()
    assert act(client, Delivery, "send_again", *rows.values()) == [
        "已排队重新发送 3 条。1 条已经发出，不再重发。"
    ]
    found = {row.pk: row for row in Delivery.objects.all()}
    for state in ("waiting", "retrying", "given_up"):
        row = found[rows[state].pk]
        assert (row.state, row.attempts) == ("waiting", 0)
        assert row.due_at >= before
    assert found[rows["sent"].pk].state == "sent"


def test_leaves_to_its_worker_what_is_on_its_way(client, rows):
    enter(client, "站长")
    held = take(["baidu-push"], timezone.now())
    others = [row for row in rows.values() if row.pk != held.pk and row.state != "sent"]
    assert act(client, Delivery, "send_again", held, *others) == [
        "已排队重新发送 2 条。1 条正在发送，未作改动。"
    ]
    now = Delivery.objects.get(pk=held.pk)
    assert (now.taken_until, now.attempts) == (held.taken_until, held.attempts)
    Delivery.objects.filter(pk=held.pk).update(taken_until=PUBLISHED_AT)  # its lease is over
    assert act(client, Delivery, "send_again", held) == ["已排队重新发送 1 条。"]


def test_an_auditor_sends_nothing(client, rows):
    enter(client, "审计")
    act(client, Delivery, "send_again", rows["given_up"])
    assert Delivery.objects.in_state("given_up").count() == 1


def test_filters_by_state_and_ignores_any_other(client, rows):
    enter(client, "站长")
    assert len(cells(client.get(screen(Delivery) + "?state=given_up"))) == 1
    assert len(cells(client.get(screen(Delivery) + "?state=nothing&kind=%00"))) == 4


@pytest.mark.parametrize("role", ["编辑", "终审", "招商专员"])
def test_is_no_business_of_others(client, rows, role):
    enter(client, role)
    assert client.get(screen(Delivery)).status_code == 403
