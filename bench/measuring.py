"""Asks the same pages of several sites in turn, so that a noisy minute meets them all, and keeps every time."""

import gc
from collections import defaultdict
from dataclasses import dataclass
from time import perf_counter

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Measure:
    """One page: `cold` is asked with nothing remembered."""

    name: str
    address: str
    cold: bool = False


@dataclass(frozen=True)
class Timing:
    milliseconds: tuple
    queries: int
    size: int  # bytes

    def at(self, share):
        """The time that `share` of the requests stayed within: 0.5 the median, 0.95."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def measured(measures, sites, repeats, say):
    """{(measure, site): Timing}"""
    client = Client()
    once = {(one, site): look(client, one, site) for one in measures for site in sites}
    times = defaultdict(list)
    for number in range(repeats):
        say(f"round {number + 1} of {repeats}")
        gc.collect()
        gc.disable()
        for one in measures:
            for site in sites if number % 2 else sites[::-1]:
                with site.open():
                    times[one, site].append(timed(client, one))
        gc.enable()
    return {key: Timing(tuple(times[key]), *once[key]) for key in once}


def look(client, measure, site):
    """(queries, bytes); also makes what a process makes once, and what a warm page remembers."""
    with site.open():
        client.get(measure.address)
        if measure.cold:
            caches["answers"].clear()
        with CaptureQueriesContext(connection) as asked:
            response = client.get(measure.address)
        if response.status_code != 200:
            raise ValueError(f"{measure.address} answers {response.status_code}")
        return len(asked), len(response.content)


def timed(client, measure):
    if measure.cold:
        caches["answers"].clear()
    else:
        client.get(measure.address)  # a cold page in between may have emptied the cache
    start = perf_counter()
    client.get(measure.address)
    return (perf_counter() - start) * 1000
