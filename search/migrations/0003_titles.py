from django.db import migrations


def learn_titles(apps, schema_editor):
    """SQLite's titles get an index of their own."""
    if schema_editor.connection.vendor == "sqlite":
        from search.engines import sqlite

        forget_titles(apps, schema_editor)
        sqlite.make_table("search_titles", schema_editor)
        entries = apps.get_model("search", "Entry").objects.defer("text")
        sqlite.learn_in("search_titles", entries.iterator())


def forget_titles(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS search_titles")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_arrays_as_they_are")]

    operations = [migrations.RunPython(learn_titles, forget_titles)]
