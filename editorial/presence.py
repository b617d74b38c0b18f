"""Who else has a screen open: every open one says so again and again."""

from datetime import timedelta

from django.utils import timezone

from publishing.admin import staff_name

from .models import Presence

HERE, KEPT_FOR = timedelta(minutes=3), timedelta(days=1)


def note(user, screen):
    Presence.objects.update_or_create(user=user, screen=screen)


def prune():
    Presence.objects.filter(seen_at__lt=timezone.now() - KEPT_FOR).delete()


def others(user, screen):
    """Sentences about the other people at `screen`, who came last first."""
    now = timezone.now()
    rows = Presence.objects.filter(screen=screen, seen_at__gt=now - HERE).exclude(user=user)
    return [
        f"{staff_name(row.user)} 也在编辑（{ago(now - row.seen_at)}）"
        for row in rows.select_related("user").order_by("-seen_at")[:5]
    ]


def ago(elapsed):
    minutes = int(elapsed.total_seconds()) // 60
    return f"{minutes} 分钟前" if minutes > 0 else "刚刚"
