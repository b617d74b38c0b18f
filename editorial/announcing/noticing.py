"""What happened to the pages since engines were told: a saving leaves a note in its own transaction, the clock's turns
are noted beforehand, and once a minute what is noted is compared with the pages and promised to the engines.
"""

import logging

from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from editorial.models import Known, Push, Stock
from outbox.duties import every
from outbox.promising import promise

from .pages import KINDS, digest, engines, next_turn

logger = logging.getLogger(__name__)

AT_A_TIME = 500
LOOKED_AT = 100  # in one transaction: in SQLite nobody else writes meanwhile
BATCH = 100  # addresses of one request
PROMISES = {Push.Engine.BAIDU: "baidu-push", Push.Engine.INDEXNOW: "indexnow-push"}


def listen():
    """The models belong to other apps, which know of no engines."""
    for model in KINDS.values():
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model)


def changed(sender, instance, **signal):
    if engines():
        try:
            with transaction.atomic():
                note(sender.searched_kind, [instance.pk])
        except DatabaseError:
            logger.exception("a change was not noted; the hourly comparison will find it")


def note(kind, numbers):
    now = timezone.now()
    Known.objects.bulk_create(
        [Known(kind=kind, number=number, look_at=now) for number in numbers],
        update_conflicts=True,
        unique_fields=["kind", "number"],
        update_fields=["look_at"],
    )


@every(minutes=1)
def announce():
    if engines():
        take_stock()
        while announce_some():
            pass


def take_stock():
    """Once, before the first announcement: what was public until now is known already, by its sitemap."""
    for kind, model in KINDS.items():
        if Stock.objects.filter(kind=kind).exists():
            continue
        for state in ("published", "scheduled"):
            know([*model.objects.in_state(state).values_list("pk", flat=True)], kind, model)
        Stock.objects.get_or_create(kind=kind)


def know(numbers, kind, model):
    for start in range(0, len(numbers), AT_A_TIME):
        rows = []
        for item in model.objects.filter(pk__in=numbers[start : start + AT_A_TIME]):
            rows.append(Known(kind=kind, number=item.pk))
            compare(rows[-1], item)
        Known.objects.bulk_create(rows, ignore_conflicts=True)


def announce_some():
    """Some of what is to be looked at, by one worker at a time; True if there may be more."""
    with transaction.atomic():
        noted = Known.objects.filter(look_at__lte=timezone.now()).order_by("look_at", "pk")
        rows = list(noted.select_for_update(skip_locked=True)[:LOOKED_AT])
        pages = []
        for kind, model in KINDS.items():
            of_kind = [row for row in rows if row.kind == kind]
            items = model.objects.in_bulk([row.number for row in of_kind])
            for row in of_kind:
                pages += compare(row, items.get(row.number))
        Known.objects.bulk_update(rows, ["path", "digest", "looked_at", "look_at"])
        Known.objects.filter(pk__in=[row.pk for row in rows], path="", look_at=None).delete()
        for start in range(0, len(pages), BATCH):
            for engine in engines():
                promise(PROMISES[engine], {"pages": pages[start : start + BATCH]})
    return len(rows) == LOOKED_AT


def compare(row, item):
    """Brings what is known up to date with `item` (None: deleted). Returns what is to be told of it, as
    [[kind, number, path, is gone]].
    """
    public = item is not None and item.is_published
    path, said = (item.get_absolute_url(), digest(item)) if public else ("", "")
    told = []
    if row.path not in ("", path):
        told.append([row.kind, row.number, row.path, True])
    if public and (row.path, row.digest) != (path, said):
        told.append([row.kind, row.number, path, False])
    row.path, row.digest, row.looked_at = path, said, timezone.now()
    row.look_at = next_turn(item) if item else None
    return told


@every(minutes=60)
def look_everywhere():
    """What changed by a door that says nothing: `update`, `bulk_create`, SQL by hand."""
    for kind, model in KINDS.items() if engines() else []:
        if not Stock.objects.filter(kind=kind).exists():
            continue
        known = Known.objects.filter(kind=kind).exclude(path="")
        public = model.objects.published().order_by()
        looked_at = Known.objects.filter(kind=kind, number=OuterRef("pk")).values("looked_at")[:1]
        found = [
            *public.filter(~Exists(known.filter(number=OuterRef("pk")))).values_list("pk", flat=True),
            *public.annotate(looked_at=Subquery(looked_at))
            .filter(updated_at__gt=F("looked_at"))
            .values_list("pk", flat=True),
            *known.filter(~Exists(public.filter(pk=OuterRef("number")))).values_list("number", flat=True),
        ]
        for start in range(0, len(found), AT_A_TIME):
            note(kind, found[start : start + AT_A_TIME])
