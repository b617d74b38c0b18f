"""The desk's columns of what came in before it: who handles it, since when, until when, and its steps so far."""

from django.db import migrations
from django.db.models import Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from inquiries.desk import clocks, workdays
from inquiries.models.inquiries import folded_company

DAYS = {"respond_days": 1, "assess_days": 3, "feedback_days": 5, "report_days": 10}
CLOSED = ["invalid", "declined", "unreachable", "lost", "operating"]
CAUSES = {"invalid": "other", "declined": "unfit", "unreachable": "silent", "lost": "other"}


def fill(apps, schema_editor):
    Inquiry = apps.get_model("inquiries", "Inquiry")
    settle_transfers(apps)
    note_steps(apps)
    note_places(Inquiry, apps.get_model("inquiries", "Transfer"))
    note_moments(Inquiry, apps.get_model("inquiries", "FollowUp"))
    for stage, cause in CAUSES.items():
        Inquiry.objects.filter(stage=stage).update(cause=cause)
    rows = []
    for row in Inquiry.objects.only("company", "stage", "stage_since", "erased_at").iterator(chunk_size=2000):
        row.company_key = folded_company(row.company)
        if step := clocks.STEP_OF.get(row.stage):
            row.due_on = workdays.after(timezone.localdate(row.stage_since), DAYS[step], {})
        rows.append(row)
        if len(rows) == 2000:
            Inquiry.objects.bulk_update(rows, ["company_key", "due_on"])
            rows = []
    Inquiry.objects.bulk_update(rows, ["company_key", "due_on"])


def settle_transfers(apps):
    """One offer at a time from now on: of several open ones the last counts."""
    Transfer = apps.get_model("inquiries", "Transfer")
    open_ones = Transfer.objects.filter(accepted_at=None)
    later = open_ones.filter(inquiry=OuterRef("inquiry"), pk__gt=OuterRef("pk")).order_by("pk")
    for transfer in open_ones.annotate(later=Subquery(later.values("created_at")[:1])).exclude(later=None):
        Transfer.objects.filter(pk=transfer.pk).update(
            declined_at=transfer.later, decline_reason="以后来的一次流转为准"
        )


def note_steps(apps):
    FollowUp, StageChange = (
        apps.get_model("inquiries", "FollowUp"),
        apps.get_model("inquiries", "StageChange"),
    )
    for note in FollowUp.objects.exclude(stage_to="").order_by("pk").iterator(chunk_size=2000):
        StageChange.objects.create(
            inquiry_id=note.inquiry_id,
            stage_from=note.stage_from,
            stage_to=note.stage_to,
            person_id=note.person_id,
            follow_up=note,
            at=note.created_at,
        )


def note_places(Inquiry, Transfer):
    """An offer that was accepted has moved it; one that was not stands open."""
    of_it = Transfer.objects.filter(inquiry=OuterRef("pk"))
    moved = of_it.exclude(accepted_at=None).order_by("-pk").values("to_district")[:1]
    first = of_it.order_by("pk").values("first_contact_district")[:1]
    waiting = of_it.filter(accepted_at=None, declined_at=None).values("to_district")[:1]
    from_there = of_it.filter(accepted_at=None, declined_at=None).values("from_district")[:1]
    wanted = Coalesce("district", Subquery(park_of(Inquiry)), Subquery(listing_of(Inquiry)))
    Inquiry.objects.update(
        place=Coalesce(Subquery(moved), Subquery(from_there), wanted), offered_to=Subquery(waiting)
    )
    Inquiry.objects.update(first_place=Coalesce(Subquery(first), "place"))


def park_of(Inquiry):
    Park = Inquiry._meta.get_field("park").related_model
    return Park.objects.filter(pk=OuterRef("park")).values("district")[:1]


def listing_of(Inquiry):
    Listing = Inquiry._meta.get_field("listing").related_model
    return Listing.objects.filter(pk=OuterRef("listing")).values("district")[:1]


def note_moments(Inquiry, FollowUp):
    of_it = FollowUp.objects.filter(inquiry=OuterRef("pk")).order_by()
    responded = of_it.values("inquiry").annotate(first=Min("created_at")).values("first")
    changed = FollowUp.objects.filter(inquiry=OuterRef("pk")).exclude(stage_to="").order_by("-created_at")
    Inquiry.objects.update(
        responded_at=Subquery(responded),
        stage_since=Coalesce(Subquery(changed.values("created_at")[:1]), "created_at"),
    )
    Inquiry.objects.filter(~Q(officer=None)).update(assigned_at=Coalesce("responded_at", "created_at"))


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0006_desk")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
