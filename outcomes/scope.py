"""Which inquiries count, and for whom.

Merged ones count as what they were merged into, and what was closed as spam counts nowhere. An inquiry belongs to the
district that handles it (经办地区), for the share of the first one (首谈地) there is `credited()`. Figures are of the
inquiries received in a period, whatever became of them later; signings alone are of the day they were signed.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import FilteredRelation, Max, Min, Q

from inquiries.counting import COUNTED, Period, came_in
from inquiries.desk.gates import SIGNED
from inquiries.models import Inquiry, StageChange
from parks.models import District
from publishing.placing import numbers_of, remit_of

Stage = Inquiry.Stage


@dataclass(frozen=True)
class Scope:
    user: object
    period: Period
    district: District | None = None

    def counted(self):
        return Inquiry.objects.filter(self.belongs("place"), COUNTED).order_by()

    def received(self):
        return self.came_in(self.counted(), self.period)

    def came_in(self, rows, period):
        """Of `rows` those received in `period`: this one, the one before, or both."""
        return rows.filter(came_in(period), pk__range=self.key_ranges[period])

    def steps(self, period):
        """The steps, of any day, of what was received in `period`."""
        low, high = self.key_ranges[period]
        rows = self.came_in(self.counted(), period)
        return StageChange.objects.filter(
            inquiry__in=rows.values("pk"), inquiry__gte=low, inquiry__lte=high
        ).order_by()

    def steps_near(self, period, condition=None):
        """To `annotate` rows received in `period` with: their steps, or those of which `condition` holds."""
        low, high = self.key_ranges[period]
        near = Q(stage_changes__inquiry__gte=low, stage_changes__inquiry__lte=high)
        return FilteredRelation("stage_changes", condition=near & condition if condition else near)

    def credited(self):
        """Those received in the period whose first district is one of these."""
        return self.came_in(
            Inquiry.objects.filter(self.belongs("first_place"), COUNTED).order_by(), self.period
        )

    def signed(self, period=None):
        """Those signed in the period, whenever they came in; one that fell through afterwards is none."""
        period = period or self.period
        return self.counted().filter(stage__in=SIGNED, signed_on__range=(period.since, period.until))

    @cached_property
    def places(self):
        """Primary keys of the districts asked for, of which `user` sees his; None for all."""
        if self.district:
            return District.objects.numbers_within(self.district)
        return None if remit_of(self.user) is None else numbers_of(self.user, District)

    def belongs(self, field):
        return Q() if self.places is None else Q(**{f"{field}__in": self.places})

    @cached_property
    def with_before(self):
        """The period and the one before as one."""
        return Period(self.period.before.since, self.period.until)

    @cached_property
    def key_ranges(self):
        """{period: (lowest, highest) primary key of what came in}. Rows lie together by their number, and steps by that
        of their inquiry, which the database cannot guess from a moment: without these it walks through all of them.
        """
        asked, periods = {}, [self.period.before, self.period]
        for number, one in enumerate(periods):
            asked[f"low{number}"] = Min("pk", filter=came_in(one))
            asked[f"high{number}"] = Max("pk", filter=came_in(one))
        found = Inquiry.objects.filter(came_in(self.with_before)).aggregate(**asked)
        ends = [(found[f"low{number}"] or 0, found[f"high{number}"] or 0) for number in (0, 1)]
        lows, highs = zip(*[one for one in ends if one[1]] or [(0, 0)], strict=True)
        return {**dict(zip(periods, ends, strict=True)), self.with_before: (min(lows), max(highs))}
