"""核实 and 有效期: who looked at a row last, and until when it may be believed."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

STALE_AFTER = timedelta(days=90)
ENDING_SOON = timedelta(days=30)
# What nobody ever verified counts as verified before everything else, the same way in both databases.
LAST_VERIFIED = Coalesce("verified_on", Value(date(1900, 1, 1)))
LATELY_VERIFIED = [LAST_VERIFIED.desc(), F("pk").desc()]


class VerifiedQuerySet(models.QuerySet):
    """Of rows with `verified_on`."""

    def stale(self):
        """Those nobody has verified for a quarter, or ever."""
        return self.filter(Q(verified_on=None) | Q(verified_on__lt=timezone.localdate() - STALE_AFTER))

    def never_verified(self):
        return self.filter(verified_on=None)


class TermedQuerySet(VerifiedQuerySet):
    """Of rows with `valid_until`, the last day they hold."""

    def past_term(self):
        return self.filter(valid_until__lt=timezone.localdate())

    def ending_soon(self):
        today = timezone.localdate()
        return self.filter(valid_until__gte=today, valid_until__lte=today + ENDING_SOON)
