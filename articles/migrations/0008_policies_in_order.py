from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_citations")]

    operations = [
        migrations.AddIndex(
            model_name="policydocument",
            index=models.Index(fields=["-published_at", "-id"], name="articles_policy_by_date"),
        ),
    ]
