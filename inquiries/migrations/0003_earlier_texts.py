import django.db.models.deletion
from django.db import migrations, models

import inquiries.attachments


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0002_closing")]

    operations = [
        migrations.CreateModel(
            name="EarlierText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                (
                    "attachment",
                    models.FileField(
                        blank=True,
                        storage=inquiries.attachments.private_storage,
                        upload_to="",
                        verbose_name="附件",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="处理意见")),
                ("replaced_at", models.DateTimeField(auto_now_add=True, verbose_name="修改时间")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_texts",
                        to="inquiries.submission",
                        verbose_name="投稿",
                    ),
                ),
            ],
            options={
                "verbose_name": "此前的稿件",
                "verbose_name_plural": "此前的稿件",
                "ordering": ["-replaced_at", "-pk"],
                "default_permissions": (),
            },
        ),
    ]
