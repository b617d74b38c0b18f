from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists, counts and reports are read from these, without the rows and their texts."""

    dependencies = [("articles", "0008_policies_in_order")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="articles_article_by_date"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["-published_at", "-id", "expires_at"], name="articles_article_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["industry", "-published_at", "-id"], name="articles_article_by_industry"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["district", "channel", "published_at", "expires_at", "updated_at"],
                name="articles_article_in_reports",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["source", "author"], name="articles_article_by_source"),
        ),
    ]
