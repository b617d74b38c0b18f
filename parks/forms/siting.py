from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from parks.models import District, Listing
from parks.siting import PARTS, SOFT, Needs, in_words
from parks.units import AreaUnit, from_sqm, to_sqm
from publishing.former import refuse_if_moved

from .listings import ListingFilter

MANY = 40  # so many values of one name are read
FARTHEST_YEARS = 50


class SeveralField(forms.Field):
    """The known ones of any number of values; `SitingForm.clean` says when another was among them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, known):
        super().__init__(label=label, required=False)
        self.known = known

    def asked(self, values):
        """Without the empty one that a plain form sends for “any”."""
        values = [values] if isinstance(values, str) else values or []
        return [value for value in values[:MANY] if value]

    def clean(self, values):
        asked = self.asked(values)
        return tuple(self.known(asked)) if asked else ()


def known_kinds(values):
    return [kind.value for kind in Listing.Kind if kind in values]


def known_districts(values):
    readable = [value for value in values if "\x00" not in value]
    found = list(District.objects.select_related("parent").filter(slug__in=readable).order_by("path"))
    for slug in set(readable) - {one.slug for one in found}:
        refuse_if_moved("district", slug)
    return found


def known_wishes(values):
    return [name for name in SOFT if name in values]


class DayField(forms.DateField):
    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"“{label}”请写成 2027-03-01 的样子。"},
        )

    def validate(self, day):
        today = timezone.localdate()
        if day and day < today:
            raise ValidationError(f"“{self.label}”已经过去，暂不按它挑选。")
        if day and day.year > today.year + FARTHEST_YEARS:
            raise ValidationError(f"“{self.label}”太远了，暂不按它挑选。")


class SitingForm(ListingFilter):
    """What the address of a siting says. What it cannot read asks for nothing and is said."""

    q = available = sort = None
    kind = SeveralField("类别", known_kinds)
    district = SeveralField("地区", known_districts)
    ready_by = DayField("最迟交付日期")
    must = SeveralField("必须满足", known_wishes)

    UNKNOWN = {
        "kind": "“类别”里有不认识的选项，已忽略。",
        "district": "有的地区没有找到，已忽略。",
        "must": "“必须满足”里有不认识的选项，已忽略。",
    }

    def clean(self):
        asked = super().clean()
        for name, sentence in self.UNKNOWN.items():
            known = asked.get(name, ())
            if len(set(self.fields[name].asked(self[name].value()))) > len(known):
                self.add_error(name, sentence)
                asked[name] = known
        return asked

    def needs(self):
        self.is_valid()
        asked = self.cleaned_data
        unit = asked.get("area_unit") or AreaUnit.SQM
        areas = {name: asked.get(name) for name in ("area_min", "area_max")}
        same = ["industry", "price_min", "price_max", "height_min", "load_min", "power_min", "ready_by"]
        return Needs(
            kinds=asked["kind"],
            deal=asked.get("deal", ""),
            districts=asked["district"],
            price_unit=asked.get("price_unit", ""),
            must=frozenset(asked["must"]),
            area_unit=unit,
            **{name: None if area is None else to_sqm(area, unit) for name, area in areas.items()},
            **{name: asked.get(name) for name in same},
        )


def query_of(needs):
    """The query string that says `needs`, as `SitingForm` reads it."""
    stated = [name for need in in_words(needs) for name in PARTS[need.name]]
    said = {name: getattr(needs, name) for name in stated}
    if {"area_min", "area_max"} & said.keys():
        said |= areas_in_unit(needs)
    said["must"] = [need.name for need in in_words(needs) if need.hard and need.name in SOFT]
    pairs = [
        (SPELT.get(name, name), plain(value))
        for name, values in said.items()
        for value in (values if isinstance(values, (list, tuple)) else [values])
        if value not in (None, "")
    ]
    return urlencode(pairs)


SPELT = {"kinds": "kind", "districts": "district"}


def areas_in_unit(needs):
    unit = AreaUnit(needs.area_unit)
    ends = {name: getattr(needs, name) for name in ("area_min", "area_max")}
    said = {name: None if sqm is None else from_sqm(sqm, unit) for name, sqm in ends.items()}
    return said | ({} if unit == AreaUnit.SQM else {"area_unit": unit})


def plain(value):
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(getattr(value, "slug", None) or getattr(value, "code", None) or value)
