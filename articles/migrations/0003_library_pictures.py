import django.db.models.deletion
from django.db import migrations, models


def take_covers_into_library(apps, schema_editor):
    """One picture for each stored file, however many articles show it."""
    Article, Picture = apps.get_model("articles", "Article"), apps.get_model("library", "Picture")
    covered = Article.objects.exclude(old_cover="")
    columns = "old_cover", "cover_width", "cover_height"
    for name, width, height in covered.order_by().values_list(*columns).distinct():
        alt = covered.filter(old_cover=name).exclude(cover_alt="").values_list("cover_alt", flat=True).first()
        picture = Picture(width=width, height=height, alt=alt or "")
        picture.image = name
        Picture.objects.bulk_create([picture])
        covered.filter(old_cover=name).update(cover=picture)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_channels"), ("library", "0001_pictures")]

    operations = [
        migrations.RenameField("article", "cover", "old_cover"),
        migrations.AddField(
            "article",
            "cover",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="covers",
                to="library.picture",
                verbose_name="封面",
            ),
        ),
        migrations.RunPython(take_covers_into_library, migrations.RunPython.noop),
    ]
