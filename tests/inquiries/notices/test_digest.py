from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from inquiries.models import DayException, Inquiry
from inquiries.notices import digest
from outbox.models import Delivery
from outbox.working import Worker
from parks.models import Remit
from tests import builders

from .conftest import person
from .test_announcing import promised

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2025, 11, 24)
REFERENCES = [f"ZX20251120-00000{number}" for number in range(1, 10)]


@pytest.fixture
def at(monkeypatch):
    """Sets the clock, in Shanghai."""

    def set_clock(hour, minute=0, day=MONDAY):
        now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_clock


def inquiry(number, due, **values):
    row = builders.inquiry(reference=REFERENCES[number - 1], district=builders.district(), **values)
    Inquiry.objects.filter(pk=row.pk).update(due_on=due)
    return row


@pytest.fixture
def officer():
    return person("li", first_name="明", last_name="李")


@pytest.fixture
def desk(officer):
    """Of his: one overdue, one due today, one tomorrow; one in the pool."""
    inquiry(1, date(2025, 11, 24), officer=officer)
    inquiry(2, date(2025, 11, 21), officer=officer)
    inquiry(3, date(2025, 11, 25), officer=officer)
    inquiry(4, date(2025, 11, 21))


def asked(at, *moments):
    """How many notices were promised after each of those moments of the clock."""
    counts = []
    for moment in moments:
        at(*moment)
        digest.send_in_the_morning()
        counts.append(len(promised()))
    return counts


def test_is_promised_once_in_the_morning(mail_on, robots_on, desk, officer, at):
    assert asked(at, (7,), (8, 29), (8, 30), (8, 40), (11, 59)) == [0, 0, 3, 3, 3]
    payload = {"event": "digest", "day": "2025-11-24"}
    assert promised() == [
        ("notice-mail", payload | {"to": officer.pk}),
        ("notice-wecom", payload),
        ("notice-dingtalk", payload),
    ]
    assert asked(at, (8, 30, date(2025, 11, 25))) == [6]


def test_leaves_the_afternoon_alone(mail_on, robots_on, desk, at):
    assert asked(at, (12,), (18,)) == [0, 0]


def test_knows_the_days_off(mail_on, robots_on, desk, at):
    saturday, national_day, worked_sunday = date(2025, 11, 22), date(2025, 10, 1), date(2025, 9, 28)
    assert asked(at, (9, 0, saturday), (9, 0, national_day), (9, 0, worked_sunday)) == [0, 0, 2]
    DayException.objects.create(day=MONDAY, is_working=False)
    assert asked(at, (9, 0, MONDAY)) == [2]


def test_writes_nothing_where_nothing_is_configured(desk, at):
    assert asked(at, (9,)) == [0]


def test_lets_two_workers_send_one(mail_on, desk, at):
    at(9)
    digest.send_in_the_morning()
    digest.send_in_the_morning()
    assert len(promised()) == 1


def test_tells_an_officer_what_is_due(mail_on, desk, at, mailoutbox):
    asked(at, (9,))
    Worker().once()
    [sent] = mailoutbox
    assert (sent.to, sent.subject) == (
        ["li@example.cn"],
        "【招商后台】您负责的咨询：超期 1 条，今天到期 1 条",
    )
    assert sent.body.split("\n")[2:5] == [
        "ZX20251120-000002 租购厂房仓库 天津-武清区，超期 2025-11-21",
        "ZX20251120-000001 租购厂房仓库 天津-武清区，期限 2025-11-24",
        "https://invest.example.cn/admin/inquiries/inquiry/",
    ]


def test_tells_the_groups_of_the_pool_and_who_is_behind(robots_on, desk, at, said):
    asked(at, (9,))
    Worker().once()
    assert said[0] == (
        "wecom",
        "待认领的咨询 1 条\n"
        "ZX20251120-000004 租购厂房仓库 天津-武清区，超期 2025-11-21\n"
        "李明：超期 1 条，今天到期 1 条\n"
        "https://invest.example.cn/admin/inquiries/inquiry/",
    )


