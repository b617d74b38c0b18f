"""The fields the forms of the directories are made of: optional all, and with an error in words."""

import re

from django import forms
from django.core.exceptions import ValidationError

from parks.amounts import plain, without_unit
from parks.models import District, Industry, Park
from publishing.former import refuse_if_moved
from publishing.fragments import kept

from .choices import ManyChoices, written

LONGEST_ECHOED = 80  # characters of what cannot be read


class CutField:
    """What cannot be read stands in the field again, but only its beginning."""

    def bound_data(self, data, initial):
        data = super().bound_data(data, initial)
        return "".join(filter(str.isprintable, data[:LONGEST_ECHOED])) if isinstance(data, str) else data


class NamedField:
    """Whose values are slugs: what was renamed leads to its present address."""

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            if value:
                refuse_if_moved(self.noun, str(value))
            raise


class OfferedChoiceField(forms.ModelChoiceField):
    """Offers the rows of its queryset, but understands every row of the model."""

    widget = ManyChoices

    def __init__(self, model, key, **options):
        super().__init__(model.objects.none(), to_field_name=key, required=False, **options)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return self.queryset.model.objects.select_related("parent").get(**{self.to_field_name: value})
        except (ValueError, self.queryset.model.DoesNotExist) as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class DistrictField(NamedField, OfferedChoiceField):
    noun = "district"


def district_field(**options):
    return DistrictField(
        District,
        "slug",
        label="地区",
        empty_label="全部地区",
        error_messages={"invalid_choice": "没有找到这个地区，下面是全部地区的结果。"},
        **options,
    )


class ParkSlugField(CutField, forms.CharField):
    """The 网址名 of a park the public may see: no choice in the form, the park's page leads here."""

    def clean(self, value):
        slug = super().clean(value)
        if not slug:
            return None
        if park := Park.objects.published().filter(slug=slug).first():
            return park
        raise ValidationError("没有找到这个园区，下面是全部园区的结果。", code="invalid_choice")


class PublicParkField(NamedField, ParkSlugField):
    noun = "park"


def park_field():
    return PublicParkField(label="园区", required=False, max_length=80, widget=forms.HiddenInput)


def industry_field(**options):
    return OfferedChoiceField(
        Industry,
        "code",
        label="行业",
        empty_label="全部行业",
        error_messages={"invalid_choice": "没有找到这个行业，下面是全部行业的结果。"},
        **options,
    )


LONGEST_FIGURE = 20  # characters
SEPARATED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")


class FigureField(CutField, forms.DecimalField):
    """Reads `1,000` as the site writes it, `１，０００` as an input method does, and `8 米` as people write it."""

    def __init__(self, *, units=(), **options):
        self.units = units
        super().__init__(**options)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = without_unit(plain(str(value)), self.units)
        return super().to_python(text.replace(",", "") if SEPARATED.fullmatch(text) else text)


def figure_field(label, **options):
    return FigureField(
        label=label,
        required=False,
        min_value=0,
        max_digits=13,  # up to 999,999,999
        decimal_places=4,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "maxlength": LONGEST_FIGURE}),
        error_messages={
            "invalid": f"“{label}”请填数字，此项未生效。",
            "min_value": f"“{label}”不能小于 0，此项未生效。",
            "max_digits": f"“{label}”太大了，此项未生效。",
            "max_decimal_places": f"“{label}”最多四位小数，此项未生效。",
            "max_whole_digits": f"“{label}”太大了，此项未生效。",
        },
        **options,
    )


def choice_field(label, choices, empty_label):
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty_label), *choices],
        widget=ManyChoices,
        error_messages={"invalid_choice": f"“{label}”没有这个选项，已忽略。"},
    )


class SettledChoiceField(forms.ChoiceField):
    """Its first choice holds when nothing is said, and may be said too; `clean` always names one."""

    def __init__(self, label, choices):
        self.settled, first = choices[0]
        super().__init__(
            label=label,
            required=False,
            choices=[("", first), *choices[1:]],
            error_messages={"invalid_choice": f"“{label}”没有这个选项，已忽略。"},
        )

    def valid_value(self, value):
        return value == self.settled or super().valid_value(value)

    def clean(self, value):
        return super().clean(value) or self.settled


class WordsField(CutField, forms.CharField):
    pass


def words_field():
    return WordsField(
        label="关键词",
        required=False,
        max_length=60,
        error_messages={"max_length": "关键词请控制在 60 个字以内，此项未生效。"},
    )


def offer(field, question, things):
    """Offers what `things()` are, or were before under `question` (publishing.fragments.kept)."""
    key, empty = field.to_field_name, ("", field.empty_label)

    def options():
        return written([empty, *((getattr(one, key), str(one)) for one in things())])

    field.widget.written = lambda: kept(("offered", question), options)
