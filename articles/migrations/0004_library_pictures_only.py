from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the copying before it: PostgreSQL alters no table that has changed rows in the same transaction.
    dependencies = [("articles", "0003_library_pictures")]

    operations = [
        migrations.RemoveField("article", "old_cover"),
        migrations.RemoveField("article", "cover_width"),
        migrations.RemoveField("article", "cover_height"),
        migrations.AlterField(
            "article",
            "cover_alt",
            models.CharField(
                "封面说明", blank=True, help_text="说清图上是什么；留空用图库里的说明。", max_length=100
            ),
        ),
        migrations.AddField(
            "article",
            "pictures",
            models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="articles",
                to="library.picture",
                verbose_name="正文图片",
            ),
        ),
        migrations.AddField(
            "policydocument",
            "pictures",
            models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="policies",
                to="library.picture",
                verbose_name="正文图片",
            ),
        ),
    ]
