"""The sheet as a PDF, set by typst from park.typ.

What people wrote goes in as data (JSON), never into the markup, so it prints as it is written. typst sees this
folder and nothing else; the one picture comes inside the data too. The fonts are a package's: a server has none.
"""

import base64
import io
import json
import logging
from datetime import datetime, time
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import manimgx_fonts_cjk
import typst
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageOps

from .words import words_of

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
PHOTO_SIZE = (1280, 720)  # pixels on 96 mm: more than an office printer shows
REMEMBERED = 32  # sheets, of at most about 500 KB
# A sheet takes some 60 ms and 70 MB; several at once take as long, and the memory each.
ONE_AT_A_TIME = Lock()


def park_sheet(park, address):
    """The PDF's bytes, the same for the same words. See `words_of`."""
    words = as_json(words_of(park, address))
    with ONE_AT_A_TIME:
        return composed(words)


def as_json(words):
    return json.dumps(words, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=REMEMBERED)
def composed(words):
    said = json.loads(words)
    said["cover"] = photo_in_svg(said.pop("photo")) or said["cover"]
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return typeset(FOLDER / "park.typ", said, int(midnight.timestamp()))


def typeset(source, words, timestamp):
    """The bytes of the PDF that `source` makes of `words`; it sees its own folder and nothing else.

    The same words at the same `timestamp` (seconds since 1970) are the same bytes.
    """
    return typst.compile(
        source,
        root=source.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"words": as_json(words)},
        timestamp=timestamp,
    )


@cache
def fonts():
    folder = Path(manimgx_fonts_cjk.__file__).parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def photo_in_svg(name):
    """The stored photo, cut to the sheet's shape, as an SVG text; "" where there is none to show."""
    if not name:
        return ""
    try:
        with default_storage.open(name) as file, Image.open(file) as photo:
            photo.draft("RGB", PHOTO_SIZE)
            fitting = ImageOps.fit(photo.convert("RGB"), PHOTO_SIZE, Image.Resampling.LANCZOS)
    except OSError:
        logger.warning("no sheet can show the photo %s", name)
        return ""
    buffer = io.BytesIO()
    fitting.save(buffer, "JPEG", quality=82)
    width, height = PHOTO_SIZE
    content = base64.b64encode(buffer.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{content}"/></svg>'
    )
