"""The four figures at the head of the page, each beside that of as many days before."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Case, Count, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from inquiries.counting import COUNTED, came_in
from inquiries.desk import workdays
from inquiries.importing.known import MARKS
from inquiries.models import Inquiry, StageChange
from inquiries.models.handling import is_answer

from .quantiles import median_of
from .scope import Stage
from .tables import share

NOTHING = "—"
# Only what came out of a table has a moment of its own at which it stood on the desk: the others are not looked up.
IMPORTED_AT = (
    StageChange.objects.filter(inquiry=OuterRef("pk"), stage_from="").order_by("at").values("at")[:1]
)
ARRIVED = Case(
    When(token__in=MARKS, then=Greatest(Coalesce(Subquery(IMPORTED_AT), "created_at"), "created_at")),
    default="created_at",
)
UNANSWERED = Q(stage__in=Inquiry.ENDED_WITHOUT_RESULT, responded_at=None)


class Figure(NamedTuple):
    label: str
    value: str
    unit: str
    said: str  # what stands below it
    before: str


def figures(scope):
    found = counts_of(scope)
    return [received_figure(found), answered_figure(scope, found), *signings(scope)]


def summed(amount):
    return f"{amount:,.0f}" if amount else "0"


def received_figure(found):
    said = f"另有垃圾信息 {found['spam']} 条、并入其他咨询的 {found['merged']} 条，不计入。"
    return Figure("收到咨询", f"{found['count0']:,}", "条", said, against(found["count0"], found["count1"]))


def counts_of(scope):
    """Of this period and the one before: what came in, and what is unanswered and past its day."""
    now, today = came_in(scope.period), timezone.localdate()
    asked = {
        "spam": Count("pk", filter=now & Q(merged_into=None, cause=Inquiry.Cause.SPAM)),
        "merged": Count("pk", filter=now & Q(merged_into__isnull=False)),
        "unanswered": Count("pk", filter=now & COUNTED & UNANSWERED),
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


def answered_figure(scope, found):
    """首次响应: on time of those it can be said of, and how long it took."""
    answers = answers_in(scope)
    shares = [in_time(one.on_time, one.late, found[f"waiting{number}"]) for number, one in enumerate(answers)]
    medians = [median_of(one.took) for one in answers]
    said = f"{shares[0][1]}用时中位数：{days(medians[0])}。"
    if found["unanswered"]:
        said += f"未响应就结束的 {found['unanswered']:,} 条不计。"
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


@dataclass
class Answers:
    on_time: int = 0
    late: int = 0
    took: Counter = field(default_factory=Counter)  # {working days until the answer: how many}


def answers_in(scope):
    """The Answers of the period and of the one before. Their clock runs, as the deadline's does, from when an inquiry stood
    on the desk: what came out of a table did so when it was imported, whatever day is written in it.
    """
    both, found = scope.with_before, [Answers(), Answers()]
    rows = scope.came_in(scope.counted(), both).annotate(
        answer=scope.steps_near(both, is_answer("stage_changes__"))
    )
    rows = rows.filter(answer__isnull=False).values_list(
        Q(created_at__gte=scope.period.begin), TruncDate(ARRIVED), TruncDate("answer__at"), "answer__due_on"
    )
    last = max(timezone.localdate(), both.until)
    passed = workdays.numbered(both.since, last)
    for is_now, arrived, went, due, count in rows.annotate(Count("pk")):
        one = found[0 if is_now else 1]
        one.took[max(passed[min(went, last)] - passed[arrived], 0)] += count
        if due:
            one.late += count if went > due else 0
            one.on_time += count if went <= due else 0
    return found


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
