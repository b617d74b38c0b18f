"""办理期限: steps taken in time, too late, and those still to take whose day has passed."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone

from inquiries.desk.clocks import STEP_OF, WHAT_IS_DUE
from publishing.admin import NOBODY_LEFT, staff_name

from .tables import Table, share

OVERSEES = "audit.view_entry"  # the right to see how others work
COLUMNS = ["按时", "超期", "仍未办、已超期", "按时率"]
NOTE = (
    "按每次变更阶段当时的办理期限；按时率为按时的占按时、超期和仍未办已超期三者之和。"
    "首次响应只计沿流程的第一步，未响应就结束的不计；跟进之间的回访不计。办的人是变更阶段的人，未办的记在现在的负责人名下。"
)


def kept_and_missed(scope):
    """{(step, person): [on time, late, still open and past its day]} of the inquiries received in the period."""
    found = defaultdict(lambda: [0, 0, 0])
    steps = scope.steps(scope.period).judged().with_lateness()
    counts = steps.values_list("stage_from", "person", "late").annotate(Count("pk"))
    for stage, person, is_late, count in counts:
        if stage in STEP_OF:
            found[STEP_OF[stage], person][is_late] += count
    waiting = scope.received().open().filter(due_on__lt=timezone.localdate())
    for stage, person, count in waiting.values_list("stage", "officer").annotate(Count("pk")):
        found[STEP_OF[stage], person][2] += count
    return found


def clocks_tables(scope):
    """(by step, by officer); of the officers somebody without the right sees himself."""
    found = kept_and_missed(scope)
    by_step = [[label, *with_share(summed(found, 0, step))] for step, label in WHAT_IS_DUE.items()]
    people = {person for _, person in found}
    if not scope.user.has_perm(OVERSEES):
        people &= {scope.user.pk}
    known = get_user_model().objects.in_bulk([one for one in people if one])
    officers = [
        [
            staff_name(known.get(one)) or (NOBODY_LEFT if one else "没有负责人"),
            *with_share(summed(found, 1, one)),
        ]
        for one in people
    ]
    officers.sort(key=lambda row: (-sum(row[1:4]), row[0]))
    return (
        Table("clocks", "办理期限", ["要办的事", *COLUMNS], by_step, NOTE),
        Table("officers", "各人办理期限", ["专员", *COLUMNS], officers),
    )


def summed(found, place, key):
    rows = [counts for keys, counts in found.items() if keys[place] == key]
    return [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0]


def with_share(counts):
    return [*counts, share(counts[0], sum(counts))]
