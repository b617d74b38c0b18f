from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0005_announcing"), ("admin", "0003_logentry_add_action_flag_choices")]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["article", "went_live_at", "number"], name="editorial_article_went_live"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["policy", "went_live_at", "number"], name="editorial_policy_went_live"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["created_at", "article", "author"], name="editorial_version_by_day"),
        ),
        # Django's log has no index by which the history of one item is found.
        migrations.RunSQL(
            "CREATE INDEX editorial_log_of_an_item ON django_admin_log (content_type_id, object_id)",
            "DROP INDEX editorial_log_of_an_item",
        ),
    ]
