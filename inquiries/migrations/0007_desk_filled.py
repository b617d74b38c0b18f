"""The desk's columns of what came in before it: who handles it, since when, until when, and its steps so far.

In statements over whole tables, and batches where a column cannot be worked out by the database. What is needed of the
site's code is written out here: this runs years later on what it is by then.

Backwards a step goes back to the follow-up it came from; one without a follow-up was unknown before and is let go.
"""

import re
import unicodedata
from datetime import timedelta
from functools import cache

import chinese_calendar
from django.db import migrations
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

BATCH = 5000
WORKDAYS = {
    "new": 1, "responded": 3, "assessed": 5, "following": 10, "negotiating": 10, "signed": 10, "building": 10,
}  # fmt: skip
CAUSES = {"invalid": "other", "declined": "unfit", "unreachable": "silent", "lost": "other"}
LATER_COUNTS, WITHDRAWN = "以后来的一次流转为准", "已由转出方撤回"


def fill(apps, schema_editor):
    note_steps(apps, schema_editor)
    note_places_and_moments(apps)
    settle_transfers(apps)
    note_keys_and_deadlines(apps, schema_editor)


def note_steps(apps, schema_editor):
    FollowUp, StageChange = (apps.get_model("inquiries", name) for name in ("FollowUp", "StageChange"))
    schema_editor.execute(f"""
        INSERT INTO {StageChange._meta.db_table}
            (inquiry_id, stage_from, stage_to, person_id, follow_up_id, reason, due_on, at)
        SELECT inquiry_id, stage_from, stage_to, person_id, id, '', NULL, created_at
        FROM {FollowUp._meta.db_table} WHERE stage_to <> '' ORDER BY id
    """)


def note_places_and_moments(apps):
    """An offer that was accepted has moved it; one that was not stands open, if the inquiry does."""
    Inquiry, FollowUp, Transfer = (
        apps.get_model("inquiries", name) for name in ("Inquiry", "FollowUp", "Transfer")
    )
    transfers = Transfer.objects.filter(inquiry=OuterRef("pk"))
    moved = transfers.exclude(accepted_at=None).order_by("-pk").values("to_district")[:1]
    offered = transfers.filter(accepted_at=None).order_by("-pk")
    first = transfers.order_by("pk").values("first_contact_district")[:1]
    place = [Subquery(moved), Subquery(offered.values("from_district")[:1]), "district", *wanted(Inquiry)]
    notes = FollowUp.objects.filter(inquiry=OuterRef("pk"))
    responded = Subquery(notes.order_by("created_at").values("created_at")[:1])
    changed = notes.exclude(stage_to="").order_by("-created_at").values("created_at")[:1]
    Inquiry.objects.update(
        place=Coalesce(*place),
        first_place=Coalesce(Subquery(first), *place),
        offered_to=Case(When(closed_at=None, then=Subquery(offered.values("to_district")[:1])), default=None),
        responded_at=responded,
        stage_since=Coalesce(Subquery(changed), "closed_at", "created_at"),
        assigned_at=Case(When(~Q(officer=None), then=Coalesce(responded, "created_at")), default=None),
        cause=Case(*(When(stage=one, then=Value(cause)) for one, cause in CAUSES.items()), default=Value("")),
    )


def wanted(Inquiry):
    for name in ("park", "listing"):
        places = Inquiry._meta.get_field(name).related_model.objects.filter(pk=OuterRef(name))
        yield Subquery(places.values("district")[:1])


def settle_transfers(apps):
    """One offer at a time from now on: of several open ones the last counts, of what is closed none."""
    Transfer = apps.get_model("inquiries", "Transfer")
    Inquiry = apps.get_model("inquiries", "Inquiry")
    open_ones = Transfer.objects.filter(accepted_at=None, declined_at=None)
    later = Transfer.objects.filter(inquiry=OuterRef("inquiry"), accepted_at=None, pk__gt=OuterRef("pk"))
    open_ones.filter(Exists(later)).update(
        declined_at=Subquery(later.order_by("pk").values("created_at")[:1]), decline_reason=LATER_COUNTS
    )
    closed_at = Inquiry.objects.filter(pk=OuterRef("inquiry")).values("closed_at")[:1]
    open_ones.filter(inquiry__closed_at__isnull=False).update(
        declined_at=Greatest(Subquery(closed_at), F("created_at")), decline_reason=WITHDRAWN
    )


def note_keys_and_deadlines(apps, schema_editor):
    Inquiry = apps.get_model("inquiries", "Inquiry")
    rows = Inquiry.objects.order_by("pk").values_list("pk", "company", "stage", "stage_since")
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            found = [(pk, folded(company), deadline(stage, since)) for pk, company, stage, since in batch]
            write(cursor, Inquiry._meta.db_table, found)
            last = batch[-1][0]


def write(cursor, table, rows):
    """Each row's key and day, in one journey to the server; SQLite is no journey away."""
    if cursor.db.vendor == "postgresql":
        cursor.execute(
            f"""
                UPDATE {table} SET company_key = found.key, due_on = found.day
                FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS found (pk, key, day)
                WHERE {table}.id = found.pk AND {table}.id BETWEEN %s AND %s
            """,
            [*(list(column) for column in zip(*rows, strict=True)), rows[0][0], rows[-1][0]],
        )
    else:
        values = [(key, cursor.db.ops.adapt_datefield_value(day), pk) for pk, key, day in rows]
        cursor.executemany(f"UPDATE {table} SET company_key = %s, due_on = %s WHERE id = %s", values)


def folded(name):
    return re.sub(r"[\s()（）·.,，。-]", "", unicodedata.normalize("NFKC", name)).casefold()[:100]


def deadline(stage, since):
    number = WORKDAYS.get(stage)
    return number and workday_after(timezone.localdate(since), number)


@cache
def workday_after(day, number):
    while number:
        day += timedelta(days=1)
        number -= is_workday(day)
    return day


def is_workday(day):
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:  # a year whose holidays the package does not know
        return day.weekday() < 5


def give_steps_back(apps, schema_editor):
    FollowUp, StageChange = (apps.get_model("inquiries", name) for name in ("FollowUp", "StageChange"))
    step = StageChange.objects.filter(follow_up=OuterRef("pk"))
    FollowUp.objects.filter(Exists(step)).update(
        stage_from=Subquery(step.values("stage_from")[:1]), stage_to=Subquery(step.values("stage_to")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0006_desk")]

    operations = [migrations.RunPython(fill, give_steps_back)]
