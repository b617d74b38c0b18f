import pytest
from django.db import transaction

from audit.models import Entry
from inquiries.desk.receiving import received
from inquiries.forms.inquiries import ContactForm
from inquiries.importing.running import run
from inquiries.models import AssignmentRule, Inquiry, StageChange
from publishing.references import new_token
from tests import builders
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    user = builders.staff("甲", last_name="甲")
    user.groups.set([ensure_roles()["招商专员"]])
    AssignmentRule.objects.create().officers.set([user])
    return user


def steps(inquiry):
    return [(one.stage_from, one.stage_to, one.person, one.at) for one in inquiry.stage_changes.all()]


def test_writes_down_the_first_step_and_gives_it_to_whom_the_rules_name(officer):
    inquiry = builders.inquiry()
    received(inquiry)
    inquiry.refresh_from_db()
    assert steps(inquiry) == [("", "new", None, inquiry.stage_since)]
    assert (inquiry.officer, inquiry.assigned_at is None) == (officer, False)
    assert [(one.action, one.person, one.words) for one in Entry.objects.all()] == [
        ("assign", None, "按规则分派给甲")
    ]


def test_leaves_it_in_the_pool_where_no_rule_fits():
    inquiry = builders.inquiry()
    received(inquiry)
    inquiry.refresh_from_db()
    assert (inquiry.officer, inquiry.assigned_at, Entry.objects.count()) == (None, None, 0)


def test_leaves_it_with_whom_the_person_who_entered_it_chose(officer):
    chosen = builders.staff("乙")
    inquiry = builders.inquiry(officer=chosen, stage="responded")
    received(inquiry, chosen)
    inquiry.refresh_from_db()
    assert steps(inquiry) == [("", "responded", chosen, inquiry.stage_since)]
    assert inquiry.officer == chosen
    assert None not in (inquiry.assigned_at, inquiry.responded_at)


SENT = {
    "contact_name": "王女士",
    "phone": "13800138000",
    "topic": "factory",
    "consent": "on",
    "message": "找厂房",
}


def test_takes_a_form_sent_twice_for_one_inquiry(officer):
    token = new_token()
    rows = []
    for _ in range(2):
        form = ContactForm(SENT | {"token": token})
        assert form.is_valid(), form.errors
        rows.append(form.save().pk)
    assert rows == [Inquiry.objects.get().pk] * 2
    assert (StageChange.objects.count(), Entry.objects.count()) == (1, 1)
    assert Inquiry.objects.get().officer == officer


def test_keeps_no_step_of_an_inquiry_that_was_not_kept(officer):
    with transaction.atomic():
        received(builders.inquiry())
        transaction.set_rollback(True)
    assert (StageChange.objects.count(), Entry.objects.count()) == (0, 0)


def test_receives_what_comes_out_of_a_table(officer, tmp_path):
    table = tmp_path / "rows.csv"
    table.write_text("联系人,手机,主题,收到时间\n王女士,13800138000,租购厂房仓库,2025-08-22 10:20\n")
    for counted in ("created", "skipped"):
        assert run([table])[0].counts[counted] == 1
    inquiry = Inquiry.objects.get()
    assert steps(inquiry) == [("", "new", None, inquiry.stage_since)]
    assert (inquiry.officer, inquiry.created_at.isoformat()) == (officer, "2025-08-22T02:20:00+00:00")
