"""Which pages are walked over: thousands of different ones, so that no cache of whole pages is measured by accident."""

import random
from math import ceil

from articles.models import Article

PER_PAGE = 20


def articles(database, count):
    """The numbers of `count` public articles, from all over the table, always the same ones."""
    with database.open():
        numbers = sorted(Article.objects.published().values_list("pk", flat=True))
    return random.Random(1).sample(numbers, min(count, len(numbers)))


def pages(database, per_page=PER_PAGE):
    """How many pages the list of all articles has."""
    with database.open():
        return ceil(Article.objects.published().count() / per_page)


def about(address, number, of, count):
    """`count` different addresses of pages `number` ± 1,000 at most, as many above as below, of a list of `of` pages."""
    reach = min(1_000, number - 1, of - number)
    pages = range(number - reach, number + reach + 1)
    return tuple(f"{address}?page={pages[turn % len(pages)]}&walk={turn}" for turn in range(count))
