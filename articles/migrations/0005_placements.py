import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def place_what_was_marked(apps, schema_editor):
    """置顶 becomes 首页头条, 推荐 becomes 首页要闻, from the day of publication and without an end."""
    Article, Placement = apps.get_model("articles", "Article"), apps.get_model("articles", "Placement")
    marked = Article.objects.filter(models.Q(is_pinned=True) | models.Q(is_recommended=True)).order_by("pk")
    Placement.objects.bulk_create(
        Placement(
            article_id=article.pk,
            slot="home-lead" if article.is_pinned else "home-news",
            starts_at=article.published_at or article.created_at,
        )
        for article in marked.only("is_pinned", "published_at", "created_at")
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_library_pictures_only"), ("parks", "0004_directory_indexes")]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slot",
                    models.CharField(
                        choices=[
                            ("home-lead", "首页头条"),
                            ("home-news", "首页要闻"),
                            ("district-lead", "地区头条"),
                        ],
                        max_length=20,
                        verbose_name="推荐位",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="开始时间"),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="到点自动撤下；留空为一直展示。",
                        null=True,
                        verbose_name="结束时间",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="小的在前；相同的，新发布的在前。", verbose_name="排序"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        help_text="只有地区头条要选：显示在这个地区的页面上。",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="parks.district",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "推荐位",
                "verbose_name_plural": "推荐位",
                "ordering": ["slot", "district", "position", "-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="articles_placement_ends_after_start",
                        violation_error_message="结束时间必须晚于开始时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district__isnull", False), ("slot", "district-lead")),
                            models.Q(
                                models.Q(("slot", "district-lead"), _negated=True),
                                ("district__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="articles_placement_district_for_its_slots",
                        violation_error_message="地区头条要选地区；首页的推荐位不选地区。",
                    ),
                ],
            },
        ),
        migrations.RunPython(place_what_was_marked, migrations.RunPython.noop),
    ]
