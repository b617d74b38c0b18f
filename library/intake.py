"""How a picture comes into the library: checked, drawn anew, and kept once."""

import hashlib
import re

from publishing.pictures import take_in
from publishing.richtext import printable

from .models import Picture

MOST_AT_ONCE = 20  # each takes the server a second or two
TOO_MANY = f"一次最多传 {MOST_AT_ONCE} 张，请分几次传。"


def take(upload, person=None, alt="", credit=""):
    """→ (picture, whether it is new). The same file brought again is the picture there is. Raises ValidationError."""
    fingerprint = digest_of(upload)
    known = Picture.objects.filter(digest=fingerprint).first()
    if known:
        if alt and not known.alt:
            known.alt = said(alt, "alt")
            known.save(update_fields=["alt"])
        return known, False
    picture = Picture(
        image=take_in(upload),
        digest=fingerprint,
        added_by=person,
        alt=said(alt, "alt"),
        credit=said(credit, "credit"),
    )
    picture.save()
    return picture, True


def digest_of(upload):
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def said(words, name):
    """`words` on one line, as much as the column holds."""
    return re.sub(r"\s+", " ", printable(words)).strip()[: Picture._meta.get_field(name).max_length]
