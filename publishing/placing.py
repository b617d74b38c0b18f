"""Who may see what lies where: members of staff bound to districts (`Remit`) see those and all below them.

Rows know their place by `district`. What has none is seen only by who is bound to nothing.
"""

from django.db import models
from django.db.models import Q


def remit_of(user):
    """The paths `user` is bound to, asked for once a request; None for who is free to see all.

    Of many people: `prefetch_related("remits__district")`, and nothing is asked for each.
    """
    if not user.is_authenticated:
        return ()
    if user.is_superuser:
        return None
    if not hasattr(user, "_remit"):
        if "remits" in getattr(user, "_prefetched_objects_cache", {}):
            paths = [one.district.path for one in user.remits.all()]
        else:
            paths = user.remits.order_by("pk").values_list("district__path", flat=True)
        user._remit = tuple(paths) or None
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
    if paths is None:
        return rows
    if not path:
        return rows.filter(below(paths, "path"))
    return rows.filter(**{f"{path}__in": numbers_of(user, places_at(rows.model, path))})


def places_at(model, path):
    """The model of the districts that `path` leads to."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def numbers_of(user, places, with_above=False):
    """Primary keys of the districts (rows of `places`) a bound `user` sees, asked for once a request: with them a list
    is found by its index, where a comparison of paths would walk through all of its rows.
    """
    if not hasattr(user, "_remit_numbers"):
        user._remit_numbers = {}
    if with_above not in user._remit_numbers:
        paths = remit_of(user)
        wanted = below(paths, "path")
        if with_above:
            wanted |= Q(slug__in={slug for path in paths for slug in path.rstrip("/").split("/")})
        rows = places._base_manager.filter(wanted).order_by("pk")
        user._remit_numbers[with_above] = list(rows.values_list("pk", flat=True))
    return user._remit_numbers[with_above]


def path_of(item):
    """The path of the place where `item` lies; "" where it has none. An inquiry lies where it is handled."""
    if hasattr(item, "path"):
        return f"{item.parent.path if item.parent else ''}{item.slug}/"
    for name in ("place", "district", "park", "listing"):
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
        seen = numbers_of(user, places_at(self.model, "district"), with_above=True)
        everywhere = Q(district=None) if paths else Q(pk__in=[])
        return self.filter(Q(district__in=seen) | everywhere)

    def changeable_by(self, user):
        return within_remit(user, self)
