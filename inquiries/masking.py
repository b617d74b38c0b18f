"""Enough of somebody's data to know it again, too little to use it. Telephone numbers have their own home."""


def mask_name(name):
    """王女士 → 王**: two stars however long, so that the length says nothing."""
    return f"{name[:1]}**" if name else ""


def mask_word(word):
    """An account: its first and last sign, `z***7`."""
    return f"{word[:1]}***{word[-1:] if len(word) > 3 else ''}" if word else ""


def mask_email(email):
    account, at, host = email.rpartition("@")
    return f"{account[:1]}***{at}{host}" if at else mask_word(email)
