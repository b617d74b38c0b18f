"""Parts of content pages kept in this process, exactly as long as nothing public changes, and an hour at most.

What page_memory does for whole pages, for what many pages share: the frame, what stands beside every article of a
district. Only while a content page is made (`one_page`): a preview or a staff screen is made afresh.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from .changes import edition, one_edition
from .days import next_midnight

SHOWN_ON_PAGES = ("places", "pages")  # the topics of publishing.changes
LONGEST = timedelta(hours=1)  # how long a change past all doors (SQL by hand) stays unseen in a part
NOT_MADE = object()
MOST = 10_000  # parts on a shelf; the largest, a district's, weighs some 20 kB, most a kilobyte

_clocks = []
_page = ContextVar("the content page that is made", default=None)


def follow_clock(next_change):
    """`next_change()` says when the clock alone next changes what content pages say, besides midnight; or None."""
    _clocks.append(next_change)


class Parts:
    """What is kept of one edition, from `since` until the clock changes something."""

    def __init__(self, said, now):
        self.edition, self.since = said, now
        # By what they are of: who walks through all lists pushes out rows of lists, and not what every page needs.
        self.shelves = defaultdict(dict)
        moments = [now + LONGEST, next_midnight(now), *(next_change() for next_change in _clocks)]
        self.until = min(filter(None, moments))

    def hold(self, said, now):
        return self.edition == said and self.since <= now < self.until


_parts = None


class Page:
    """A content page while it is made: the parts of its edition, as they hold at the moment it first asks for one, and
    what it alone has asked.
    """

    def __init__(self):
        self.answers = {}

    @cached_property
    def shelves(self):
        return parts_now().shelves


@contextmanager
def one_page():
    """In here a content page is made, of one edition."""
    with one_edition():
        before = _page.set(Page())
        try:
            yield
        finally:
            _page.reset(before)


def stamp_of_now():
    """What a page made now shows: the edition of the site, and the minute."""
    return edition(*SHOWN_ON_PAGES), timezone.now().replace(second=0, microsecond=0)


def kept(question, make):
    """What `make()` says, or said before while the site was the same.

    `question` (hashable) names it and all it depends on but the database and the clock. Nobody may change what it
    gives. Raises what `make` raises.
    """
    page = _page.get()
    if page is None:
        return make()
    shelf = page.shelves[""]
    part = shelf.get(question, NOT_MADE)
    if part is not NOT_MADE:
        return part
    part = make()
    return with_room(shelf, 1).setdefault(question, part)


def asked_once(question, make):
    """What `make()` says, once for a whole content page: for what is seldom asked twice and would push out what is."""
    page = _page.get()
    answers = {} if page is None else page.answers
    if question not in answers:
        answers[question] = make()
    return answers[question]


def kept_each(name, keys, make):
    """{key: part} of those of `keys` that `make(keys not known yet)`, asked once for all of them, has."""
    page = _page.get()
    if page is None:
        return make(keys)
    shelf = page.shelves[name]
    # Looked up once each: another thread may clear the shelf meanwhile.
    known = {key: part for key in keys if (part := shelf.get(key, NOT_MADE)) is not NOT_MADE}
    if missing := [key for key in keys if key not in known]:
        fresh = make(missing)
        with_room(shelf, len(fresh)).update(fresh)
        known |= fresh
    return known


def with_room(shelf, count):
    if len(shelf) + count > MOST:
        shelf.clear()
    return shelf


def parts_now():
    """Those of another edition are dropped. Threads that differ make some twice, never wrong."""
    global _parts
    said, now, parts = edition(*SHOWN_ON_PAGES), timezone.now(), _parts
    if parts is None or not parts.hold(said, now):
        parts = _parts = Parts(said, now)
    return parts


def forget():
    global _parts
    _parts = None
