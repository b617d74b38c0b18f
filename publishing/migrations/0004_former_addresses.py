from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_changed_rows")]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noun", models.CharField(max_length=20)),
                ("old", models.CharField(max_length=80)),
                ("new", models.CharField(max_length=80)),
                ("moved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("noun", "old"), name="publishing_one_former_address")
                ],
            },
        ),
    ]
