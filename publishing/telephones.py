"""What may stand where the public is told whom to call, and the link a phone can dial from it.

Kept as typed, since 400-numbers, 12345 and extensions each have their usual spelling. Callers' own numbers have
stricter rules and another home (inquiries/phones.py).
"""

import re
import unicodedata

NO_TELEPHONE = "请填写电话号码，如 022-82100000、022-82100000 转 801 或 400-162-2002；几个号码用顿号隔开。"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－─"), "-")
ONE = re.compile(r"(\+?[\d \-()]+?) ?(?:(?:转|分机) ?\d{1,6})?")
FEWEST_DIGITS, MOST_DIGITS = 5, 20


def no_telephone(text):
    """What is wrong with `text`, a sentence; "" for one or several numbers, and where nothing is given."""
    return "" if not text or all(map(dialled_of_one, numbers(text))) else NO_TELEPHONE


def href(text):
    """`tel:022-82100000`: the first number without its extension; "" for what nobody could dial."""
    number = dialled_of_one(numbers(text)[0]) if text and not no_telephone(text) else ""
    return f"tel:{number}" if number else ""


def numbers(text):
    plain = unicodedata.normalize("NFKC", text).translate(DASHES)
    return [part.strip() for part in re.split("[、/]", plain)]


def dialled_of_one(text):
    """Its digits, dashes and a plus in front; "" if it is no telephone number."""
    match = ONE.fullmatch(text)
    number = re.sub(r"[ ()]", "", match[1]) if match and match[1].isascii() else ""
    enough = FEWEST_DIGITS <= sum(map(str.isdecimal, number)) <= MOST_DIGITS
    return number if enough else ""
