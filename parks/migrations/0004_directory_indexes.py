import datetime
from decimal import Decimal

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parks", "0003_map_position"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("district"),
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "verified_on", models.Value(datetime.date(1900, 1, 1))
                    ),
                    descending=True,
                ),
                models.OrderBy(models.F("id"), descending=True),
                name="listings_of_district_verified",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("kind"),
                models.F("deal"),
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "verified_on", models.Value(datetime.date(1900, 1, 1))
                    ),
                    descending=True,
                ),
                models.OrderBy(models.F("id"), descending=True),
                name="listings_of_kind_verified",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["area_sqm", "id"], name="parks_listing_by_area"),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                fields=["rent_per_sqm_month", "price_per_sqm", "-id"], name="parks_listing_by_rent"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                fields=["price_per_sqm", "rent_per_sqm_month", "-id"], name="parks_listing_by_price"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("expires_at", None), _negated=True),
                fields=["expires_at"],
                name="parks_listing_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="park",
            index=models.Index(
                models.Case(
                    models.When(level="national", then=models.Value(0)),
                    models.When(level="provincial", then=models.Value(1)),
                    default=models.Value(2),
                ),
                models.F("name"),
                name="parks_park_by_level",
            ),
        ),
        migrations.AddIndex(
            model_name="park",
            index=models.Index(
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "land_available_mu", models.Value(Decimal("-1"))
                    ),
                    descending=True,
                ),
                models.F("name"),
                name="parks_park_by_land",
            ),
        ),
    ]
