"""The template's example: a row this site would take today."""

from datetime import timedelta

from django.utils import timezone

from parks.models import Park
from publishing.files import Refusal

from .columns import Companies, InDistrict, Industries, InPark

DAYS_FROM_TODAY = {"verified_on": 0, "valid_until": 365}


def example(noun, lookups):
    """The text of each column, in their order. Of places it names those there are, and none where there are none."""
    parks = Park.objects.only("name", "district_id")
    park = (parks if lookups.user is None else parks.visible_to(lookups.user)).first()
    return [_text(column, park, lookups) for column in noun.columns]


def _text(column, park, lookups):
    if isinstance(column, InPark):
        return park.name if park else ""
    if isinstance(column, InDistrict):
        return _district(park, lookups)  # where the park lies: a listing must not contradict it
    if isinstance(column, Industries | Companies):
        return column.example if _is_read(column, lookups) else ""
    if column.name in DAYS_FROM_TODAY:
        return f"{timezone.localdate() + timedelta(days=DAYS_FROM_TODAY[column.name])}"
    return column.example


def _district(park, lookups):
    if park:
        return lookups.district_names[park.district_id]
    first = min(lookups.districts_offered(), key=lambda one: one.path, default=None)
    return lookups.district_names[first.pk] if first else ""


def _is_read(column, lookups):
    try:
        column.read(column.example, lookups)
    except Refusal:
        return False
    return True
