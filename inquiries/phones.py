"""The one home of telephone numbers: what is accepted, how it is kept, shown and hidden.

Kept as E.164, an extension behind it as in RFC 3966: `+862282100000;ext=801`.
"""

import re
import secrets
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.db.models import Q
from phonenumbers import PhoneNumberFormat, PhoneNumberType

HOME = "CN"
MAX_LENGTH = 60
ACCEPTED = (
    "请填写 11 位手机号、带区号的座机（如 022-82100000，分机写作 022-82100000转801），"
    "或以 + 开头的境外号码（如 +852 2123 4567）。"
)

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣ー─~～·•"), "-")
CALLED = re.compile(r"^(?:tel|phone|联系电话|电话|手机|座机)\s*:?\s*(?=[+(\d])", re.IGNORECASE)
COUNTRY_IN_BRACKETS = re.compile(r"^\(\s*(\+\d{1,3})\s*\)")  # as on cards; (022) is an area
ALLOWED = re.compile(r"\+?[\d\-() .]{3,40}")
EXTENSION = re.compile(r"(.*?\d)\W*(?:转接|转|轉|分机|ext|x|#)\W*(\d{1,6})\W*", re.IGNORECASE)
# Area code, seven or eight digits, and a dash before the rest: nobody writes the number itself so.
DASHED_EXTENSION = re.compile(r"((?:(?:\+|00)?86[-. ]?)?\(?0\d{2,3}\)?[-. ]?\d{3,4} ?\d{4}) ?- ?(\d{1,6})")
DASHED_EXTENSION_ABROAD = re.compile(r"((?:\+|00)86[-. ]?[1-9]\d{1,2}[-. ]?\d{7,8}) ?- ?(\d{1,6})")


def normalise(text):
    """`１３８ ００１３ ８０００` → `+8613800138000`. Raises ValidationError saying what would be accepted."""
    if len(text) > MAX_LENGTH:
        raise ValidationError(ACCEPTED, code="invalid")
    text = unicodedata.normalize("NFKC", text).translate(DASHES).strip()
    text = COUNTRY_IN_BRACKETS.sub(r"\1 ", CALLED.sub("", text))
    for pattern in (EXTENSION, DASHED_EXTENSION, DASHED_EXTENSION_ABROAD):
        if (match := pattern.fullmatch(text)) and (number := valid(match[1])):
            return f"{e164(number)};ext={match[2]}"
    if number := valid(text):
        return e164(number)
    raise ValidationError(ACCEPTED, code="invalid")


def valid(text):
    if not ALLOWED.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def e164(number):
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def display(kept):
    """As people here write it: 138 0013 8000, 022-82100000 转 801, 400-162-2002, +852 2123 4567."""
    number, extension = taken_apart(kept)
    if number is None:
        return kept
    return written(number) + (f" 转 {extension}" if extension else "")


def href(kept):
    """`tel:+862282100000;ext=801`, for a telephone to dial; "" for what nobody could."""
    return f"tel:{kept}" if taken_apart(kept)[0] else ""


def mask(kept):
    """138****8000, 022-****0000: enough for the owner to know it again, too little to call."""
    number, _ = taken_apart(kept)
    if number is None:
        return "****"
    digits = str(number.national_number)
    if number.country_code != 86:
        return f"+{number.country_code} ****{digits[-3:]}"
    if phonenumbers.number_type(number) == PhoneNumberType.MOBILE:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{written(number).split('-')[0]}-****{digits[-4:]}"


def is_same(kept, typed):
    """Whether somebody typed the kept number, however they write it; the extension may be left out."""
    try:
        typed = normalise(typed)
    except ValidationError:
        return False
    return secrets.compare_digest(*(one.partition(";")[0].encode() for one in (kept, typed)))


def is_same_number(one, other):
    """Of two kept ones; with another extension, or none, it is the same number."""
    return bool(one) and one.partition(";")[0] == other.partition(";")[0]


def same_number(kept):
    """The condition, on rows with a `phone`, that asks the database the same."""
    number = kept.partition(";")[0]
    return Q(phone=number) | Q(phone__startswith=f"{number};") if number else Q(pk__in=[])


def taken_apart(kept):
    kept, _, extension = kept.partition(";ext=")
    try:
        return phonenumbers.parse(kept, HOME), extension
    except phonenumbers.NumberParseException:
        return None, ""


def written(number):
    if number.country_code != 86:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    if phonenumbers.number_type(number) == PhoneNumberType.MOBILE:
        return national
    first, *rest = national.split(" ")
    return "-".join([first, *rest]) if first in ("400", "800") else f"{first}-{''.join(rest)}"
