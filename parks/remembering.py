"""What is remembered until a place changes: a District, an Industry, a Park or a Listing (parks/apps.py)."""

from functools import cache

from django.db.models import Count

from publishing.blocks import BLOCK_OF_ROW, ByBlock, added
from publishing.remembering import remembered

from .models import Listing


def remembered_places(question, answer):
    """As `publishing.remembering.remembered`, by the clock of the listings; a park takes its listings along."""
    return remembered("places", question, answer, next_change)


def places_by_block(model, question, rows, part, merge=added, beside=frozenset):
    """The answer of a `publishing.blocks.ByBlock` of parks or of listings; by default its parts are Counters."""
    return ByBlock("places", model, question, rows, part, merge, next_change, beside).answer()


def next_change():
    """Remembered itself, as every answer asks for it."""
    clock = cache(Listing.objects.next_change)
    return remembered("places", "next change of the places", clock, clock)


def parks_with_vacancies():
    """Their numbers: those of which the public sees a vacant listing."""

    def rows():
        vacant = Listing.objects.published().available().exclude(park=None).order_by()
        return vacant.annotate(block=BLOCK_OF_ROW).values_list("block", "park").annotate(Count("pk"))

    def part(rows):
        return {park: count for _, park, count in rows}

    return places_by_block(Listing, "vacant listings of parks", rows, part).keys()
