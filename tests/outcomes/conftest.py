import pytest
from django.utils import timezone

from .days import NOW


@pytest.fixture(autouse=True)
def _wednesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
