from datetime import datetime, time, timedelta

from django.utils import timezone


def next_midnight(now):
    """The moment the next day begins in Shanghai."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))
