"""The live text and the one being worked on, side by side.

The row of an article is what visitors see. As long as it has never been released (`published_at` is empty) it is also
the working copy: each saving writes the row and keeps a version. From its release on, saving only adds a version;
the row changes when a version goes live.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from .contents import DATES, content_of, differing, put, put_many, settled
from .models import Version
from .models.items import named

KEPT_ROW = "此前的内容"


def latest(item):
    return Version.objects.of(item).newest_first().first()


def live(item):
    """The version that the row shows; None for what has not been released."""
    if item.published_at is None:
        return None
    return (
        Version.objects.of(item)
        .filter(went_live_at__isnull=False)
        .order_by("-went_live_at", "-number")
        .first()
    )


def pending(item):
    """The newest version of what has been released, while the row still shows an older one; None otherwise."""
    newest, shown = latest(item), live(item)
    return newest if newest and shown and newest.number > shown.number else None


def working_content(item):
    """What an editor goes on with: the pending version's content, or the row's, a draft's with the dates proposed."""
    if item.published_at is None:
        newest = latest(item)
        proposed = {name: newest.content.get(name) for name in DATES} if newest else {}
        return content_of(item) | proposed
    waiting = pending(item)
    return waiting.content if waiting else content_of(item)


def authors(item):
    """Numbers of the people who wrote what is not live yet."""
    shown = live(item)
    unreleased = Version.objects.of(item).filter(author__isnull=False)
    if shown:
        unreleased = unreleased.filter(number__gt=shown.number)
    return set(unreleased.values_list("author", flat=True))


@transaction.atomic
def record(item, content, author, note=""):
    """Keep `content` as the newest version; what was never released gets it in its row too, but for the dates,
    which are the last reviewer's to set.
    """
    item = locked(item)
    keep_row(item)
    content = settled(type(item), content)
    version = _add(item, content, author, note)
    if item.published_at is None:
        _write(item, content)
    return version


def _write(draft, content):
    put(draft, {name: value for name, value in content.items() if name not in DATES}).save()
    put_many(draft, content)


def begin(item, content, author, note=""):
    """The first version of a draft that was just made."""
    return _add(item, settled(type(item), content), author, note)


@transaction.atomic
def discard(item, author):
    """Go back to what the row shows; what was pending stays in the history. Returns the version that says so."""
    item = locked(item)
    dropped = pending(item)
    if dropped is None:
        return None
    note = f"放弃第 {dropped.number} 版的修改，回到线上内容"
    return _add(item, content_of(item), author, note, went_live_at=timezone.now())


def locked(item):
    """The row as it is now, nobody else writing it until the transaction ends."""
    return type(item)._default_manager.select_for_update(of=("self",)).get(pk=item.pk)


def keep_row(item):
    """A version of the row as it stands, where none says the same: it was imported, or made before there were any, or
    something tied to it is gone. It comes before what waits, which goes on waiting.
    """
    if item.published_at is None:
        known, content = latest(item), working_content(item)
    else:
        known, content = live(item), content_of(item)
    if known and not differing(known.content, content):
        return known
    if item.published_at is None:
        return _add(item, content, None, KEPT_ROW)
    number = _make_room(item, known) if known else None
    return _add(item, content, None, KEPT_ROW, went_live_at=timezone.now(), number=number)


def _make_room(item, shown):
    """The number behind `shown`, free: what waits moves up by one, the last first, as no two may share a number."""
    for version in Version.objects.of(item).filter(number__gt=shown.number).newest_first().defer("content"):
        Version.objects.filter(pk=version.pk).update(number=version.number + 1)
    return shown.number + 1


def _add(item, content, author, note, went_live_at=None, number=None):
    if number is None:
        number = (Version.objects.of(item).aggregate(last=Max("number"))["last"] or 0) + 1
    return Version.objects.create(
        **named(item),
        number=number,
        content=content,
        author=author,
        note=note,
        went_live_at=went_live_at,
    )


@transaction.atomic
def make_live(version):
    """The row becomes a copy of `version`, public at the time it states or else now. Returns the row.

    What is public stays so, under its first date where the version states none; an end that has passed is no end.
    """
    item, now = locked(version.item), timezone.now()
    released, is_public = item.published_at, item.is_published
    put(item, version.content)
    stated = item.published_at
    if is_public and stated and stated > now:
        stated = released
    item.published_at = stated or (released if released and released <= now else now)
    if item.expires_at and item.expires_at <= max(now, item.published_at):
        item.expires_at = None
    item.save()
    put_many(item, version.content)
    version.went_live_at = now
    version.content = content_of(item)
    version.save(update_fields=["went_live_at", "content"])
    return item


@transaction.atomic
def withdraw(item):
    """Off every public page at once; what was being written stays. What was only scheduled is a draft again."""
    item = locked(item)
    keep_row(item)
    shown, waiting = live(item), pending(item)
    item.withdraw()
    if item.published_at is None and waiting:
        _write(item, waiting.content)
    for version in filter(None, [shown, waiting if item.published_at is None else None]):
        dates = {name: content_of(item)[name] for name in DATES}
        Version.objects.filter(pk=version.pk).update(content=version.content | dates)
    return item
