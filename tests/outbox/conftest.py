from datetime import timedelta

import pytest

from outbox import duties
from outbox.working import Worker
from tests.builders import PUBLISHED_AT


class Clock:
    def __init__(self):
        self.now = PUBLISHED_AT

    def __call__(self):
        return self.now

    def forward(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def register(monkeypatch):
    """Handlers and duties of this test alone: `register(note=function)`."""
    monkeypatch.setattr("outbox.duties.handlers", {})
    monkeypatch.setattr("outbox.duties.duties", {})
    for module in ("delivering", "working", "models", "admin"):
        monkeypatch.setattr(f"outbox.{module}.handlers", duties.handlers)
    monkeypatch.setattr("outbox.working.duties", duties.duties)

    def add(**functions):
        for kind, function in functions.items():
            duties.delivers(kind, f"{kind} 的名称")(function)

    return add


@pytest.fixture
def worker(clock):
    return Worker(clock)
