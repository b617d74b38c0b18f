from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0003_earlier_texts")]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["-created_at", "-id"], name="inquiries_by_arrival"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["-created_at", "-id"], name="submissions_by_arrival"),
        ),
    ]
