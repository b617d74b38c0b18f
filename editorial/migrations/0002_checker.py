import csv
from pathlib import Path

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import editorial.models.checks

STARTER = Path(__file__).resolve().parent.parent / "data" / "words.csv"
KINDS = {"易错": "confused", "敏感": "sensitive", "承诺": "promise", "禁用": "forbidden", "放行": "allowed"}
GRADES = {"必须改": "error", "建议": "advice"}


def fill(apps, schema_editor):
    word = apps.get_model("editorial", "Word")
    with STARTER.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    word.objects.using(schema_editor.connection.alias).bulk_create(
        word(
            text=row["词语"],
            kind=KINDS[row["类别"]],
            grade=GRADES[row["轻重"]],
            suggestion=row["改为"],
            explanation=row["说明"],
        )
        for row in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.MinLengthValidator(2),
                            editorial.models.checks.refuse_spaces,
                        ],
                        verbose_name="词语",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confused", "易错"),
                            ("sensitive", "敏感"),
                            ("promise", "承诺"),
                            ("forbidden", "禁用"),
                            ("allowed", "放行"),
                        ],
                        help_text="放行：含有别的词条、但本身没有错的短语，如“截止日期”。",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("error", "必须改"), ("advice", "建议")],
                        default="advice",
                        max_length=6,
                        verbose_name="轻重",
                    ),
                ),
                (
                    "suggestion",
                    models.CharField(
                        blank=True, help_text="可以直接替换的写法。", max_length=60, verbose_name="改为"
                    ),
                ),
                ("explanation", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "词条",
                "verbose_name_plural": "词库",
                "ordering": ["-kind", "text"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "allowed"), _negated=True), ("suggestion", ""), _connector="OR"
                        ),
                        name="editorial_allowed_word_is_not_replaced",
                        violation_error_message="放行的短语不用填“改为”。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suggestion", ""),
                            models.Q(("suggestion", models.F("text")), _negated=True),
                            _connector="OR",
                        ),
                        name="editorial_word_is_not_its_own_suggestion",
                        violation_error_message="“改为”和词语一样。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="检查项")),
                ("fingerprint", models.CharField(max_length=32)),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("person_name", models.CharField(max_length=80, verbose_name="姓名")),
                ("happened_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.policydocument",
                        verbose_name="政策文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "不改的理由",
                "verbose_name_plural": "不改的理由",
                "ordering": ["happened_at", "pk"],
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article__isnull", False), ("policy__isnull", True)),
                            models.Q(("article__isnull", True), ("policy__isnull", False)),
                            _connector="OR",
                        ),
                        name="editorial_dismissal_is_of_one_item",
                    ),
                    models.UniqueConstraint(
                        fields=("article", "fingerprint"), name="editorial_dismissed_once_of_article"
                    ),
                    models.UniqueConstraint(
                        fields=("policy", "fingerprint"), name="editorial_dismissed_once_of_policy"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="editorial_dismissal_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
