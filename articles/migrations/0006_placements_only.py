from django.db import migrations


class Migration(migrations.Migration):
    # Apart from the copying before it: PostgreSQL alters no table that has changed rows in the same transaction.
    dependencies = [("articles", "0005_placements")]

    operations = [
        migrations.RemoveField("article", "is_pinned"),
        migrations.RemoveField("article", "is_recommended"),
    ]
