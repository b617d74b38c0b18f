"""Days that cannot be: 2月30日, a Friday called Monday, an end before its beginning."""

import calendar
import re
from datetime import date

from editorial.models import Grade

from .findings import spot

DAY = r"(?:(?P<year>(?:19|20)[0-9]{2}) ?年 ?)?(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?日"
WEEKDAYS = "一二三四五六日"
# 8月1日 is read, 18月 and 3个月12日 are not.
CALENDAR_DAY = re.compile(
    rf"(?<![0-9０-９.第]){DAY}(?![0-9])(?P<weekday>\s*[（(，,]?\s*(?:星期|周|礼拜)[一二三四五六日天末])?"
)
SPAN = re.compile(
    r"(?P<from>(?:19|20)[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)(?:[（(][^（）()]{1,6}[）)])?(?:至|到|—|－|-|~|～)+"
    r"(?P<to>(?:(?:19|20)[0-9]{2} ?年 ?)?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)"
)


def days(draft):
    for block in draft.blocks:
        for match in CALENDAR_DAY.finditer(block.text):
            yield from _of_one_day(block, match)
        for match in SPAN.finditer(block.text):
            yield from _of_a_span(block, match)


def _of_one_day(block, match):
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    if not (1 <= month <= 12 and 1 <= day <= days_in(year, month)):
        yield _impossible(block, match)
    elif year and match["weekday"]:
        yield from _of_a_weekday(block, match, date(year, month, day))


def days_in(year, month):
    """Of a leap year where none is stated."""
    return calendar.monthrange(year or 2024, month)[1]


def _impossible(block, match):
    start, end = match.start(), match.end("day") + 1
    return spot(
        block,
        start,
        end,
        code="day-impossible",
        grade=Grade.ERROR,
        title="没有这一天",
        explanation=f"日历上没有“{block.text[start:end]}”。",
        suggestion="核对原件，改正日期。",
    )


def _of_a_weekday(block, match, day):
    said = match["weekday"][-1].replace("天", "日")
    true = WEEKDAYS[day.weekday()]
    if said == true or (said == "末" and true in "六日"):
        return
    found = match[0]
    right = f"{found[:-1]}{true}" if said != "末" else ""
    yield spot(
        block,
        *match.span(),
        code="day-weekday",
        grade=Grade.ERROR,
        title="日期和星期对不上",
        explanation=f"{day.year}年{day.month}月{day.day}日是星期{true}。",
        suggestion=f"如果日期没有错，改为“{right}”。" if right else "核对日期。",
        replacement=right or None,
    )


def _of_a_span(block, match):
    first, last = read(match["from"]), read(match["to"])
    if first and last and not last[0]:
        last = (first[0], *last[1:])
    if first and last and last < first:
        yield spot(
            block,
            *match.span(),
            code="day-order",
            grade=Grade.ERROR,
            title="止期早于起期",
            explanation="后一个日期比前一个早。",
            suggestion="核对原件；跨年的请把后一个年份写上。",
        )


def read(text):
    """(year or 0, month, day) of a day that exists, or None."""
    match = re.search(DAY, text)
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    exists = 1 <= month <= 12 and 1 <= day <= days_in(year, month)
    return (year, month, day) if exists else None
