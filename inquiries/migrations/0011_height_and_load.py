from django.core.validators import MinValueValidator
from django.db import migrations, models


def at_least(label):
    return models.DecimalField(
        blank=True,
        decimal_places=2,
        max_digits=5,
        null=True,
        validators=[MinValueValidator(0)],
        verbose_name=label,
    )


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0010_packs")]

    operations = [
        migrations.AddField("inquiry", "height_min", at_least("最低净高（m）")),
        migrations.AddField("inquiry", "load_min", at_least("最低承重（t/㎡）")),
    ]
