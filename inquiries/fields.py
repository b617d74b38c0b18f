"""Form fields for what strangers type: every value they let through is one any database can hold."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from parks.amounts import plain, without_unit

from . import phones

UNREADABLE = "其中有无法识别的字符，请删去后重新输入。"
NOT_OFFERED = "请从列出的选项中选择。"
JOINERS = "\u200c\u200d"
LOOKS_EMPTY = "\u115f\u1160\u2800\u3164\uffa0"


def is_unreadable(char):
    """Control characters, halves of characters, U+FFFD (what undecodable bytes become), noncharacters."""
    code = ord(char)
    return (
        (unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r")
        or char == "\ufffd"
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def readable(text):
    """Without the marks nobody sees (zero width, direction overrides); "" when nothing visible is left."""
    if any(map(is_unreadable, text)):
        raise ValidationError(UNREADABLE, code="unreadable")
    text = "".join(char for char in text if char in JOINERS or unicodedata.category(char) != "Cf")
    return text if any(is_visible(char) for char in text) else ""


def is_visible(char):
    return unicodedata.category(char)[0] not in "CZM" and char not in LOOKS_EMPTY


class LineField(forms.CharField):
    """One line: white space of every kind becomes single spaces."""

    def __init__(self, *, max_length, label, **options):
        messages = {"required": f"请填写{label}。"} | options.pop("error_messages", {})
        super().__init__(label=label, max_length=max_length, error_messages=messages, **options)
        # A length in characters is checked here and not by the browser, which counts UTF-16 halves.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value):
        value = super().to_python(value)
        if len(value) > 2 * self.max_length:  # not worth reading
            raise ValidationError(self.too_long(len(value)), code="max_length")
        value = self.tidy(readable(value))
        if len(value) > self.max_length:
            raise ValidationError(self.too_long(len(value)), code="max_length")
        return value

    def too_long(self, length):
        return f"{self.label}最多 {self.max_length} 个字，现在是 {length} 个字。"

    def tidy(self, text):
        return " ".join(text.split())


class ParagraphsField(LineField):
    widget = forms.Textarea({"rows": 6})

    def tidy(self, text):
        lines = (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class EmailLineField(LineField):
    widget = forms.EmailInput
    default_validators = forms.EmailField.default_validators


class PhoneField(forms.CharField):
    widget = forms.TelInput

    def __init__(self, **options):
        options = {"label": "手机", "error_messages": {"required": "请填写手机号或座机号。"}} | options
        super().__init__(**options)
        self.widget.attrs |= {"autocomplete": "tel"}

    def to_python(self, value):
        value = super().to_python(value)
        return phones.normalise(value) if value else ""


class ChosenField(forms.TypedChoiceField):
    """One of a model's choices."""

    def __init__(self, *, choices, label, required=False, empty_label="未定", **options):
        if not required:
            choices = [("", empty_label), *getattr(choices, "choices", choices)]
        messages = {"required": f"请选择{label}。", "invalid_choice": NOT_OFFERED}
        super().__init__(choices=choices, label=label, required=required, error_messages=messages, **options)


INVALID = "请填写数字，如 3200。"


class AmountField(forms.DecimalField):
    """A figure as people type it: `3，200 ㎡`, full-width digits, the unit behind it or not."""

    def __init__(self, *, label, units=(), invalid=INVALID, max_digits, decimal_places=2, **options):
        self.units = units
        too_long = f"数字太大，整数部分最多 {max_digits - decimal_places} 位。"
        messages = {
            "invalid": invalid,
            "min_value": "请填写 0 或更大的数。",
        }
        super().__init__(
            label=label,
            max_digits=max_digits,
            decimal_places=decimal_places,
            min_value=Decimal(0),
            required=False,
            error_messages=messages,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            **options,
        )
        self.validators[-1].messages = {
            "invalid": messages["invalid"],
            "max_digits": too_long,
            "max_whole_digits": too_long,
            "max_decimal_places": f"小数最多 {decimal_places} 位。",
        }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = without_unit(plain(value), self.units).replace(",", "") if len(value) <= 60 else ""
        if not re.fullmatch(r"-?\d{1,30}(\.\d{1,20})?", text, re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class NamedField(forms.Field):
    """A thing of the site by its number or, where it has one, its slug (or code)."""

    def __init__(self, *, label, find, by=None, missing, **options):
        self.find, self.by, self.missing = find, by, missing
        super().__init__(label=label, required=False, **options)

    def to_python(self, value):
        value = str(value or "").strip()
        return self.found(value) if value else None

    def found(self, name):
        if thing := self.by_name(name) or self.by_number(name):
            return thing
        raise ValidationError(self.missing, code="missing")

    def by_name(self, name):
        if self.by and re.fullmatch(r"[\w-]{1,80}", name, re.ASCII):
            return self.find().filter(**{self.by: name}).first()
        return None

    def by_number(self, name):
        if re.fullmatch(r"[0-9]{1,18}", name):
            return self.find().filter(pk=name).first()
        return None
