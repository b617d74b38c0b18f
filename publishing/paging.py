import re
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

from .columns import EPOCH, plain

CARDS = 12  # a page of cards: whole rows of two, three or four


def page_of(rows, number, per_page=20):
    """The page `number` (as typed; nonsense is page 1) of `rows`. Raises Http404 out of range."""
    try:
        number = int(number or 1)
    except ValueError:
        number = 1 if not number.isdecimal() else 0
    try:
        page = Paginator(rows, per_page).page(number)
    except InvalidPage as error:
        raise Http404("没有这一页。") from error
    page.shown_numbers = shown_numbers(page)
    return page


def shown_numbers(page):
    """The numbers of the pages near `page`, of the first and the last; None where others are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [None if number == page.paginator.ELLIPSIS else number for number in numbers]


def canonical(path, page, **subject):
    """The one address of `page` of a list: its path, what it is about (empty values left out), its number.

    How a list is filtered or sorted beyond that makes no page of its own for a search engine.
    """
    query = {name: value for name, value in subject.items() if value}
    if page.number > 1:
        query["page"] = page.number
    return f"{path}?{urlencode(query)}" if query else path


class Position(NamedTuple):
    """Where a row stands in order of publication, which stays true while others come and go. Written in an address as
    microseconds since 1970 and number: `1755824400000000-12`.
    """

    published_at: datetime
    pk: int

    @classmethod
    def read(cls, text):
        """Raises Http404 where it names none."""
        if not (said := re.fullmatch(r"(-?[0-9]{1,16})-([0-9]{1,18})", text)):
            raise Http404("没有这个位置。")
        moment, number = map(int, said.groups())
        return cls(EPOCH + timedelta(microseconds=moment), number)

    @classmethod
    def of(cls, row):
        return cls(row.published_at, row.pk)

    def __str__(self):
        return f"{plain(self.published_at)}-{self.pk}"
