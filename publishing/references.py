"""Numbers that cannot be guessed, read over a telephone without confusion."""

import hashlib
import json
import re
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I


def new_reference(prefix):
    """`prefix` and 80 random bits in groups of four: ``RZ-7K3M-9QXW-H2TC-V8NP``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join([prefix, *(letters[i : i + 4] for i in range(0, 16, 4))])


def written_out(typed):
    """A number as somebody types it from paper, `zx 7k3m9qxw h2tcv8np`, in the form it was given out."""
    signs = "".join(re.findall(r"[A-Z0-9]", unicodedata.normalize("NFKC", typed).upper()))
    prefix, letters = signs[:2], signs[2:]
    return "-".join([prefix, *(letters[i : i + 4] for i in range(0, len(letters), 4))])


def new_token():
    """What a form carries so that two clicks on its button are one."""
    return secrets.token_urlsafe(18)


def digest(values):
    """A fingerprint of a form's content (a dict of plain values), equal for equal content."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
