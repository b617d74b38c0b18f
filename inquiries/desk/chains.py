"""Inquiries merged into one another: one home for walking along them, up, down and all round."""

import re

from django.db.models import Q

from audit.models import Entry
from inquiries.models import Inquiry

REFERENCE = re.compile(rf"{Inquiry.REFERENCE_PREFIX}-[-A-Z0-9]+")


def handled_as(inquiry):
    """The inquiry it is handled under: itself, or the last one it was merged into."""
    seen = set()
    while inquiry.merged_into_id and inquiry.pk not in seen:
        seen.add(inquiry.pk)
        inquiry = inquiry.merged_into
    return inquiry


def numbers_merged_into(inquiry):
    """Primary keys of what was merged into it, and into that."""
    found, last = [], [inquiry.pk] if inquiry.pk else []
    while last:
        below = Inquiry.objects.filter(merged_into__in=last).exclude(pk__in=[inquiry.pk, *found])
        last = list(below.values_list("pk", flat=True))
        found += last
    return found


def lend_place(inquiry):
    """Who handles `inquiry` finds under its own number what is merged into it and has no district of its own.

    What was lent goes all the way down, and is taken back where `inquiry` has no district.
    """
    lent = {"place": inquiry.place_id, "place_from_merger": True if inquiry.place_id else None}
    borrowing = Inquiry.objects.filter(Q(place=None) | Q(place_from_merger=True))
    found, last = [inquiry.pk], [inquiry.pk]
    while last:
        below = borrowing.filter(merged_into__in=last).exclude(pk__in=found)
        last = list(below.values_list("pk", flat=True))
        below.update(**lent)
        found += last


def merged_with(inquiry):
    """`inquiry` first, and all it is merged with, above, below and beside it, erased ones among them."""
    return _walked(inquiry, near)


def ever_merged_with(inquiry):
    """The same, and what has been taken apart again since."""
    return _walked(inquiry, lambda rows: near(rows) | Q(reference__in=named_in_trail(rows)))


def near(rows):
    return Q(merged_into__in=rows) | Q(pk__in=[row.merged_into_id for row in rows if row.merged_into_id])


def named_in_trail(rows):
    """The numbers of those these were merged with at any time: only the trail remembers."""
    entries = Entry.objects.filter(
        kind=Inquiry._meta.label_lower, number__in=[row.pk for row in rows], action=Entry.Action.MERGE
    )
    return {one for words in entries.values_list("words", flat=True) for one in REFERENCE.findall(words)}


def _walked(inquiry, neighbours):
    found, last = {inquiry.pk: inquiry}, [inquiry]
    while last:
        rows = Inquiry.objects.filter(neighbours(last)).exclude(pk__in=found).order_by("pk")
        last = list(rows)
        found |= {row.pk: row for row in last}
    return list(found.values())
