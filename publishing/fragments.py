"""Parts of content pages kept in this process, exactly as long as nothing public has changed, and a minute at most.

What page_memory does for whole pages, for what many pages share: the frame, what stands beside every article of a
district. Only while a content page is made (`one_edition`): a preview or a staff screen is made afresh.
"""

from django.utils import timezone

from .changes import edition, is_one_edition

SHOWN_ON_PAGES = ("places", "pages")  # the topics of publishing.changes
NOT_MADE = object()
MOST = 20_000  # parts; the largest, a district's, weighs some 20 kB, most a hundredth of that


class Parts:
    """What is kept under `stamp`."""

    def __init__(self, stamp=None):
        self.stamp, self.made = stamp, {}


_parts = Parts()


def stamp_of_now():
    """What a page made now shows: the edition of the site, and the minute."""
    return edition(*SHOWN_ON_PAGES), timezone.now().replace(second=0, microsecond=0)


def kept(question, make):
    """What `make()` says, or said before while the site was the same.

    `question` (hashable) names it and all it depends on but the database and the clock. Nobody may change what it
    gives. Raises what `make` raises.
    """
    if not is_one_edition():
        return make()
    made = made_under(stamp_of_now())
    part = made.get(question, NOT_MADE)
    if part is not NOT_MADE:
        return part
    if len(made) >= MOST:
        made.clear()
    return made.setdefault(question, make())


def made_under(stamp):
    """The parts under `stamp`; those of another are dropped. Threads that differ make some twice, never wrong."""
    global _parts
    parts = _parts
    if parts.stamp != stamp:
        parts = _parts = Parts(stamp)
    return parts.made


def forget():
    global _parts
    _parts = Parts()
