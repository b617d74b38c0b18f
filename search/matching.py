"""Asking the index: which things hold what is asked. Who may see them is the queryset's matter."""

from django.db import connection
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan

from .engines import engine
from .models import Entry
from .questions import Question

CAP = 1000  # as many things are counted; of more we say "1000+"
SLACK = 100  # asked for beyond them, since some may not be public


def matching(rows, words, column="text"):
    question = words if isinstance(words, Question) else Question.of(words)
    if not question:
        return rows
    keys = candidates(question, rows.model.searched_kind, column)
    if len(keys) < CAP + SLACK:
        return rows.filter(pk__in=keys)
    return rows.filter(pk__in=RawSQL(*engine().found(question, rows.model.searched_kind, column)))


def candidates(question, kind, column="text", limit=None):
    """Keys of things of one kind that hold what is asked, public or not, in no order; CAP + SLACK at most."""
    with connection.cursor() as cursor:
        cursor.execute(*engine().found(question, kind, column, limit=limit or CAP + SLACK))
        return [key for (key,) in cursor]


def holding(rows, question, column="text"):
    """The same as `matching` by a plain scan: for walking in an order from which the first few are taken."""
    return rows.filter(scanned(rows, question, column))


def scanned(rows, question, column="text"):
    """Whether a plain scan of a row's entry finds what is asked."""
    entries = Entry.objects.filter(kind=rows.model.searched_kind, thing_id=OuterRef("pk"))
    for phrase in question.wanted:
        entries = entries.filter(GreaterThan(place_of(phrase, column), 0))
    for phrase in question.unwanted:
        entries = entries.filter(Exact(place_of(phrase, "text"), 0))
    return Exists(entries)


def place_of(phrase, column):
    return StrIndex(F(column), Value(phrase))
