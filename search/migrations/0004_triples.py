from django.db import migrations, models


def store(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from search.engines import postgresql

        schema_editor.execute(postgresql.TRIPLES)


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_pairs DROP with_triples")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_titles")]

    operations = [
        migrations.AddField(model_name="entry", name="triples", field=models.BinaryField(null=True)),
        migrations.RunPython(store, forget),
    ]