def test_tells_who_assigns_of_the_pool_where_there_is_no_group(mail_on, desk, at, mailoutbox):
    person("zhan", "站长")
    asked(at, (9,))
    Worker().once()
    assert [(sent.to, sent.subject) for sent in mailoutbox] == [
        (["li@example.cn"], "【招商后台】您负责的咨询：超期 1 条，今天到期 1 条"),
        (["zhan@example.cn"], "【招商后台】待认领的咨询 1 条"),
    ]


def leave(officer):
    officer.is_active = False
    officer.save()


def lose_the_right(officer):
    officer.groups.clear()


def move_away(officer):
    Remit.objects.create(person=officer, district=builders.district("xiqing"))


@pytest.mark.parametrize("go", [leave, lose_the_right, move_away])
def test_tells_who_assigns_of_what_its_officer_can_work_on_no_more(mail_on, officer, at, mailoutbox, go):
    person("zhan", "站长")
    inquiry(1, date(2025, 11, 21), officer=officer)
    inquiry(2, date(2025, 11, 25), officer=officer)
    stays = person("stays", "招商专员", builders.tianjin())
    inquiry(3, date(2025, 11, 24), officer=stays)
    go(officer)
    at(9)
    digest.promise_digests(MONDAY)
    Worker().once()
    sent = {mail.to[0]: mail for mail in mailoutbox}["zhan@example.cn"]
    assert sent.subject == "【招商后台】须改派的咨询 1 条"
    assert sent.body.split("\n")[2:6] == [
        "负责人已不能办理，请改派（1 条）：",
        "ZX20251120-000001 租购厂房仓库 天津-武清区，超期 2025-11-21",
        "李明：超期 1 条",
        "stays：今天到期 1 条",
    ]


def test_leaves_who_assigns_alone_while_each_is_worked_on(mail_on, officer, at):
    person("zhan", "站长")
    inquiry(1, date(2025, 11, 21), officer=officer)
    inquiry(2, date(2025, 11, 21), officer=person("bound", "招商专员", builders.district()))
    inquiry(3, date(2025, 11, 21), officer=builders.staff("root", is_superuser=True))
    at(9)
    digest.promise_digests(MONDAY)
    assert "zhan" not in {User.objects.get(pk=payload["to"]).username for _, payload in promised()}


def test_lists_no_more_than_a_message_holds(robots_on, at, said):
    for number in range(1, 10):
        inquiry(number, MONDAY)
    asked(at, (9,))
    Worker().once()
    lines = said[0][1].split("\n")
    assert [lines[0], *(line.split(" ")[0] for line in lines[1:])] == [
        "待认领的咨询 9 条",
        *REFERENCES[:8],
        "……",
        "https://invest.example.cn/admin/inquiries/inquiry/",
    ]
    assert len(said[0][1].encode()) < 2000


OVER = [
    (lambda: Inquiry.objects.update(due_on="2025-12-24"), MONDAY, "没有到期的咨询"),
    (lambda: None, date(2025, 11, 25), "当天已过"),
]


@pytest.mark.parametrize(("change", "day", "reason"), OVER)
def test_says_nothing_when_it_is_over(mail_on, desk, at, mailoutbox, change, day, reason):
    asked(at, (9,))
    change()
    at(10, 0, day)
    Worker().once()
    assert [row.outcome for row in Delivery.objects.filter(payload__day="2025-11-24")] == [
        f"未发送：{reason}"
    ]


def test_asks_as_often_for_six_officers_as_for_one(robots_on, desk, at, said, django_assert_max_num_queries):
    at(9)
    with django_assert_max_num_queries(20) as first:
        digest.of_pool(MONDAY)
    for number in range(5, 10):
        inquiry(number, MONDAY, officer=person(f"officer-{number}"))
    with django_assert_max_num_queries(len(first)):
        digest.of_pool(MONDAY)
