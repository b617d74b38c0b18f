import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0002_checker"),
        ("articles", "0007_citations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="失效日期")),
                ("note", models.CharField(max_length=200, verbose_name="处理说明")),
                ("done_at", models.DateTimeField(auto_now=True, verbose_name="处理时间")),
                (
                    "citation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task",
                        to="articles.citation",
                        verbose_name="引用",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "引用待更新",
                "verbose_name_plural": "引用待更新",
                "permissions": [("report", "查看报表")],
                "default_permissions": (),
            },
        ),
    ]
