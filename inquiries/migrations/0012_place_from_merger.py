from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0011_height_and_load")]

    operations = [
        migrations.AddField(
            "inquiry",
            "place_from_merger",
            models.BooleanField(editable=False, null=True, verbose_name="经办地区随合并"),
        )
    ]
