from django.db import migrations


def note(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from search.engines import postgresql

        postgresql.note_triples()


class Migration(migrations.Migration):
    atomic = False  # a long one: the site goes on reading and writing, and finds the same

    dependencies = [("search", "0004_triples")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
