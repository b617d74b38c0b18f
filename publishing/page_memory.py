"""Whole public pages kept in this process, exactly as long as nothing public has changed, and a minute at most.

A page that is kept costs one question, for the edition of the site. The minute is there for the clock (publication,
expiry). Several processes need not tell each other anything: each asks the database.
"""

import threading
from collections import OrderedDict

from django.conf import settings
from django.http import HttpResponse
from django.middleware.gzip import re_accepts_gzip

from .fragments import stamp_of_now

LARGEST, LONGEST_ADDRESS = 1024 * 1024, 1000  # of what is kept, bytes and characters
OVERHEAD = 6_000  # bytes an entry takes at most besides its body: its headers, and its address twice


class Page:
    def __init__(self, response):
        self.body, self.headers = response.content, dict(response.headers)

    def response(self):
        return HttpResponse(self.body, headers=self.headers)

    @property
    def size(self):
        return len(self.body) + OVERHEAD


class PageMemory:
    """The pages last asked for, up to `settings.PAGE_MEMORY_MB`."""

    def __init__(self):
        self._pages, self._size, self._lock = OrderedDict(), 0, threading.Lock()

    def find(self, key, stamp):
        with self._lock:
            kept, page = self._pages.get(key, (None, None))
            if kept != stamp:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key, stamp, page):
        with self._lock:
            self._forget(key)
            self._pages[key] = stamp, page
            self._size += page.size
            while self._size > settings.PAGE_MEMORY_MB * 1024 * 1024:
                self._forget(next(iter(self._pages)))

    def _forget(self, key):
        _, page = self._pages.pop(key, (None, None))
        self._size -= page.size if page else 0

    def clear(self):
        with self._lock:
            self._pages.clear()
            self._size = 0


memory = PageMemory()


def kept_page(request, make):
    """What `make()` answers to `request`, or answered before while the site said the same.

    Only for pages that are the same for everybody.
    """
    if not settings.PAGE_MEMORY_MB or request.method not in ("GET", "HEAD"):
        return make()
    key = key_of(request)
    # Before the page is made: what changes meanwhile makes another edition.
    stamp = stamp_of_now()
    if page := memory.find(key, stamp):
        return page.response()
    response = make()
    if request.method == "GET" and is_worth_keeping(request, response):
        memory.keep(key, stamp, Page(response))
    return response


def key_of(request):
    packed = bool(re_accepts_gzip.search(request.headers.get("accept-encoding", "")))
    return request.scheme, request.get_host(), request.get_full_path(), packed


def is_worth_keeping(request, response):
    """No address that somebody made long to fill the memory with."""
    if response.status_code != 200 or response.streaming:
        return False
    return len(response.content) <= LARGEST and len(request.get_full_path()) <= LONGEST_ADDRESS
