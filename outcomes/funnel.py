"""How far the inquiries of a period came, and how long it took them from stage to stage."""

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from inquiries.desk.gates import PATH

from .quantiles import Quantiles
from .tables import Table, in_days, share

FEWEST = 5  # of fewer no median is told
NOTE = (
    "曾经到过的阶段都算，后来退回、结束的也算；跳过的阶段算到过，但不计用时。用时为第一次进入上一阶段到第一次进入本阶段的天数，"
    f"不足 {FEWEST} 条的不显示。"
)


def rank_of(field):
    cases = [When(**{field: stage}, then=Value(rank)) for rank, stage in enumerate(PATH)]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def paths(scope):
    """A row an inquiry: how far it came at most, and when it first entered each stage."""
    rows = scope.received().annotate(step=scope.steps_near(scope.period))
    firsts = {
        f"at{rank}": Min("step__at", filter=Q(step__stage_to=stage))
        for rank, stage in enumerate(PATH)
        if rank
    }
    furthest = Max(Greatest(rank_of("stage"), Coalesce(rank_of("step__stage_to"), 0)))
    arrived = Coalesce(Min("step__at", filter=Q(step__stage_from="")), Min("created_at"))
    return rows.values("pk").annotate(reached=furthest, at0=arrived, **firsts)


def funnel(scope):
    asked = {}
    for rank in range(len(PATH)):
        asked[f"count{rank}"] = Count("pk", filter=Q(reached__gte=rank))
        if rank:
            both = Q(**{f"at{rank - 1}__isnull": False, f"at{rank}__gte": F(f"at{rank - 1}")})
            took = ExpressionWrapper(F(f"at{rank}") - F(f"at{rank - 1}"), output_field=DurationField())
            asked[f"took{rank}"] = Quantiles(took, filter=both)
            asked[f"known{rank}"] = Count("pk", filter=both)
    found = paths(scope).aggregate(**asked)
    return Table(
        "funnel",
        "走到哪一步",
        ["阶段", "咨询", "占收到的", "占上一步的", "用时中位数（天）", "四分之三在（天）内"],
        [row_of(rank, stage, found) for rank, stage in enumerate(PATH)],
        NOTE,
        bars=1,
    )


def row_of(rank, stage, found):
    count, words = found[f"count{rank}"], ["", ""]
    if rank and found[f"known{rank}"] >= FEWEST:
        words = [in_days(one) for one in found[f"took{rank}"]]
    before = share(count, found[f"count{rank - 1}"]) if rank else ""
    return ["收到" if rank == 0 else stage.label, count, share(count, found["count0"]), before, *words]
