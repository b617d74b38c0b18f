from django.db import migrations, models
from django.db.models import F, Q

CLOSED = ["invalid", "declined", "unreachable", "lost", "operating"]


def note_closings(apps, schema_editor):
    """Nobody noted the moment before: the last change is the latest it can have been."""
    Inquiry, Submission = apps.get_model("inquiries", "Inquiry"), apps.get_model("inquiries", "Submission")
    Inquiry.objects.filter(stage__in=CLOSED).update(closed_at=F("updated_at"))
    Submission.objects.exclude(state="pending").update(closed_at=F("created_at"))


def moment(name):
    return models.DateTimeField(editable=False, null=True, verbose_name=name)


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0001_initial")]

    operations = [
        migrations.AddField("inquiry", "closed_at", moment("办结时间")),
        migrations.AddField("inquiry", "erased_at", moment("个人信息清除时间")),
        migrations.AddField("submission", "closed_at", moment("办结时间")),
        migrations.AddField("submission", "erased_at", moment("个人信息清除时间")),
        migrations.RunPython(note_closings, migrations.RunPython.noop),
        migrations.AddConstraint(
            "inquiry",
            models.CheckConstraint(
                condition=Q(stage__in=CLOSED, closed_at__isnull=False)
                | (~Q(stage__in=CLOSED) & Q(closed_at=None)),
                name="inquiries_inquiry_closed_with_moment",
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=Q(state="pending", closed_at=None)
                | (~Q(state="pending") & Q(closed_at__isnull=False)),
                name="inquiries_submission_closed_with_moment",
            ),
        ),
    ]
