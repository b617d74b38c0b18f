from django.db import migrations


def put_in_blocks(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        from search.engines import postgresql

        postgresql.put_in_blocks(schema_editor)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("search", "0005_triples_of_old_entries")]

    operations = [migrations.RunPython(put_in_blocks, migrations.RunPython.noop)]
