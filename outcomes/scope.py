"""Which inquiries count, and for whom.

Merged ones count as what they were merged into, and what was closed as spam counts nowhere. An inquiry belongs to the
district that handles it (经办地区), for the share of the first one (首谈地) there is `credited()`. Figures are of the
inquiries received in a period, whatever became of them later; signings alone are of the day they were signed.
"""

from typing import NamedTuple

from inquiries.desk.gates import PATH
from inquiries.models import Inquiry
from parks.models import District
from publishing.placing import within_remit

from .periods import Period

Stage = Inquiry.Stage
SIGNED = PATH[PATH.index(Stage.SIGNED) :]


class Scope(NamedTuple):
    user: object
    period: Period
    district: District | None = None

    def all(self, field="place"):
        """Those of the districts asked for, of which `user` sees his."""
        if self.district:
            return Inquiry.objects.filter(**{f"{field}__in": District.objects.numbers_within(self.district)})
        return within_remit(self.user, Inquiry.objects.all(), field)

    def counted(self, field="place"):
        return self.all(field).filter(merged_into=None).exclude(cause=Inquiry.Cause.SPAM).order_by()

    def received(self):
        return came_in(self.counted(), self.period)

    def credited(self):
        """Those received in the period whose first district is one of these."""
        return came_in(self.counted("first_place"), self.period)

    def signed(self, period=None):
        """Those signed in the period, whenever they came in; one that fell through afterwards is none."""
        period = period or self.period
        return self.counted().filter(stage__in=SIGNED, signed_on__range=(period.since, period.until))

    @property
    def with_before(self):
        """The period and the one before as one."""
        return Period(self.period.before.since, self.period.until)


def came_in(rows, period):
    return rows.filter(created_at__gte=period.begin, created_at__lt=period.end)
