"""The four figures at the head of the page, each beside that of as many days before."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from inquiries.desk import workdays
from inquiries.models import Inquiry

from .quantiles import median_of
from .scope import COUNTED, Stage, came_in
from .tables import share

NOTHING = "—"


class Figure(NamedTuple):
    label: str
    value: str
    unit: str
    said: str  # what stands below it
    before: str


def figures(scope):
    found = counts_of(scope)
    return [received(found), answered(scope, found), *signings(scope)]


def summed(amount):
    return f"{amount:,.0f}" if amount else "0"


def received(found):
    said = f"另有垃圾信息 {found['spam']} 条、并入其他咨询的 {found['merged']} 条，不计入。"
    return Figure("收到咨询", f"{found['count0']:,}", "条", said, against(found["count0"], found["count1"]))


def counts_of(scope):
    """Of this period and the one before: what came in, and what is unanswered and past its day."""
    now, today = came_in(scope.period), timezone.localdate()
    asked = {
        "spam": Count("pk", filter=now & Q(merged_into=None, cause=Inquiry.Cause.SPAM)),
        "merged": Count("pk", filter=now & Q(merged_into__isnull=False)),
    }
    waiting = Q(stage=Stage.NEW, due_on__lt=today, erased_at=None)
    for number, one in enumerate([scope.period, scope.period.before]):
        asked[f"count{number}"] = Count("pk", filter=came_in(one) & COUNTED)
        asked[f"waiting{number}"] = Count("pk", filter=came_in(one) & COUNTED & waiting)
    rows = Inquiry.objects.filter(scope.belongs("place")).order_by()
    return scope.came_in(rows, scope.with_before).aggregate(**asked)


def against(count, earlier):
    change = f"，{(count - earlier) / earlier:+.0%}" if earlier else ""
    return f"{earlier:,} 条{change}".replace("-", "−")


def answered(scope, found):
    """首次响应: on time of those it can be said of, and how long it took."""
    periods = [scope.period, scope.period.before]
    shares = [
        in_time(**on_time(scope, one), waiting=found[f"waiting{number}"])
        for number, one in enumerate(periods)
    ]
    medians = [median_of(one) for one in days_to_answer(scope, periods)]
    said = f"{shares[0][1]}用时中位数：{days(medians[0])}。"
    return Figure("首次响应按时率", shares[0][0], "", said, f"{shares[1][0]}，{days(medians[1])}")


def days(median):
    if median is None:
        return "尚无响应"
    return "当天" if median == 0 else f"{median:g} 个工作日"


def in_time(on_time, late, waiting):
    """(share, how it came about)"""
    known = on_time + late + waiting
    if not known:
        return NOTHING, ""
    return share(on_time, known), f"按时 {on_time:,}，超期 {late:,}，超期未响应 {waiting:,}。"


def on_time(scope, period):
    late = Q(at__date__gt=F("due_on"))
    first = scope.steps(period).filter(stage_from=Stage.NEW, due_on__isnull=False)
    return first.aggregate(on_time=Count("pk", filter=~late), late=Count("pk", filter=late))


def days_to_answer(scope, periods):
    """For each period {working days until the answer: how many}: 0 is the day it came in."""
    rows = scope.came_in(scope.counted(), scope.with_before).filter(responded_at__isnull=False)
    pairs = rows.values_list(TruncDate("created_at"), TruncDate("responded_at")).annotate(Count("pk"))
    passed, counts = workdays_since(scope.with_before.since), [Counter() for _ in periods]
    for came, went, count in pairs:
        of = next(number for number, one in enumerate(periods) if one.since <= came <= one.until)
        counts[of][max(passed[went] - passed[came], 0)] += count
    return counts


def workdays_since(first):
    """{day: how many working days after `first` up to it}, through today."""
    known, number, passed = workdays.exceptions(), 0, {first: 0}
    for one in range(1, (timezone.localdate() - first).days + 1):
        day = first + timedelta(days=one)
        number += workdays.is_workday(day, known)
        passed[day] = number
    return passed


def signings(scope):
    found = [signed_in(scope, one) for one in (scope.period, scope.period.before)]
    (count, wan, took), (count_before, wan_before, took_before) = found
    return [
        Figure(
            "签约", f"{count:,}", "个", f"协议投资 {summed(wan)} 万元。",
            f"{count_before:,} 个，{summed(wan_before)} 万元",
        ),
        Figure(
            "从咨询到签约", NOTHING if took is None else f"{took:g}", "" if took is None else "天",
            "中位数，从收到咨询到签约日期。", NOTHING if took_before is None else f"{took_before:g} 天",
        ),
    ]  # fmt: skip


def signed_in(scope, period):
    rows = scope.signed(period).values_list("signed_on", TruncDate("created_at"))
    counts, total, wan = Counter(), 0, 0
    for signed, came, count, amount in rows.annotate(Count("pk"), Sum("agreed_investment_wan")):
        counts[max((signed - came).days, 0)] += count
        total, wan = total + count, wan + (amount or 0)
    return total, wan, median_of(counts)
