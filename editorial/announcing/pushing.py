"""Sending what was promised to an engine: only what is still so, and no more than it takes in a day."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from editorial.models import Push
from outbox.duties import Failed, Later, Refused, delivers, every
from outbox.promising import promise

from .engines import ENGINES, OverQuota
from .noticing import PROMISES
from .pages import KINDS, engines

KEPT = timedelta(days=90)
TOMORROW = "当天的配额已用完，明天继续"


@delivers(PROMISES[Push.Engine.BAIDU], "百度推送")
def push_to_baidu(payload):
    """What is gone would only cost quota: Baidu takes no deletions this way."""
    return push(Push.Engine.BAIDU, [page for page in payload["pages"] if not page[3]])


@delivers(PROMISES[Push.Engine.INDEXNOW], "IndexNow 推送")
def push_to_indexnow(payload):
    return push(Push.Engine.INDEXNOW, payload["pages"])


def push(engine, pages):
    if engine not in engines():
        raise Refused("推送已关闭")
    pages = still_so(pages)
    if not pages:
        return "没有要推送的网址"
    left = left_today(engine)
    if left == 0:
        raise Later(until_tomorrow(), TOMORROW)
    now, rest = pages[:left], pages[left:] if left else []
    answer = ask(engine, [settings.SITE_ORIGIN + path for *_, path, _ in now])
    if rest:
        tomorrow = timezone.now() + timedelta(seconds=until_tomorrow())
        promise(PROMISES[engine], {"pages": rest}, due_at=tomorrow)
    return outcome(answer, len(rest))


def ask(engine, addresses):
    """The answer, noted for the staff's list as every failure is."""
    noted = Push(engine=engine, offered=len(addresses))
    try:
        answer = ENGINES[engine](addresses)
    except OverQuota:
        noted.left, noted.error = 0, TOMORROW
        noted.save()
        raise Later(until_tomorrow(), TOMORROW) from None
    except (Failed, Later, Refused) as error:
        noted.error = error.reason
        noted.save()
        raise
    noted.accepted, noted.left, noted.refused = answer.accepted, answer.left, list(answer.refused)
    noted.save()
    return answer


def still_so(pages):
    """Those that are public now, under their present address; of the gone ones those that still are."""
    kept = []
    for kind, model in KINDS.items():
        of_kind = [page for page in pages if page[0] == kind]
        public = model.objects.published().in_bulk([number for _, number, _, _ in of_kind]) if of_kind else {}
        for _, number, path, gone in of_kind:
            present = public[number].get_absolute_url() if number in public else None
            if gone and path != present:
                kept.append([kind, number, path, True])
            if not gone and present:
                kept.append([kind, number, present, False])
    return kept


def left_today(engine):
    """How many addresses it takes today, as it said last; None if it said nothing today."""
    today = Push.objects.filter(engine=engine, sent_at__gte=midnight(0)).exclude(left=None)
    latest = today.order_by("-pk").first()
    return latest.left if latest else None


def midnight(days):
    """The first moment of the day so many days from now, in Shanghai."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))


def until_tomorrow():
    """Seconds, and five minutes more: clocks differ."""
    return (midnight(1) - timezone.now()).total_seconds() + 300


def outcome(answer, later):
    words = [f"收下 {answer.accepted} 条"]
    words += [f"未收 {len(answer.refused)} 条"] if answer.refused else []
    words += [f"当日还可推送 {answer.left} 条"] if answer.left is not None else []
    words += [f"{later} 条超出配额，明天再发"] if later else []
    return "，".join(words)


@every(minutes=24 * 60)
def prune_pushes():
    Push.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
