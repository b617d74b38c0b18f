"""Articles in memory, in the order of their publication: asked as their querysets are, by the rules the models state.

So a page of a list is a slice wherever it lies, and how many there are is known.
"""

from collections import OrderedDict
from datetime import datetime
from threading import RLock
from typing import NamedTuple

import numpy as np
from django.db.models import Model
from django.utils import timezone

from publishing.columns import Held, Timeline, place_in_time, plain
from publishing.rows import NotKept, Rows
from search.matching import matching

from .models import Article
from .models.articles import NEWEST_FIRST, OLDEST_FIRST, ArticleVerbs

MOST_PLACES = 8_000_000  # kept of narrowed rows, at 8 bytes
OVERHEAD = 500  # as many places weigh what an entry takes besides


class ArticleRows(ArticleVerbs, Rows):
    table = Timeline("pages", Article, ("district", "channel", "industry", "published_at", "expires_at"))
    order = NEWEST_FIRST
    asked, narrowed = (), None  # how the public's were narrowed by what is kept, and where that is kept

    def order_by(self, *order):
        if order not in (NEWEST_FIRST, OLDEST_FIRST):
            raise NotKept(order)
        return super().order_by(*order)

    def __getitem__(self, span):
        places = self.places if self.order == OLDEST_FIRST else self.places[::-1]
        return self.held.numbers[places[span]].tolist()

    def filter(self, *conditions, **lookups):
        """What is narrowed by lookups of plain values alone is kept: a list is asked for page after page."""
        key = None if conditions else key_of(lookups)
        if not key or self.narrowed is None:
            return super().filter(*conditions, **lookups)

        def find():
            return super(ArticleRows, self).filter(**lookups).index

        rows = self.standing_at(self.kept(key, find))
        rows.asked, rows.narrowed = (*self.asked, key), self.narrowed
        return rows

    def kept(self, key, answer):
        """What `answer()` says, asked once as long as the public sees the same articles."""
        return answer() if self.narrowed is None else self.narrowed.kept((*self.asked, key), answer)

    def matching(self, words):
        return self.filter(pk__in=matching(Article.objects.order_by(), words).values_list("pk", flat=True))

    def tagged(self, name):
        return self.filter(pk__in=Article.objects.order_by().tagged(name).values_list("pk", flat=True))

    def related_to(self, article, most):
        """The numbers of the newest: of its industry, or of its channel in its district."""
        alike = [self.filter(district=article.district_id, channel=article.channel_id)]
        if article.industry_id:
            alike.append(self.filter(industry=article.industry_id))
        newest = {place for rows in alike for place in rows.places[-most - 1 :].tolist()}
        numbers = self.held.numbers[sorted(newest, reverse=True)].tolist()
        return [number for number in numbers if number != article.pk][:most]

    def standing_at(self, places):
        some = super().standing_at(places)
        some.narrowed = None
        return some

    def before(self, article):
        here = place_in_time(self.held, plain(article.published_at), article.pk)
        return self.at(slice(np.searchsorted(self.places, here))).newest_first()

    def after(self, article):
        beyond = place_in_time(self.held, plain(article.published_at), article.pk + 1)
        return self.at(slice(np.searchsorted(self.places, beyond), None)).oldest_first()

    def neighbours(self, article):
        """The numbers of the one right before it and of the one right after it; None where there is none. In a preview it
        may stand elsewhere than among them, and is not its own neighbour.
        """
        here = place_in_time(self.held, plain(article.published_at), article.pk)
        places = self.places
        at = int(np.searchsorted(places, here))
        near = self.held.numbers[places[max(at - 2, 0) : at + 2]].tolist()
        before, after = near[: min(at, 2)], near[min(at, 2) :]
        others = [[number for number in side if number != article.pk] for side in (before[::-1], after)]
        return tuple(next(iter(side), None) for side in others)

    def beyond(self, position):
        """Those that follow a Position in their order."""
        return self.after(position) if self.order == OLDEST_FIRST else self.before(position)

    def channels(self):
        """The numbers of the channels that hold one of them."""
        return self.kept("channels", lambda: np.unique(self.column("channel").values).tolist())


def key_of(lookups):
    """Of plain values and lists of them; None of others."""
    values = [tuple(one) if isinstance(one, list) else one for one in lookups.values()]
    plain_values = all(isinstance(one, int | str | tuple | Model | None) for one in values)
    return tuple(zip(lookups, values, strict=True)) if plain_values else None


class Narrowed:
    """What was found, up to MOST_PLACES; what was not asked for longest goes first."""

    def __init__(self):
        self.answers, self.size, self.lock = OrderedDict(), 0, RLock()

    def kept(self, key, answer):
        with self.lock:
            if key not in self.answers:
                self.answers[key] = found = answer()
                self.size += len(found) + OVERHEAD
                while self.size > MOST_PLACES:
                    self.size -= len(self.answers.popitem(last=False)[1]) + OVERHEAD
                return found
            self.answers.move_to_end(key)
            return self.answers[key]


class Seen(NamedTuple):
    """What the public sees of what is `held`, from `since` until the clock shows or hides one."""

    held: Held
    since: datetime
    until: datetime | None
    rows: ArticleRows

    def holds(self, held, now):
        return self.held is held and self.since <= now and (self.until is None or now < self.until)


_seen = None


def public():
    """What the public sees of the articles now, the newest first."""
    return seen_now().rows


def next_change():
    """When the clock next shows or hides one of them; None where nothing waits."""
    return seen_now().until


def seen_now():
    global _seen
    everything, now, seen = ArticleRows(), timezone.now(), _seen
    if seen is None or not seen.holds(everything.held, now):
        rows = everything.published()
        rows.narrowed = Narrowed()
        seen = _seen = Seen(everything.held, now, everything.next_change(), rows)
    return seen
