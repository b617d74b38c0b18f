"""What the worker can do: deliver a kind of promise, or something again and again."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple


class Later(Exception):
    """Not now, and nobody's fault: again in so many seconds. Counts as no attempt."""

    def __init__(self, seconds, reason=""):
        super().__init__(reason)
        self.seconds, self.reason = seconds, reason


class Refused(Exception):
    """Trying again would change nothing: given up at once, with the reason in Chinese."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Failed(Exception):
    """It may work next time; the reason in Chinese is what the list shows."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Handler(NamedTuple):
    kind: str
    label: str
    deliver: Callable


class Duty(NamedTuple):
    name: str
    interval: timedelta
    perform: Callable


handlers = {}  # kind → Handler
duties = {}  # name → Duty


def delivers(kind, label):
    """The function that delivers promises of `kind`, called `label` in the staff's list.

    It is called with the payload, outside any transaction, at least once; what it returns (a sentence or nothing)
    is kept as the outcome. Whatever it asks over the network needs a timeout well under two minutes.
    """

    def register(function):
        handlers[kind] = Handler(kind, label, function)
        return function

    return register


def every(minutes):
    """A function called that often by one of the workers, the first time when one starts."""

    def register(function):
        name = f"{function.__module__}.{function.__name__}"
        duties[name] = Duty(name, timedelta(minutes=minutes), function)
        return function

    return register
