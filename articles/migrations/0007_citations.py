import django.db.models.deletion
from django.db import migrations, models


def read_the_articles(apps, schema_editor):
    """What the articles cite by now, a few at a time."""
    # Reads and writes only the columns named there, so that later ones are no matter.
    from articles.models.citations import note_citations

    note_citations(
        list(apps.get_model("articles", "Article").objects.order_by("pk").values_list("pk", flat=True))
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_placements_only")]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="articles.policydocument",
                        verbose_name="引用的政策",
                    ),
                ),
            ],
            options={
                "verbose_name": "引用待更新",
                "verbose_name_plural": "引用待更新",
                "ordering": ["policy", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "policy"), name="articles_citation_of_a_policy_is_one"
                    )
                ],
            },
        ),
        migrations.RunPython(read_the_articles, migrations.RunPython.noop),
    ]
