from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0007_desk_filled")]

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
    ]
