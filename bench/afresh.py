"""The settings of the bench with every part of a page made for that page alone."""

from .settings import *  # noqa: F403
from .settings import MIDDLEWARE

MIDDLEWARE = ["bench.afresh.keeping_nothing", *MIDDLEWARE]


def keeping_nothing(get_response):
    """Each page begins with parts of its own: those that are made at the same time lend each other nothing either."""
    from django.utils import timezone

    from publishing import fragments
    from publishing.changes import edition

    fragments.parts_now = lambda: fragments.Parts(edition(*fragments.SHOWN_ON_PAGES), timezone.now())
    return get_response
