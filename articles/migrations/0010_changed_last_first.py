from django.db import migrations, models


class Migration(migrations.Migration):
    """The staff's lists begin with what was changed last: drafts have no other time."""

    dependencies = [("articles", "0009_lists_without_rows")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-updated_at", "-id"], name="articles_article_by_change"),
        ),
        migrations.AddIndex(
            model_name="policydocument",
            index=models.Index(fields=["-updated_at", "-id"], name="articles_policy_by_change"),
        ),
    ]
