"""Who may see what lies where: members of staff bound to districts (`Remit`) see those and all below them.

Rows know their place by `district`. What has none is seen only by who is bound to nothing.
"""

from django.db import models
from django.db.models import Q


def remit_of(user):
    """The paths `user` is bound to, asked for once a request; None for who is free to see all."""
    if not user.is_authenticated:
        return ()
    if user.is_superuser:
        return None
    if not hasattr(user, "_remit"):
        user._remit = tuple(user.remits.order_by("pk").values_list("district__path", flat=True)) or None
    return user._remit


def below(paths, field):
    """The condition that the path in `field` is one of `paths` or lies below one; with no paths nothing does."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def within_remit(user, rows, path="district"):
    """Of `rows` those whose district `user` is bound to, or all for who is not bound.

    `path` leads from a row to its district: "district", "article__district", "" where the rows are districts.
    """
    paths = remit_of(user)
    return rows if paths is None else rows.filter(below(paths, f"{path}__path" if path else "path"))


def path_of(item):
    """The path of the place where `item` lies; "" where it has none. An inquiry lies where its park or listing does."""
    if hasattr(item, "path"):
        return f"{item.parent.path if item.parent else ''}{item.slug}/"
    for name in ("district", "park", "listing"):
        if place := getattr(item, name, None):
            return place.path if hasattr(place, "path") else place.district.path
    return ""


def is_within(user, path):
    paths = remit_of(user)
    return paths is None or path.startswith(paths)


class PlacedQuerySet(models.QuerySet):
    """Of rows with a `district`."""

    def visible_to(self, user):
        """What a member of staff may read: of who is bound to districts, what lies there."""
        return within_remit(user, self)

    def changeable_by(self, user):
        return self.visible_to(user)


class FromAboveQuerySet(PlacedQuerySet):
    """Of rows that hold for all that lies below their district, and everywhere where they name none."""

    def visible_to(self, user):
        """With what holds there from above: read and cited, not changed."""
        paths = remit_of(user)
        if paths is None:
            return self
        above = {slug for path in paths for slug in path.rstrip("/").split("/")}
        everywhere = Q(district=None) if paths else Q(pk__in=[])
        return self.filter(below(paths, "district__path") | Q(district__slug__in=above) | everywhere)

    def changeable_by(self, user):
        return within_remit(user, self)
