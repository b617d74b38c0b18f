import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0001_pictures")]

    operations = [
        migrations.AlterModelOptions(
            name="picture",
            options={
                "ordering": ["-added_at", "-pk"],
                "verbose_name": "图片",
                "verbose_name_plural": "图库",
            },
        ),
        migrations.AddField(
            model_name="picture",
            name="focal_x",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="0 为最左，100 为最右。",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="焦点横向",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="focal_y",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="0 为最上，100 为最下。",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="焦点纵向",
            ),
        ),
    ]
