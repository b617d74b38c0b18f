"""Asks the same pages of several databases in turn, so that a noisy minute meets them all, and keeps every time."""

import gc
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Measure:
    """One page, asked for after something was done that it may depend on."""

    name: str
    address: str
    after: Callable | None = None


@dataclass(frozen=True)
class Timing:
    milliseconds: tuple
    queries: int
    size: int  # bytes

    def at(self, share):
        """The time that `share` of the requests stayed within: 0.5 the median, 0.95."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def timed(measures, sites, repeats, say):
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
                    times[one, site].append(asked(client, one))
        gc.enable()
    return {key: Timing(tuple(times[key]), *once[key]) for key in once}


def look(client, measure, site):
    """(queries, bytes); also makes what a process makes once, and what a warm page remembers."""
    with site.open():
        prepare(client, measure)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(measure.address)
        if response.status_code != 200:
            raise ValueError(f"{measure.address} answers {response.status_code}")
        return len(queries), len(response.content)


def prepare(client, measure):
    client.get(measure.address)  # whatever was measured before may have made it forget
    if measure.after:
        measure.after()


def asked(client, measure):
    prepare(client, measure)
    start = perf_counter()
    client.get(measure.address)
    return (perf_counter() - start) * 1000
