from django.db import migrations, models

import parks.models.positions


def fill(apps, schema_editor):
    """Every park that has coordinates gets its place on the map; pre_save works it out."""
    parks = apps.get_model("parks", "Park").objects.filter(latitude__isnull=False)
    batch = []
    for park in parks.only("latitude", "longitude", "coordinate_system").iterator():
        for name in ("map_latitude", "map_longitude"):
            park._meta.get_field(name).pre_save(park, add=False)
        batch.append(park)
    parks.bulk_update(batch, ["map_latitude", "map_longitude"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("parks", "0002_delivery_and_percent")]

    operations = [
        migrations.AddField("park", "map_latitude", parks.models.positions.MapCoordinate(0)),
        migrations.AddField("park", "map_longitude", parks.models.positions.MapCoordinate(1)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "park",
            models.Index(fields=["map_latitude", "map_longitude"], name="parks_park_by_position"),
        ),
    ]
