from django.db import migrations, models

PICTURES = {"blank": True, "editable": False, "to": "library.picture", "verbose_name": "正文图片"}


class Migration(migrations.Migration):
    dependencies = [("parks", "0005_remits"), ("library", "0002_focal_point")]

    operations = [
        migrations.AddField("park", "pictures", models.ManyToManyField(related_name="parks", **PICTURES)),
        migrations.AddField(
            "listing", "pictures", models.ManyToManyField(related_name="listings", **PICTURES)
        ),
    ]
