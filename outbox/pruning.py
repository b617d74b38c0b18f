from datetime import timedelta

from django.utils import timezone

from .duties import every
from .models import Delivery

SENT_KEPT, GIVEN_UP_KEPT = timedelta(days=30), timedelta(days=180)


@every(minutes=24 * 60)
def prune_deliveries():
    now = timezone.now()
    Delivery.objects.filter(delivered_at__lt=now - SENT_KEPT).delete()
    Delivery.objects.filter(given_up_at__lt=now - GIVEN_UP_KEPT).delete()
