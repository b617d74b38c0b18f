"""Files no address leads to: a view asks who is reading, then hands them out as downloads."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, Http404
from django.urls import reverse


class PrivateStorage(FileSystemStorage):
    """Not under MEDIA_ROOT. The address of a file is `view` with the file's own name."""

    def __init__(self, view):
        super().__init__(
            location=settings.PRIVATE_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )
        self.view = view

    def url(self, name):
        return reverse(self.view, args=[PurePath(name).name])


class PrivateName:
    """A path converter for names as `random_name` makes them."""

    regex = r"[0-9a-f]{32}\.[a-z]{2,4}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


def random_name(folder, filename):
    """Nothing of the client's name but its kind."""
    return f"{folder}/{secrets.token_hex(16)}.{kind_of(filename)}"


def kind_of(filename):
    return PurePath(filename).suffix.lower().lstrip(".")


def download(stored, filename):
    """`stored` (a FieldFile) under `filename`, never shown in the browser: a stranger's file must not act in our name.

    Raises Http404 when the file is gone.
    """
    try:
        file = stored.open("rb")
    except FileNotFoundError:
        raise Http404("文件已不在。") from None
    response = FileResponse(
        file, as_attachment=True, filename=filename, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
