"""Working days in China: weekends, and what the State Council announces each autumn for the next year.

Years announced so far come with the package chinesecalendar; a later one is weekends alone until the office enters
its holidays (放假与调休), which also correct the package.
"""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays
from django.utils import timezone

LAST_YEAR_KNOWN = max(day.year for day in holidays)
ANNOUNCED_BY_MONTH = 11


def exceptions():
    """{day: is it worked} as the office entered it."""
    from inquiries.models.rules import DayException

    return dict(DayException.objects.values_list("day", "is_working"))


def is_workday(day, exceptions):
    if day in exceptions:
        return exceptions[day]
    if 2004 <= day.year <= LAST_YEAR_KNOWN:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5


def after(day: date, number: int, known=None) -> date:
    """The `number`th working day after `day`, which itself does not count. `known` as `exceptions()` gives it."""
    known = exceptions() if known is None else known
    while number:
        day += timedelta(days=1)
        number -= is_workday(day, known)
    return day


def between(first: date, last: date, known=None, most=99) -> int:
    """How many working days lie after `first` up to and with `last`; from `most` on nobody counts further."""
    known = exceptions() if known is None else known
    number = 0
    while first < last and number < most:
        first += timedelta(days=1)
        number += is_workday(first, known)
    return number


def numbered(first: date, last: date) -> dict:
    """{day: how many working days lie after `first` up to and with it}, for every day through `last`."""
    known, number, found = exceptions(), 0, {first: 0}
    for one in range(1, (last - first).days + 1):
        day = first + timedelta(days=one)
        number += is_workday(day, known)
        found[day] = number
    return found


def unknown_holidays():
    """A sentence for who enters holidays, where those of this year or (from November on) the next are not known yet."""
    from inquiries.models.rules import DayException

    today = timezone.localdate()
    year = today.year + (today.month >= ANNOUNCED_BY_MONTH)
    if year <= LAST_YEAR_KNOWN or DayException.objects.filter(day__year=year).exists():
        return []
    return [f"还不知道 {year} 年的放假和调休，办理期限暂时只避开周末。请在“咨询 → 放假与调休”里登记。"]
