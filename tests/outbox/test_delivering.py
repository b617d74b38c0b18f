import pytest
from django.db import transaction

from outbox.delivering import ATTEMPTS, LEASE, deliver, take
from outbox.duties import Later, Refused, every
from outbox.models import Delivery, Turn
from outbox.promising import promise
from outbox.pruning import prune_deliveries
from outbox.working import Worker, open_kinds
from tests.builders import PUBLISHED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _same_pauses(monkeypatch):
    monkeypatch.setattr("random.uniform", lambda low, high: 1)


def only():
    return Delivery.objects.get()


def owe(kind="note", **options):
    promise(kind, {"number": 7}, **({"due_at": PUBLISHED_AT} | options))


def test_a_promise_is_kept_once(register, worker):
    told = []
    register(note=lambda payload: told.append(payload) or "送到了")
    owe()
    assert [worker.once(), worker.once()] == [1, 0]
    assert told == [{"number": 7}]
    assert (only().state, only().outcome, only().delivered_at) == ("sent", "送到了", PUBLISHED_AT)


@pytest.mark.django_db(transaction=True)
def test_a_promise_goes_with_its_transaction(register):
    register(note=print)
    with transaction.atomic():
        owe()
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_waits_for_its_moment(register, worker, clock):
    register(note=print)
    owe()
    clock.forward(seconds=-1)
    assert worker.once() == 0
    clock.forward(seconds=1)
    assert worker.once() == 1


def test_tries_again_after_ever_longer_pauses_and_gives_up(register, worker, clock):
    def fail(payload):
        raise ValueError("王女士 13800138000")

    register(note=fail)
    owe()
    pauses = []
    while worker.once():
        assert only().attempts == len(pauses) + 1
        pauses.append((only().due_at - clock.now).total_seconds())
        if only().given_up_at:
            break
        assert only().state == "retrying"
        clock.now = only().due_at
    assert pauses[:-1] == [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600]
    assert (only().state, only().attempts) == ("given_up", ATTEMPTS)
    assert only().outcome.startswith("ValueError（test_delivering.py:")
    clock.forward(days=30)
    assert worker.once() == 0


def test_logs_an_error_without_its_text(register, worker, caplog):
    register(note=lambda payload: int("王女士"))
    owe()
    worker.once()
    assert "ValueError" in caplog.text
    assert "王女士" not in caplog.text


def test_later_is_no_attempt(register, worker, clock):
    def not_yet(payload):
        raise Later(3600, "今天的配额用完了")

    register(note=not_yet)
    owe()
    for _ in range(ATTEMPTS + 2):
        assert worker.once() == 1
        clock.forward(hours=1)
    assert (only().state, only().attempts, only().outcome) == ("retrying", 0, "今天的配额用完了")


def test_refused_is_final(register, worker):
    def refuse(payload):
        raise Refused("密钥不对")

    register(note=refuse)
    owe()
    worker.once()
    assert (only().state, only().outcome, only().attempts) == ("given_up", "密钥不对", 1)


def test_what_kills_its_worker_every_time_is_given_up(register, worker, clock):
    register(note=print)
    owe()
    for _ in range(ATTEMPTS):
        take(["note"], clock.now)
        clock.forward(seconds=LEASE.total_seconds())
    worker.once()
    assert (only().state, only().outcome) == ("given_up", "发送时程序多次中断")


def test_a_late_failure_does_not_disturb_who_has_it_now(register, clock):
    register(note=lambda payload: 1 / 0)
    owe()
    slow = take(["note"], clock.now)
    clock.forward(seconds=LEASE.total_seconds())
    second = take(["note"], clock.now)
    deliver(slow, clock)
    assert (only().taken_until, only().attempts) == (second.taken_until, 2)


def test_a_late_arrival_counts(register, clock):
    register(note=lambda payload: "到了")
    owe()
    slow = take(["note"], clock.now)
    clock.forward(seconds=LEASE.total_seconds())
    take(["note"], clock.now)
    deliver(slow, clock)
    assert only().state == "sent"


def test_leaves_alone_what_it_cannot_deliver(register, worker):
    register(note=print)
    owe("of-a-newer-program")
    assert (worker.once(), open_kinds()) == (0, {})


def test_a_duty_is_done_once_an_interval_whoever_asks(register, clock):
    done = []
    register()

    @every(minutes=10)
    def tidy():
        done.append(clock.now)

    workers = [Worker(clock), Worker(clock)]
    for _ in range(25):
        for worker in workers:
            worker.once()
        clock.forward(minutes=1)
    assert [int((moment - PUBLISHED_AT).total_seconds()) // 60 for moment in done] == [0, 10, 20]
    assert [turn.name for turn in Turn.objects.all()] == ["tests.outbox.test_delivering.tidy"]


def test_an_idle_worker_asks_one_question(register, worker, django_assert_num_queries):
    register(note=print)
    owe(due_at=PUBLISHED_AT.replace(year=2999))
    worker.look()
    with django_assert_num_queries(1):
        assert worker.look() == 3


def test_a_worker_sleeps_no_longer_than_the_next_one_waits(register, worker, clock):
    register(note=print)
    owe()
    clock.forward(seconds=-1)
    assert worker.look() == 1


def test_forgets_what_was_sent_long_ago():
    old = PUBLISHED_AT.replace(year=2020)
    for moments in ({"delivered_at": old}, {"given_up_at": old}, {}):
        Delivery.objects.create(kind="note", due_at=old, **moments)
    prune_deliveries()
    assert [row.state for row in Delivery.objects.all()] == ["waiting"]
