from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from parks.models import District, Industry, Listing
from parks.siting import SOFT, Needs
from parks.units import AreaUnit, to_sqm

from .listings import ListingFilter

MANY = 40  # values of one name that are read


class SeveralField(forms.Field):
    """The known ones among the values given, in the order of what is offered; an unknown one is said so.

    `find(values)` is {value: what it means} of the known ones; `named` keeps the values of a form's widget.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, find, message):
        super().__init__(label=label, required=False)
        self.find, self.message = find, message
        self.unknown = False

    def clean(self, value):
        asked = [one for one in (value or [])[:MANY] if one]
        found = self.find(asked) if asked else {}
        self.unknown = any(one not in found for one in asked)
        return tuple(found.values())


def known_kinds(values):
    return {kind.value: kind.value for kind in Listing.Kind if kind in values}


def known_districts(values):
    readable = [value for value in values if "\x00" not in value]
    return {one.slug: one for one in District.objects.filter(slug__in=readable).order_by("path")}


def known_wishes(values):
    return {name: name for name in SOFT if name in values}


class DayField(forms.DateField):
    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"“{label}”请写成 2027-03-01 的样子。"},
        )

    def clean(self, value):
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise ValidationError(f"“{self.label}”已经过去，暂不按它挑选。")
        if day and day.year > timezone.localdate().year + 50:
            raise ValidationError(f"“{self.label}”太远了，暂不按它挑选。")
        return day
