from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_policy_tasks"), ("library", "0002_focal_point")]

    operations = [
        migrations.AddField(
            "version",
            "pictures",
            models.ManyToManyField(blank=True, editable=False, related_name="versions", to="library.picture"),
        ),
    ]
