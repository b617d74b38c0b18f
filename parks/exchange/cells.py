"""One cell: what Excel, a CSV or a person may have put there, as the value it means."""

import math
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from openpyxl.utils.datetime import from_excel

from publishing.files import Refusal
from publishing.richtext import printable

LONGEST = 32_767  # UTF-16 units, Excel's own limit; what is longer would be cut without a word
ANY_TEXT = 500_000  # characters; a CSV knows no limit of its own
TOO_LONG = "【原文太长，Excel 放不下；请在后台修改，此格不改动原文】"
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
DAY = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2}))"
    r"(?:[T\s]+(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?|\s*分)?)?",
    re.ASCII,
)
NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?", re.ASCII)
SERIALS = range(20_000, 80_000)  # a day as Excel counts it, 1954 to 2119
YEARS = range(1800, 9999)
YES, NO = "是", "否"
WORDS = {True: {"是", "有", "可", "可以", "y", "yes", "true", "1", "√", "✓"}}
WORDS[False] = {"否", "无", "不可", "不可以", "n", "no", "false", "0", "×", "✗", "x"}


def said(value):
    """How a refusal quotes what stood in the cell."""
    text = " ".join(canonical(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def canonical(value):
    """The cell as a text that survives a file: two cells that say the same are the same here."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float | Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return f"{value.replace(microsecond=0, tzinfo=None)}"
    # _x005F_ is Excel's escape of an underscore; openpyxl undoes it only in some texts, and so do we in all.
    lines = printable(str(value)).replace("x005F_", "").replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip()


def _plain(number):
    if isinstance(number, float):
        if not math.isfinite(number):
            return str(number)
        number = Decimal(f"{number:.15g}")  # as many figures as Excel shows: 0.1 + 0.2 is 0.3
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def folded(text):
    """What remains of a word when width, case and blanks are looked past: `㎡` is `m2`, `（售）` is `(售)`."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold().replace("平方米", "m2")


def _half_width(value):
    return unicodedata.normalize("NFKC", canonical(value)).strip()


def number(value):
    """A Decimal; thousands may be parted by commas, a percentage may carry its sign. Raises Refusal."""
    text = _half_width(value).removesuffix("%").strip()
    if isinstance(value, date | bool) or len(text) > 30 or not NUMBER.fullmatch(text) or text in "+-.":
        raise Refusal("应为数字")
    return Decimal(text.replace(",", ""))


def whole_number(value):
    found = number(value)
    if found != found.to_integral_value():
        raise Refusal("应为整数")
    return int(found)


def day(value):
    """A date, of Excel's own or written 2025-08-22, 2025/8/22, 2025.8.22, 2025年8月22日 or 20250822."""
    return _moment(value).date()


def moment(value):
    """A moment in Shanghai, to the second; a day alone means its first."""
    return timezone.make_aware(_moment(value))


def _moment(value):
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in SERIALS:
        value = from_excel(value)
    found = value if isinstance(value, datetime) else _written_moment(_half_width(value))
    if found is None or found.year not in YEARS:
        raise Refusal("应为日期，如 2025-08-22")
    return found.replace(microsecond=0, tzinfo=None)


def _written_moment(text):
    match = DAY.fullmatch(text) if len(text) < 60 else None
    if not match:
        return None
    year, month, day, *packed_and_time = match.groups()
    if year is None:
        year, month, day = packed_and_time[:3]
    hour, minute, second = (int(part or 0) for part in packed_and_time[3:])
    try:
        return datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def yes_or_no(value):
    word = folded(canonical(value))
    for answer, words in WORDS.items():
        if word in words:
            return answer
    raise Refusal("请填“是”或“否”")


def fits(text):
    """Whether Excel can hold it in one cell."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST
