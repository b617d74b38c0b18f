from django.db import migrations, models


def make(apps, schema_editor):
    from search.engines import ENGINES

    ENGINES[schema_editor.connection.vendor].make(schema_editor)


def drop(apps, schema_editor):
    from search.engines import ENGINES

    ENGINES[schema_editor.connection.vendor].drop(schema_editor)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("thing_id", models.BigIntegerField()),
                ("title", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "thing_id"), name="search_one_entry_a_thing")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rebuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, unique=True)),
                ("done_up_to", models.BigIntegerField(default=0)),
            ],
            options={"default_permissions": ()},
        ),
        # The index itself is no model's: an FTS5 table here, arrays there. It refers to entries by number
        # only, so that SQLite may remake their table.
        migrations.RunPython(make, drop),
    ]
