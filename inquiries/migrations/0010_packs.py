import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inquiries", "0008_desk_promises"),
        ("parks", "0007_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="inquiry",
            name="said",
            field=models.JSONField(default=dict, editable=False, verbose_name="投资人自己填写的项"),
        ),
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=20, unique=True, verbose_name="版本")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("composed_at", models.DateTimeField(auto_now_add=True, verbose_name="编制时间")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("policy", "招商引资政策"),
                            ("land", "工业用地招商"),
                            ("factory", "租购厂房仓库"),
                            ("other", "其他相关咨询"),
                        ],
                        max_length=10,
                        verbose_name="主题",
                    ),
                ),
                ("policies", models.JSONField(default=list, verbose_name="收录的政策")),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parks.district",
                        verbose_name="地区",
                    ),
                ),
                (
                    "industry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parks.industry",
                        verbose_name="行业",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策汇编版本",
                "verbose_name_plural": "政策汇编版本",
                "ordering": ["-composed_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PackSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packs_sent",
                        to="inquiries.inquiry",
                        verbose_name="咨询",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent",
                        to="inquiries.packversion",
                        verbose_name="版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "已下载的政策汇编",
                "verbose_name_plural": "已下载的政策汇编",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("inquiry", "version"), name="inquiries_pack_sent_once")
                ],
            },
        ),
    ]
