"""What a backup holds, to the byte, and of which state of the program it is."""

import json
from hashlib import sha256
from pathlib import PurePosixPath

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from . import Unfit

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1024 * 1024


def write(folder):
    """The manifest of all that lies in `folder`."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    said = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "database": connection.vendor,
        "django": django.__version__,
        "migrations": applied(),
        "files": {path.relative_to(folder).as_posix(): [path.stat().st_size, digest(path)] for path in files},
    }
    (folder / NAME).write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    return said


def applied():
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def digest(path):
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def read(folder):
    """The manifest, once everything in `folder` is as it says. Raises Unfit."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
        files = dict(said["files"])
        wanted = {name: (size, checksum) for name, (size, checksum) in files.items()}
        known = set(said["migrations"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unfit(f"{folder} 里没有可用的备份清单（{NAME}）。") from error
    if said.get("format") != FORMAT:
        raise Unfit("备份的格式是别的版本的程序写的，这里读不了。")
    for name, (size, checksum) in wanted.items():
        check(folder, name, size, checksum)
    refuse_the_future(known)
    return said


def check(folder, name, size, checksum):
    parts = PurePosixPath(name).parts
    path = folder / name
    if name.startswith("/") or ".." in parts or path.resolve() != folder.resolve().joinpath(*parts):
        raise Unfit(f"备份清单里有不属于备份的文件：{name}。")
    if not path.is_file():
        raise Unfit(f"备份里缺少文件：{name}。")
    if path.stat().st_size != size or digest(path) != checksum:
        raise Unfit(f"备份里的文件已损坏或被改过：{name}。")


def refuse_the_future(migrations):
    known = {f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.disk_migrations}
    if unknown := sorted(migrations - known):
        raise Unfit(f"备份来自更新的程序（{unknown[0]}），请先升级程序再恢复。")
