from datetime import date, timedelta

from django.db.models import Case, Min, Q, When
from django.utils import timezone

from parks import figures
from parks.models import Listing
from parks.models.listings import STALE_AFTER

from .base import UNKNOWN, YES, Bound, Condition, constant, yes_or_no

# How near a date is missed: up to so many days late, so close.
LATE = [(30, 0.8), (90, 0.4)]


class ReadyBy(Condition):
    """What states no date can be had now; but land is handed over when its notice says, and nobody knows before."""

    name, label = "date", "交付"

    @property
    def is_stated(self):
        return self.needs.ready_by is not None

    @property
    def asked(self):
        return f"{figures.day_in_words(self.needs.ready_by)}前交付"

    @property
    def holds(self):
        at_once = Q(available_on=None) & ~Q(kind=Listing.Kind.LAND)
        return at_once | Q(available_on__lte=self.needs.ready_by)

    @property
    def is_unknown(self):
        return Q(available_on=None, kind=Listing.Kind.LAND)

    @property
    def closeness(self):
        steps = [When(available_on__lte=self.late_by(days), then=constant(close)) for days, close in LATE]
        return Case(*steps, default=constant(0))

    @property
    def bounds(self):
        late = Q(available_on__gt=self.needs.ready_by)
        return [Bound("ready_by", Min("available_on", filter=late), lambda day: day)]

    def late_by(self, days):
        day = self.needs.ready_by
        return day + min(timedelta(days=days), date.max - day)

    def state_of(self, listing):
        if listing.available_on is None:
            return UNKNOWN if listing.kind == Listing.Kind.LAND else YES
        return yes_or_no(listing.available_on <= self.needs.ready_by)

    def closeness_of(self, listing):
        return next((close for days, close in LATE if listing.available_on <= self.late_by(days)), 0.0)

    def sentence(self, listing, state):
        day = listing.available_on
        if state == UNKNOWN:
            planned = listing.notice_stage == Listing.NoticeStage.PLANNED
            return "现为预公告，交地时间以公告为准" if planned else "交地时间以公告为准"
        if state == YES and (day is None or day <= timezone.localdate()):
            return "现在就能交付"
        said = f"{figures.day_in_words(day)}可交付"
        return said if state == YES else f"{said}，晚于要求的{figures.day_in_words(self.needs.ready_by)}"


class VerifiedLately(Condition):
    """Nobody asks for it and everybody needs it: what is stale may be gone.

    It weighs less than half a wish, so that what meets everything but is stale still stands before what falls short.
    """

    name, label, weight = "fresh", "核实", 1
    is_stated, hard = True, False

    @property
    def holds(self):
        return Q(verified_on__gte=timezone.localdate() - STALE_AFTER)

    def state_of(self, listing):
        return yes_or_no(not listing.is_stale)

    def sentence(self, listing, state):
        return figures.verified(listing)
