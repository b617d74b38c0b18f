from django.db import migrations, models

import publishing.changes


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_former_addresses")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="token",
            field=models.BigIntegerField(default=publishing.changes.new_token),
        ),
    ]
