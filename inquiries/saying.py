"""Which of an inquiry's needs its sender wrote himself, and which the office has entered or changed since.

Of each value he wrote a fingerprint is kept, salted with the form's token: it tells whether the value is still his and
nothing else, and tells nothing once the token has been cleared with the rest of his data.
"""

import hashlib
from decimal import Decimal


def remember(inquiry, names):
    """Note the values of `names` as the sender's own; the caller saves `said`."""
    filled = {name: fingerprint(inquiry, name) for name in names if is_filled(inquiry, name)}
    kept = {name: mark for name, mark in inquiry.said.items() if name not in names}
    inquiry.said = kept | filled


def is_filled(inquiry, name):
    return getattr(inquiry, attribute(inquiry, name)) not in (None, "")


def is_his_own(inquiry, name):
    return is_filled(inquiry, name) and inquiry.said.get(name) == fingerprint(inquiry, name)


def is_settled(inquiry, name):
    """Filled, and not by him: the office has it from elsewhere, or corrected it."""
    return is_filled(inquiry, name) and not is_his_own(inquiry, name)


def fingerprint(inquiry, name):
    return fingerprint_of(inquiry, name, getattr(inquiry, attribute(inquiry, name)))


def fingerprint_of(inquiry, name, value):
    """That of another `value` (a row by its key) for the same field."""
    said = f"{inquiry.token}\n{name}\n{'' if value is None else plain(value)}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def stamp(inquiry, names):
    """What these fields hold now, for a form to carry along while it stands open."""
    return " ".join(fingerprint(inquiry, name) for name in names)


def read_stamp(typed, names):
    """{name: fingerprint} of what a form was filled with; {} where it carries no such stamp."""
    marks = typed.split()
    return dict(zip(names, marks, strict=True)) if len(marks) == len(names) else {}


def as_typed(inquiry, name):
    """The value as a form of this site takes it."""
    value = getattr(inquiry, name)
    for key in ("slug", "code"):
        value = getattr(value, key, value)
    return plain(value)


def attribute(inquiry, name):
    return inquiry._meta.get_field(name).attname


def plain(value):
    """3200.00 and 3200 are one figure, the first as the database gives it back."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
