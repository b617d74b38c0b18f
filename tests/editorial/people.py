"""The desk's people, and their usual way through it."""

from editorial import reviewing, versioning
from editorial.contents import content_of
from tests import builders
from zhaoshang.roles import ensure_roles


def person(role, name=""):
    """Somebody of that role (`初审`), called `name` or as the role."""
    user = builders.staff(username=name or role, last_name=name or role)
    user.groups.set([ensure_roles()[role]])
    return user


def written(item, author, **changes):
    """The version that `author` saves with these changes."""
    versioning.keep_row(item)
    return versioning.record(item, content_of(item) | versioning.latest(item).content | changes, author)


def passed(review, *people):
    for one in people:
        review = reviewing.pass_(review, one)
    return review
