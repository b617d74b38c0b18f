from datetime import timedelta

from django.utils import timezone

from outbox.duties import every

from .models import Autosave, Presence

AUTOSAVES_KEPT, PRESENCES_KEPT = timedelta(days=30), timedelta(days=1)


@every(minutes=24 * 60)
def prune_the_desk():
    """What was typed and never saved, and who had a screen open long ago."""
    now = timezone.now()
    Autosave.objects.filter(saved_at__lt=now - AUTOSAVES_KEPT).delete()
    Presence.objects.filter(seen_at__lt=now - PRESENCES_KEPT).delete()
