"""A site in a folder: its database, what was uploaded, and a manifest by which both are checked before they replace
anything. `backup DIR` makes one, `restore DIR` puts it back.
"""


class Unfit(Exception):
    """`str(error)` says in Chinese why this can't be backed up or restored; nothing was changed."""
