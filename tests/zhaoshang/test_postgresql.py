"""Whether a kept connection still is one is seen without a question; a session that was ended is begun anew."""

import pytest
from django.db import connection, connections
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def session():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def next_request():
    connection.close_if_unusable_or_obsolete()


def ended(number):
    """By another session, as a restart of the server ends all."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        assert cursor.fetchone() == (True,)
    other.close()


def test_asks_nothing_to_see_that_it_stands(monkeypatch):
    before = session()
    next_request()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: pytest.fail("it asked"))
    assert session() == before


def test_begins_a_session_in_place_of_one_that_was_ended():
    before = session()
    next_request()
    ended(before)
    assert session() != before


def test_asks_after_an_error():
    before = session()
    ended(before)
    with pytest.raises(OperationalError):
        session()
    next_request()
    assert session() != before
