from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0007_desk_filled")]

    # The indexes come last: rows are filled in a fraction of the time without them.
    operations = [
        migrations.RemoveField(
            model_name="followup",
            name="stage_from",
        ),
        migrations.RemoveField(
            model_name="followup",
            name="stage_to",
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("due_on", None), _connector="OR"),
                name="inquiries_inquiry_closed_without_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_at", None), ("closed_at__isnull", False), _connector="OR"),
                name="inquiries_inquiry_archived_when_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None), _connector="OR"),
                name="inquiries_transfer_answered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None)),
                fields=("inquiry",),
                name="inquiries_transfer_one_open",
                violation_error_message="这条咨询已有一次流转在等对方答复。",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=["stage", "-created_at", "-id", "place", "offered_to"],
                name="inquiries_by_stage",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=["-created_at", "-id", "place", "offered_to"],
                name="inquiries_by_arrival",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=[
                    "place",
                    "-created_at",
                    "-id",
                    "closed_at",
                    "archived_at",
                    "merged_into",
                    "erased_at",
                ],
                name="inquiries_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("erased_at", None)),
                fields=["due_on", "id", "officer", "stage", "place"],
                name="inquiries_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("erased_at", None)),
                fields=["place", "due_on", "id", "officer", "stage"],
                name="inquiries_desk_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("erased_at", None)),
                fields=["officer", "due_on", "id", "place"],
                name="inquiries_desk_by_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("erased_at", None), ("offered_to__isnull", False)),
                fields=["due_on", "id", "offered_to"],
                name="inquiries_desk_offered",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("signed_on__isnull", False)),
                fields=["signed_on"],
                name="inquiries_by_signing",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=["phone"], name="inquiries_by_phone", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=["company_key", "id"],
                name="inquiries_by_company",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["contact_name", "id"], name="inquiries_by_contact"),
        ),
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(fields=["stage_to", "at"], name="inquiries_steps_by_stage"),
        ),
    ]
