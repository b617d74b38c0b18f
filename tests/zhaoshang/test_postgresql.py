"""Whether a kept connection still is one is seen without a question; a session that was ended is begun anew."""

import pytest
from django.db import connection, connections
from django.db.backends.postgresql import base
from django.db.utils import ProgrammingError

QUIET = 3600  # however slow the machine is
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


@pytest.fixture
def questions(monkeypatch):
    """Those that Django asks to see that a session stands."""
    asked, ask = [], base.DatabaseWrapper.is_usable
    monkeypatch.setattr("zhaoshang.postgresql.base.QUIET", QUIET)
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: asked.append(ask(self)) or asked[-1])
    return asked


def test_asks_nothing_to_see_that_it_stands(questions):
    before = session()
    next_request()
    session()
    questions.clear()
    for _ in range(3):
        next_request()
        assert session() == before
    assert questions == []


def test_asks_after_a_silence(questions, monkeypatch):
    before = session()
    next_request()
    session()
    questions.clear()
    monkeypatch.setattr(connection, "looked_at", connection.looked_at - 2 * QUIET)
    next_request()
    assert session() == before
    assert questions == [True]


def test_begins_a_session_in_place_of_one_that_was_ended():
    session()
    next_request()
    before = session()
    next_request()
    ended(before)
    assert session() != before


def test_asks_after_an_error(questions):
    before = session()
    next_request()
    session()
    questions.clear()
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing_such")
    next_request()
    assert session() == before
    assert questions == [True]
