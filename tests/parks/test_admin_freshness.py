"""The queue of what has to be looked at again, worked off in the list."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from parks.models import Listing, Park
from tests import builders
from tests.staff_screens import act, cells, enter, errors_on, save, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def days(number):
    return timezone.localdate() + timedelta(days=number)


def titles(client, model, query):
    return [row[0] for row in cells(client.get(f"{screen(model)}?verified={query}"))]


def test_has_a_queue_for_each_reason_with_the_most_urgent_first(client, editor):
    for title, verified, until in [
        ("新核实", 0, 200),
        ("九十一天", -91, 31),
        ("一百天", -100, None),
        ("从未", None, 30),
        ("昨天到期", -3, -1),
        ("早已到期", -200, -100),
        ("今天到期", 0, 0),
    ]:
        builders.listing(
            title=title,
            verified_on=verified if verified is None else days(verified),
            valid_until=until if until is None else days(until),
        )
    assert titles(client, Listing, "stale") == ["从未", "早已到期", "一百天", "九十一天"]
    assert titles(client, Listing, "never") == ["从未"]
    assert titles(client, Listing, "expired") == ["早已到期", "昨天到期"]
    assert titles(client, Listing, "ending") == ["今天到期", "从未"]
    assert len(titles(client, Listing, "other")) == 7


def test_parks_have_the_queues_that_apply(client, editor):
    for name, verified in [("新", days(0)), ("旧", days(-91)), ("无", None)]:
        builders.park(name=name, verified_on=verified)
    assert titles(client, Park, "stale") == ["无", "旧"]
    assert titles(client, Park, "never") == ["无"]
    assert sorted(titles(client, Park, "expired")) == sorted(["新", "旧", "无"])


@pytest.mark.parametrize(("model", "make"), [(Listing, builders.listing), (Park, builders.park)])
def test_a_row_is_verified_with_one_press_and_the_list_stays(client, editor, model, make):
    row, other = make(), make(verified_on=None)
    address = f"{screen(model)}?verified=stale&o=1"
    button = BeautifulSoup(client.get(address).content, "html.parser").find("button", {"value": row.pk})
    assert (button.text, button["name"], button["aria-label"]) == ("今日核实", "_verify", f"今日核实：{row}")
    response = client.post(address, {"_verify": row.pk})
    assert (response.status_code, response["Location"]) == (302, address)
    assert told(client.get(address)) == [f"已把 1 条的核实日期记为今天（{days(0)}）。"]
    assert [model.objects.get(pk=one.pk).verified_on for one in (row, other)] == [days(0), None]
    assert LogEntry.objects.get().change_message == f"核实日期记为 {days(0)}。"


def test_what_was_verified_today_needs_no_button(client, editor):
    builders.listing(verified_on=days(0))
    assert cells(client.get(screen(Listing)))[0][2] == f"{days(0)}"


def test_shows_a_term_that_is_over_or_ends_soon(client, editor):
    for until in (None, days(31), days(30), days(-1)):
        builders.listing(verified_on=days(0), valid_until=until)
    shown = [row[2] for row in cells(client.get(screen(Listing)))]
    assert shown == [
        f"{days(0)} 有效期至 {days(-1)}",
        f"{days(0)} 有效期至 {days(30)}",
        f"{days(0)}",
        f"{days(0)}",
    ]


@pytest.mark.parametrize("number", ["", "abc", "999999", "1" * 30, "-1", "1 OR 1=1"])
def test_a_row_that_is_not_there_is_answered_in_words(client, editor, number):
    response = client.post(screen(Listing), {"_verify": number}, follow=True)
    assert told(response) == ["没有这样的条目，什么也没有改动。"]


def test_who_only_looks_has_no_button_and_no_way_around_it(client):
    listing = builders.listing(verified_on=None)
    user = enter(client, "编辑")
    user.groups.clear()
    user.user_permissions.set(
        type(user).user_permissions.field.related_model.objects.filter(codename="view_listing")
    )
    assert "_verify" not in client.get(screen(Listing)).content.decode()
    assert client.post(screen(Listing), {"_verify": listing.pk}).status_code == 403
    listing.refresh_from_db()
    assert listing.verified_on is None


def test_looking_changes_nothing(client, editor):
    listing = builders.listing(verified_on=None)
    client.get(f"{screen(Listing)}?_verify={listing.pk}")
    listing.refresh_from_db()
    assert listing.verified_on is None


def test_says_that_verifying_does_not_lengthen_a_term(client, editor):
    rows = [builders.listing(), builders.listing(valid_until=days(-1))]
    assert act(client, Listing, "verify_today", *rows) == [
        f"已把 2 条的核实日期记为今天（{days(0)}）。其中 1 条有效期已过，仍不公开：还有效的，请再延长有效期。"
    ]


def test_what_is_over_can_be_verified_and_edited_afterwards(client, editor):
    listing = builders.listing(valid_until=days(-1))
    act(client, Listing, "verify_today", listing)
    response = save(client, screen(Listing, "change", listing.pk), summary="仍可看房")
    assert response.status_code == 302
    listing.refresh_from_db()
    assert (listing.summary, listing.verified_on) == ("仍可看房", days(0))


def test_lengthens_terms_by_ninety_days_from_their_end_or_from_today(client, editor):
    over, held, endless, last = (
        builders.listing(valid_until=until) for until in (days(-50), days(10), None, date.max)
    )
    assert act(client, Listing, "extend_term", over, held, endless, last) == [
        f"3 条有效期延长 90 天，最早的至 {days(90)}，其中 1 条重新公开。"
        "重新公开的有 1 条久未核实，请尽快核实。1 条没有填有效期，长期有效，未作改动。"
    ]
    terms = [Listing.objects.get(pk=one.pk).valid_until for one in (over, held, endless, last)]
    assert terms == [days(90), days(100), None, date.max]
    assert Listing.objects.published().count() == 4
    assert LogEntry.objects.count() == 3


def test_says_what_a_longer_term_makes_public_again_and_what_to_look_at(client, editor):
    def row(status, verified, **values):
        return builders.listing(valid_until=days(-1), status=status, verified_on=days(verified), **values)

    rows = [row("vacant", 0), row("taken", -90), row("locked", -91), row("taken", 0, **builders.DRAFT)]
    assert act(client, Listing, "extend_term", *rows) == [
        f"4 条有效期至 {days(90)}，其中 3 条重新公开。重新公开的有 2 条是已租（售）或锁定，请核对租售状态。"
        "重新公开的有 1 条久未核实，请尽快核实。"
    ]
    assert act(client, Listing, "extend_term", rows[0]) == [f"1 条有效期至 {days(180)}。"]


def test_publishes_nothing_whose_term_is_over(client, editor):
    over = builders.listing(valid_until=days(-1), **builders.DRAFT)
    fine = builders.listing(valid_until=days(0), **builders.DRAFT)
    assert act(client, Listing, "publish_chosen", over, fine) == [
        "已发布 1 条。",
        "1 条有效期已过，没有发布，请先延长有效期。",
    ]
    response = save(client, screen(Listing, "change", over.pk), _publish="发布")
    assert errors_on(response) == ["有效期已过，发布后也不会公开，请先延长有效期。"]
    over.refresh_from_db()
    assert over.published_at is None


def test_asks_when_one_may_move_in(client, editor):
    listing = builders.listing()
    save(client, screen(Listing, "change", listing.pk), available_on="2027-03-01")
    listing.refresh_from_db()
    assert listing.available_on == date(2027, 3, 1)
