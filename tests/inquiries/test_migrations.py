"""What came in before the desk, taken to its columns and back."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("inquiries", "0005_submissions_by_state")]
FRIDAY, MONDAY = (datetime(2025, 8, day, 2, 0, tzinfo=UTC) for day in (22, 25))


def migrate(targets=None):
    """The models as they are then; without targets, those of today."""
    executor = MigrationExecutor(connection)
    targets = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def before():
    yield migrate(BEFORE)
    migrate()


@pytest.fixture
def here(before):
    return before.get_model("parks", "District").objects.create(name="甲区", slug="jia", path="jia/")


@pytest.fixture
def there(before):
    return before.get_model("parks", "District").objects.create(name="乙区", slug="yi", path="yi/")


def create(apps, name, at, **values):
    """With the moment that the model would set itself."""
    model = apps.get_model("inquiries", name)
    one = model.objects.create(**values)
    model.objects.filter(pk=one.pk).update(created_at=at)
    return one


def inquiry(apps, number, at=FRIDAY, **values):
    return create(
        apps, "Inquiry", at, reference=f"ZX-{number}", kind="contact", topic="other", contact_name="王",
        token=f"token{number}", phone="+8613800138000", **values,
    )  # fmt: skip


def noted(apps, row, stage_from="", stage_to="", at=MONDAY):
    return create(
        apps, "FollowUp", at, inquiry=row, method="phone", summary="通了电话", stage_from=stage_from,
        stage_to=stage_to,
    )  # fmt: skip


def offered(apps, row, here, there, at=MONDAY, **values):
    return create(
        apps, "Transfer", at, inquiry=row, from_district=here, to_district=there, first_contact_district=here,
        reason="项目落在那里", **values,
    )  # fmt: skip


def found(apps, row, *names):
    model = apps.get_model("inquiries", row._meta.object_name)
    return model.objects.values_list(*names).get(pk=row.pk)


def statements_that_fill():
    migrate([("inquiries", "0006_desk")])
    with CaptureQueriesContext(connection) as asked:
        migrate([("inquiries", "0007_desk_filled")])
    return [one["sql"] for one in asked if re.search(r"(INSERT INTO|UPDATE) \"?inquiries_", one["sql"])]


def test_takes_what_came_in_before_to_the_desk_and_back(before, here, there):
    """All in one trip: each leg takes seconds."""
    answered = inquiry(before, 1, stage="assessed", company="（天津）示例 有限公司", district=here)
    notes = [
        noted(before, answered, "new", "responded", at=FRIDAY),
        noted(before, answered),
        noted(before, answered, "responded", "assessed"),
    ]
    waiting = inquiry(before, 2, at=datetime(2025, 9, 30, 2, 0, tzinfo=UTC), stage="new", district=here)
    first = offered(before, waiting, here, there, at=FRIDAY)
    last = offered(before, waiting, here, there)
    lost = inquiry(before, 3, stage="lost", closing_reason="去了别处", closed_at=MONDAY, district=here)
    unanswered = offered(before, lost, here, there, at=FRIDAY)
    taken = inquiry(before, 4, stage="new", district=here)
    offered(before, taken, here, there, accepted_at=MONDAY)
    steps = [("new", "responded", notes[0].pk, FRIDAY), ("responded", "assessed", notes[2].pk, MONDAY)]

    assert (
        len(statements_that_fill()) == 5
    )  # a statement for each row would take a quarter of an hour for a million
    now = migrate()
    # Monday is the fifth working day after Monday; 1 to 8 October are holidays.
    assert found(now, answered, "place", "first_place", "offered_to", "responded_at", "stage_since") == (
        here.pk, here.pk, None, FRIDAY, MONDAY,
    )  # fmt: skip
    assert found(now, answered, "due_on", "company_key") == (date(2025, 9, 1), "天津示例有限公司")
    assert found(now, waiting, "due_on", "place", "offered_to") == (
        date(2025, 10, 9), here.pk, there.pk,
    )  # fmt: skip
    assert found(now, first, "declined_at", "decline_reason") == (MONDAY, "以后来的一次流转为准")
    assert found(now, last, "declined_at", "decline_reason") == (None, "")
    assert found(now, lost, "place", "offered_to", "cause", "due_on") == (here.pk, None, "other", None)
    assert found(now, unanswered, "declined_at", "decline_reason") == (MONDAY, "已由转出方撤回")
    assert found(now, taken, "place", "first_place", "offered_to") == (there.pk, here.pk, None)
    changes = now.get_model("inquiries", "StageChange").objects.order_by("pk")
    assert list(changes.values_list("stage_from", "stage_to", "follow_up", "at")) == steps
    old = migrate(BEFORE).get_model("inquiries", "FollowUp").objects.order_by("pk")
    assert list(old.values_list("stage_from", "stage_to")) == [steps[0][:2], ("", ""), steps[1][:2]]
