"""Puts checked rows into the database, a batch in one transaction; who did it is noted with them."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError

from publishing.files import Refusal
from search.indexing import entries_together

from .batches import in_batches
from .checking import CHANGED, CREATED

NOT_TAKEN = "数据库没有收下这一行"


def save(rows, user=None):
    """Saves what is new or changed. A row the database does not take becomes a refused one."""
    for batch in in_batches(row for row in rows if row.outcome in (CREATED, CHANGED)):
        if not _stored(batch, user):
            for row in batch:
                _forget(row)
                if not _stored([row], user):
                    _forget(row)
                    row.refuse(NOT_TAKEN)


def _stored(rows, user):
    try:
        with entries_together():
            for row in rows:
                _store(row)
            _note([row for row in rows if not row.reasons], user)
    except DatabaseError:
        return False
    return True


def _store(row):
    item = row.item
    try:
        _refuse_lost_park(item)
    except Refusal as refusal:
        row.refuse(refusal.reason)
        return
    columns = {column.name: column for column, _, _ in row.changes}
    beside = {name: value for name, value in getattr(item, "to_relate", {}).items() if name in columns}
    if row.is_new:
        item.save()
    else:
        item.save(update_fields=[*(name for name in columns if name not in beside), "updated_at"])
    for name, value in beside.items():
        columns[name].save(item, value)


def _refuse_lost_park(item):
    """Its park stands in the same file and was not taken."""
    park = item.park if getattr(item, "park_id", 0) is None else None
    if park is not None and park.pk is None:
        raise Refusal(f"所属园区“{park}”没有存成")


def _forget(row):
    """A new item as it was before a transaction that failed."""
    if row.is_new:
        row.item.pk, row.item._state.adding = None, True


def _note(rows, user):
    if user is None or not rows:
        return
    kind = ContentType.objects.get_for_model(rows[0].noun.model).pk
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=user.pk,
            content_type_id=kind,
            object_id=str(row.item.pk),
            object_repr=str(row.item)[:200],
            action_flag=ADDITION if row.is_new else CHANGE,
            change_message="从 Excel 新增。" if row.is_new else f"从 Excel 修改了 {said(row.changes)}。",
        )
        for row in rows
    )


def said(changes):
    return "、".join(column.header for column, _, _ in changes)
