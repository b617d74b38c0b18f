"""Between the preview and the confirmation: the file and what was said of it, private, and of use for an hour.

What is older goes when the next file comes or the next preview is looked at.
"""

import json
import secrets
import time
from pathlib import Path

from django.core import signing
from django.core.files.base import ContentFile

from publishing.private import PrivateStorage
from publishing.references import digest

from .running import ended

FOLDER, SALT = "imports", "parks.exchange"
KEPT_SECONDS = 3600
FILE, TAKEN, PREVIEW = "data", "taken", "json"


class Forgotten(Exception):
    """The file is gone, imported already, or was somebody else's."""


def keep(data, preview, user, noun):
    """The word by which `open_kept` finds both again."""
    forget_old()
    name = secrets.token_hex(16)
    _storage().save(_path(name, FILE), ContentFile(data))
    kept = Kept(name)
    kept.write(preview)
    return signing.dumps([name, user.pk, noun.title], salt=SALT)


def open_kept(token, user, noun):
    forget_old()
    try:
        name, owner, title = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Forgotten from None
    if (owner, title) != (user.pk, noun.title):
        raise Forgotten
    return Kept(name)


class Kept:
    def __init__(self, name):
        self.name = name

    def preview(self):
        try:
            with _storage().open(_path(self.name, PREVIEW)) as file:
                return json.load(file)
        except FileNotFoundError:
            raise Forgotten from None

    def write(self, preview):
        """Put in place whole: who reads at this moment finds the old or the new."""
        storage, path = _storage(), _path(self.name, PREVIEW)
        beside = storage.save(f"{path}.new", ContentFile(json.dumps(preview, ensure_ascii=False).encode()))
        Path(storage.path(beside)).replace(storage.path(path))

    def take(self):
        """The file's bytes, once: of two clicks on a button the second finds nothing."""
        try:
            return Path(_storage().path(_path(self.name, FILE))).rename(self._taken).read_bytes()
        except FileNotFoundError:
            raise Forgotten from None

    def give_back(self):
        self._taken.rename(_storage().path(_path(self.name, FILE)))

    def forget(self):
        """The file; what was said of it stays for its hour, as the result."""
        self._taken.unlink(missing_ok=True)

    @property
    def _taken(self):
        return Path(_storage().path(_path(self.name, TAKEN)))


def forget_old():
    storage = _storage()
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        try:
            if storage.get_modified_time(path).timestamp() < time.time() - KEPT_SECONDS:
                storage.delete(path)
        except FileNotFoundError:
            continue  # another process was quicker


def as_preview(report):
    """What a page shows of a Report, as plain values."""
    rows = [
        {
            "line": row.line,
            "name": row.name[:120],
            "outcome": row.outcome,
            "pk": row.item.pk if row.item else None,
            "changes": [[column.header, before, after] for column, before, after in row.changes],
            "reasons": [*map(ended, row.reasons)],
            "notices": [*map(ended, row.notices)],
        }
        for row in report.rows
    ]
    return {
        "filename": report.name,
        "notices": [*map(ended, report.notices)],
        "rows": rows,
        "digest": digest(rows),
        "done": False,
    }


def _storage():
    return PrivateStorage("")


def _path(name, kind):
    return f"{FOLDER}/{name}.{kind}"
