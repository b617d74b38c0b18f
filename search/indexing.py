"""Writes entries: whatever changes a thing's texts calls `write_entries`, in the transaction of the change."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete, post_save

from .engines import engine
from .folding import folded
from .models import Entry, Rebuild
from .tokens import BETWEEN_FIELDS

BATCH = 200  # things in one transaction of a rebuild

_models = {}  # kind → model
_waiting = ContextVar("entries_waiting", default=None)  # model → keys saved together


def keep_indexed(*models):
    """Follow every change of `models` from now on; SearchableQuerySet sees to what sends no signal."""
    for model in models:
        _models[model.searched_kind] = model
        post_save.connect(_saved, sender=model)
        post_delete.connect(_deleted, sender=model)


def kinds():
    return dict(_models)


def _saved(sender, instance, update_fields, **signal):
    if update_fields is None or sender.searched_fields & set(update_fields):
        if (waiting := _waiting.get()) is None:
            write_entries(sender, [instance.pk])
        else:
            waiting.setdefault(sender, set()).add(instance.pk)


@contextmanager
def entries_together():
    """Many saves as one transaction, at whose end their entries are written at once: all of it stays, or nothing.

    Until then the search finds them as they were.
    """
    if _waiting.get() is not None:
        yield
        return
    with transaction.atomic():
        waiting = {}
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for model, keys in waiting.items():
            write_entries(model, sorted(keys))


def _deleted(sender, instance, **signal):
    write_entries(sender, [instance.pk])


def write_entries(model, keys):
    """Make the entries of the things numbered `keys` say what the things say; of those gone, remove them."""
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            changed = _write_batch(model, keys[start : start + BATCH])
            for follower, relation in _followers(model):
                rows = follower._base_manager.filter(**{f"{relation}__in": changed})
                write_entries(follower, list(rows.values_list("pk", flat=True)) if changed else [])


def _followers(model):
    return [
        (other, relation)
        for other in _models.values()
        for relation in {path.partition("__")[0] for path in other.searched_with}
        if other._meta.get_field(relation).related_model is model
    ]


def _write_batch(model, keys):
    """→ the keys of those whose texts have changed.

    The things are locked first: of two that write one thing's entry, the later sees what the earlier did.
    """
    rows = model._base_manager.filter(pk__in=keys).select_related(*model.searched_with)
    if connection.features.has_select_for_update:
        list(
            model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values("pk")
        )
    texts = {row.pk: entry_texts(row) for row in rows.prefetch_related(*model.searched_many)}
    old = {one.thing_id: one for one in Entry.objects.filter(kind=model.searched_kind, thing_id__in=keys)}
    changed = [pk for pk in texts if pk not in old or texts[pk] != (old[pk].title, old[pk].text)]
    index = engine()
    index.forget([entry for pk, entry in old.items() if pk in changed or pk not in texts])
    Entry.objects.filter(pk__in=[entry.pk for pk, entry in old.items() if pk not in texts]).delete()
    for pk in changed:
        old.setdefault(pk, Entry(kind=model.searched_kind, thing_id=pk)).title, old[pk].text = texts[pk]
        old[pk].triples = index.bits(old[pk].text)
    renewed = [old[pk] for pk in changed]
    known = [entry for entry in renewed if entry.pk]
    Entry.objects.bulk_create([entry for entry in renewed if not entry.pk])
    Entry.objects.bulk_update(known, ["title", "text", "triples"], batch_size=50)
    index.learn(renewed)
    return changed


def entry_texts(thing):
    """(title, text) of a thing's entry: folded, a field a line."""
    names = [folded(one) for one in thing.searched_names() if one]
    texts = [folded(one) for one in thing.searched_texts() if one]
    return BETWEEN_FIELDS.join(filter(None, names)), BETWEEN_FIELDS.join(filter(None, names + texts))


def write_missing_entries(model):
    """Entries for the things that have none."""
    entries = Entry.objects.filter(kind=model.searched_kind, thing_id=OuterRef("pk"))
    write_entries(model, list(model._base_manager.filter(~Exists(entries)).values_list("pk", flat=True)))


def rebuild(model, report, restart=False):
    """Every entry of `model` anew, batch by batch; each batch is seen whole, and a broken run goes on where it was."""
    kind = model.searched_kind
    if restart:
        Rebuild.objects.filter(kind=kind).delete()
    progress, _ = Rebuild.objects.get_or_create(kind=kind)
    total = model._base_manager.count()
    while keys := list(
        model._base_manager.filter(pk__gt=progress.done_up_to)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        with transaction.atomic():
            _forget_all(kind, keys)
            _write_batch(model, keys)
            progress.done_up_to = keys[-1]
            progress.save()
        report(model._base_manager.filter(pk__lte=keys[-1]).count(), total)
    things = model._base_manager.filter(pk=OuterRef("thing_id"))
    orphans = Entry.objects.filter(~Exists(things), kind=kind).values_list("thing_id", flat=True)
    write_entries(model, list(orphans))
    progress.delete()


def _forget_all(kind, keys):
    """As if these had never been indexed, so that their tokens are made anew and not only compared."""
    entries = Entry.objects.filter(kind=kind, thing_id__in=keys)
    engine().forget(list(entries))
    entries.delete()
