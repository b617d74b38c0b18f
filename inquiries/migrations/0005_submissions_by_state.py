from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0004_lists_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "-created_at"], name="submissions_by_state"),
        ),
    ]
