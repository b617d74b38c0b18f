"""The folders of uploads: copied out, and put in place by renaming, so that all of it can be taken back."""

import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

FILE_MODES = {"media": 0o644, "private": 0o600}


def trees():
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def any_file():
    return any(path.is_file() for tree in trees().values() for path in tree.rglob("*"))


def copy_out(folder):
    for name, tree in trees().items():
        if tree.is_dir():
            shutil.copytree(
                tree, folder / name, ignore=lambda _, names: [one for one in names if one[:1] == "."]
            )


class Exchange:
    """The uploads of a backup beside those of the site, and their change of places."""

    def __init__(self):
        self.mark = uuid4().hex[:8]
        self.moved = []  # (from, to), in the order of the moves

    def bring(self, folder):
        for name, tree in trees().items():
            self.old(tree).mkdir(parents=True)
            self.new(tree).mkdir()
            if (folder / name).is_dir():
                shutil.copytree(folder / name, self.new(tree), dirs_exist_ok=True)
            for path in self.new(tree).rglob("*"):
                if path.is_file():
                    path.chmod(FILE_MODES[name])

    def old(self, tree):
        return tree / f".replaced-{self.mark}"

    def new(self, tree):
        return tree / f".restoring-{self.mark}"

    def make(self):
        """Child by child within one disk: the folder itself may be where a disk is mounted."""
        for tree in trees().values():
            for child in [one for one in tree.iterdir() if not one.name.startswith(".")]:
                self.move(child, self.old(tree) / child.name)
            for child in self.new(tree).iterdir():
                self.move(child, tree / child.name)

    def move(self, source, target):
        source.rename(target)
        self.moved.append((source, target))

    def take_back(self):
        while self.moved:
            source, target = self.moved.pop()
            target.rename(source)

    def drop_old(self):
        for tree in trees().values():
            shutil.rmtree(self.old(tree), ignore_errors=True)

    def clean_up(self):
        """Never removes what was there before: a folder of old files goes only when it is empty."""
        for tree in trees().values():
            shutil.rmtree(self.new(tree), ignore_errors=True)
            with suppress(OSError):
                self.old(tree).rmdir()
