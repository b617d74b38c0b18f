"""Static files as visitors get them: named by their content, compressed, and what a page needs in one file.

A bundle only imports its parts. A browser can follow that, as it does in the tests; collectstatic puts the parts in
the place of their imports, for on HTTP/1.1 a file costs more by its request than by its bytes.
"""

import posixpath
import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/site.css", "js/site.js")
IMPORT = re.compile(r'^@?import "(?P<part>[^"]+)"(?: (?P<media>\w+))?;$', re.MULTILINE)
COMMENTS_AND_INDENTS = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.known = {}  # (name, force) → its address; a list asks for the same many times

    def url(self, name, force=False):
        if (name, force) not in self.known:
            self.known[name, force] = super().url(name, force)
        return self.known[name, force]

    def post_process(self, paths, **options):
        joined = InMemoryStorage()
        for name in paths.keys() & {*BUNDLES}:
            joined.save(name, ContentFile(join(name, paths)))
            paths = paths | {name: (joined, name)}
        yield from super().post_process(paths, **options)


def join(name, paths):
    """The bundle `name` as text. `paths` are collectstatic's: name → (storage, path there)."""

    def part(match):
        text = read(posixpath.normpath(posixpath.join(posixpath.dirname(name), match["part"])), paths)
        if name.endswith(".js"):
            return f"{{\n{text}}}"  # a module's names stay its own
        text = COMMENTS_AND_INDENTS.sub("", text).strip()
        return f"@media {match['media']} {{\n{text}\n}}" if match["media"] else text

    return IMPORT.sub(part, read(name, paths))


def read(name, paths):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
