"""What is remembered until a place changes: a District, an Industry, a Park or a Listing (parks/apps.py)."""

from functools import cache

from publishing.remembering import remembered

from . import columns


def remembered_places(question, answer):
    """As `publishing.remembering.remembered`, by the clock of the listings; a park takes its listings along."""
    return remembered("places", question, answer, next_change)


def next_change():
    """When the clock next changes what is said of places. Remembered itself, as every answer asks for it."""
    clock = cache(columns.next_change)
    return remembered("places", "next change of the places", clock, clock)
