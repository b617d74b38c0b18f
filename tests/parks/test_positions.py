import importlib
from decimal import Decimal

import pytest
from django.apps import apps

from parks.models import Park
from tests import builders

pytestmark = pytest.mark.django_db

# One place in 上海, as GPS and as 高德 see it.
WGS84 = (31.177428, 121.527211)
GCJ02 = {"latitude": "31.175304", "longitude": "121.531542", "coordinate_system": "gcj02"}


def near(position):
    return pytest.approx(position, abs=0.000002)


def stored(park):
    return Park.objects.values_list("map_latitude", "map_longitude").get(pk=park.pk)


def test_a_park_knows_its_place_whatever_datum_was_typed():
    park = builders.park(**GCJ02)
    assert park.position == near(WGS84)
    assert stored(park) == near(WGS84)


def test_a_park_without_coordinates_has_no_place():
    park = builders.park()
    assert park.position is None
    assert stored(park) == (None, None)


def test_moves_when_the_park_is_moved_or_its_datum_corrected():
    park = builders.park(**GCJ02)
    park.coordinate_system = "wgs84"
    park.save(update_fields=["coordinate_system"])
    assert stored(park) == (31.175304, 121.531542)
    park.latitude = park.longitude = None
    park.save()
    assert stored(park) == (None, None)


def test_many_parks_made_at_once_know_their_places():
    common = {"district": builders.district(), "level": "district", "kind": "industrial"}
    rows = [Park(name=f"园{n}", slug=f"yuan-{n}", **common, **GCJ02) for n in range(3)]
    Park.objects.bulk_create(rows)
    assert [stored(row) for row in rows] == [near(WGS84)] * 3


def test_the_admin_keeps_the_place(admin_client):
    park = builders.park(latitude="39.55", longitude="117.03")
    page = admin_client.get(f"/admin/parks/park/{park.pk}/change/").context["adminform"].form
    typed = {name: value for name, value in page.initial.items() if value not in (None, "")}
    inlines = {
        f"{name}-{part}_FORMS": "0"
        for name in ("photos", "distances", "companies")
        for part in ("TOTAL", "INITIAL")
    }
    # An editor copies the coordinates from 高德 and says so.
    answer = admin_client.post(
        f"/admin/parks/park/{park.pk}/change/", plain(typed) | plain(GCJ02) | inlines | {"_save": "1"}
    )
    assert answer.status_code == 302
    park.refresh_from_db()
    assert park.latitude == Decimal("31.175304")
    assert park.position == near(WGS84)


def plain(values):
    """Form values as a browser sends them; moments in their two fields."""
    sent = {name: value for name, value in values.items() if name not in ("published_at", "expires_at")}
    if "published_at" in values:
        sent |= {"published_at_0": "2025-08-22", "published_at_1": "09:00:00"}
    return {name: value if isinstance(value, list) else str(value) for name, value in sent.items()}


def test_the_migration_gives_older_parks_their_places():
    park, without = builders.park(**GCJ02), builders.park()
    Park.objects.update(map_latitude=None, map_longitude=None)
    importlib.import_module("parks.migrations.0003_map_position").fill(apps, None)
    assert stored(park) == near(WGS84)
    assert stored(without) == (None, None)
