from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from audit.recording import note
from inquiries.models import Inquiry
from parks.models import Remit
from tests import builders
from tests.staff_screens import cells, enter, screen

pytestmark = pytest.mark.django_db

View, Export = Entry.Action.VIEW, Entry.Action.EXPORT


def things(client, query=""):
    return [row[3] for row in cells(client.get(screen(Entry) + query))]


def dated(entry, **back):
    """As if it had been written earlier; the trail itself lets nobody do that."""
    with connection.cursor() as cursor:
        moment = timezone.now() - timedelta(**back)
        cursor.execute("UPDATE audit_entry SET at = %s WHERE id = %s", [moment, entry.pk])
    return moment


def test_reads_newest_first_who_did_what_with_which(client):
    auditor = enter(client, "审计")
    inquiry = builders.inquiry()
    officer = builders.staff("zhuanyuan", last_name="李", first_name="明")
    note(View, inquiry, person=officer)
    note(Export, person=auditor, subject="咨询导出.xlsx", words="3 行")
    assert [row[1:5] for row in cells(client.get(screen(Entry)))] == [
        ["导出", "审计", "咨询导出.xlsx", "3 行"],
        ["查看联系方式", "李明", inquiry.reference, "—"],
    ]


def test_leads_from_an_inquiry_to_who_saw_it_and_from_there_back(client):
    enter(client, "审计")
    inquiry, other = builders.inquiry(), builders.inquiry(token="b")
    note(View, inquiry)
    note(View, other)
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    link = next(one["href"] for one in page.select(".object-tools a") if one.text == "谁看过、改过")
    assert link == f"/admin/audit/entry/?q={inquiry.reference}"
    listed = client.get(link)
    assert [row[3] for row in cells(listed)] == [inquiry.reference]
    row = BeautifulSoup(listed.content, "html.parser").select_one("#result_list .field-thing a")
    assert row["href"] == screen(Inquiry, "change", inquiry.pk)


def test_an_officer_neither_sees_the_trail_nor_is_led_there(client):
    enter(client, "招商专员")
    page = client.get(screen(Inquiry, "change", builders.inquiry().pk)).content.decode()
    assert "谁看过、改过" not in page
    assert client.get(screen(Entry)).status_code == 403


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{spaced}"])
def test_finds_by_a_reference_however_it_is_typed(client, typed):
    enter(client, "审计")
    inquiry = builders.inquiry()
    note(View, inquiry)
    note(View, builders.inquiry(token="b"))
    reference = inquiry.reference
    term = typed.format(reference, lower=reference.lower(), spaced=reference.replace("-", " "))
    assert [row[3] for row in cells(client.get(screen(Entry), {"q": term}))] == [reference]


def test_finds_by_a_day(client):
    enter(client, "审计")
    old, new = note(View, subject="旧"), note(View, subject="新")
    day = timezone.localdate(dated(old, days=3))
    assert things(client, f"?q={day}") == ["旧"]
    assert things(client, f"?q={timezone.localdate(new.at)}") == ["新"]
    assert things(client, "?q=2026-13-40") == []


def test_filters_by_action_person_and_time(client):
    auditor = enter(client, "审计")
    other = builders.staff("other")
    dated(note(View, person=auditor, subject="甲"), days=40)
    note(Export, person=other, subject="乙")
    assert things(client, "?action__exact=export") == ["乙"]
    assert things(client, f"?person={auditor.pk}") == ["甲"]
    assert things(client, "?since=29") == ["乙"]
    assert things(client, "?since=364") == ["乙", "甲"]


@pytest.mark.parametrize(
    "query",
    [
        "?person=abc",
        "?person=" + "9" * 30,
        "?since=x",
        "?action__exact=nothing",
        "?q=%00",
        "?p=999",
        "?all=1",
        "?o=1.2",
    ],
)
def test_survives_odd_addresses(client, query):
    enter(client, "审计")
    note(View, subject="甲")
    assert client.get(screen(Entry) + query, follow=True).status_code == 200


def test_nobody_adds_changes_or_deletes_a_line(client):
    client.force_login(builders.staff("root", is_superuser=True))
    entry = note(View, subject="甲")
    page = BeautifulSoup(client.get(screen(Entry)).content, "html.parser")
    assert page.select(".action-checkbox, .actions, .object-tools a") == []
    assert client.get(screen(Entry, "add")).status_code == 403
    for what in ("change", "delete"):
        assert client.post(screen(Entry, what, entry.pk), {"post": "yes", "subject": "乙"}).status_code == 403
    client.post(screen(Entry), {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert list(Entry.objects.values_list("subject", flat=True)) == ["甲"]


def test_who_is_bound_to_districts_reads_what_was_done_there(client):
    user = enter(client, "审计")
    here, there = (builders.inquiry(district=builders.district(slug)) for slug in ("wuqing", "dongli"))
    for inquiry in (here, there):
        note(View, inquiry, person=builders.staff(inquiry.place.slug))
    note(Export, person=user, subject="自己的")
    note(Export, subject="别人的")
    Remit.objects.create(person=user, district=builders.district())
    assert things(client) == ["自己的", here.reference]


def test_counts_and_reads_no_further_than_one_leafs(client, monkeypatch):
    monkeypatch.setattr("audit.admin.LEAFED_THROUGH", 150)
    enter(client, "审计")
    for number in range(160):
        note(View, subject=str(number))
    assert things(client)[0] == "159"
    assert (len(things(client)), len(things(client, "?p=2"))) == (100, 50)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(screen(Entry))
    about = [one["sql"] for one in asked if "audit_entry" in one["sql"]]
    assert [("LIMIT" in sql) for sql in about] == [True] * len(about)
