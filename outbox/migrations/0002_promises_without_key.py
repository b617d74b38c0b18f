from django.db import migrations


class Migration(migrations.Migration):
    """Nobody ever promised anything by key."""

    dependencies = [("outbox", "0001_deliveries")]

    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="outbox_one_delivery_of_a_key"),
        migrations.RemoveField(model_name="delivery", name="key"),
    ]
