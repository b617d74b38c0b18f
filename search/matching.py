"""Asking the index: which things hold what is asked. Who may see them is the queryset's matter."""

from math import ceil
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from publishing.fragments import kept

from .engines import engine
from .models import Entry
from .questions import Question

CAP = 1000  # as many things are counted; of more we say "1000+"
SLACK = 100  # asked for beyond them, since some may not be public
AT_ONCE, MOST_AT_ONCE = 100, 1600  # entries looked into, the first time and at most


class Hit(NamedTuple):
    """A thing that holds what is asked; `is_named`: its names alone do."""

    kind: str
    key: int
    is_named: bool


def matching(rows, words, column="text"):
    question = words if isinstance(words, Question) else Question.of(words)
    if not question:
        return rows
    keys = candidates(question, rows.model.searched_kind, column)
    if len(keys) < CAP + SLACK:
        return rows.filter(pk__in=keys)
    return rows.filter(pk__in=RawSQL(*engine().found(question, [rows.model.searched_kind], column)))


def candidates(question, kind, column="text", limit=None):
    """Keys of things of one kind that hold what is asked, public or not, in no order; CAP + SLACK at most."""
    return [key for (key,) in some(limit or CAP + SLACK, question, [kind], column=column)]


def every(question, kind, column="text"):
    """Keys of all things of one kind that hold what is asked, public or not, in no order."""
    return [key for (key,) in asked(*engine().found(question, [kind], column))]


def hits(question):
    """Public or not, in no order; CAP + SLACK at most."""
    return [Hit(*row) for row in some(CAP + SLACK, question, (), **told_as_hits(question))]


def hits_of(kinds, question):
    """The same of some kinds, which may be of few things."""
    return [Hit(*row) for row in found(CAP + SLACK, question, kinds, **told_as_hits(question))]


def told_as_hits(question):
    is_named, given = scanned(Question(question.wanted), "entry.title")
    return {"what": f"entry.kind, entry.thing_id, {is_named}", "given": given}


def possible(question, kind, limit):
    """Keys of all things of one kind that may hold what is asked, or None where they are more than `limit`."""
    keys = [key for (key,) in some(limit + 1, question, [kind], surely=False)]
    return keys if len(keys) <= limit else None


def some(limit, question, kinds, **options):
    """Rows of `engine().found`, all there are or `limit` of them: first from the two newest blocks, of which one may
    have just begun, and where those hold many from as many before them as should hold enough; then all others, and
    what has come since: `rebuild_search` gives entries new numbers, so that they move to the end meanwhile.
    """
    looked, blocks, entry = newest_blocks()
    rows = []
    if looked:
        rows = found(limit, question, kinds, blocks=looked, **options)
        more = 3 * limit // (len(rows) or 1)
        if len(rows) < limit and more <= len(blocks) // 2:
            before = range(looked.start - more, looked.start)
            looked = range(before.start, looked.stop)
            rows += found(limit - len(rows), question, kinds, blocks=before, **options)
    if len(rows) < limit:
        but = (looked.start, entry) if looked else ()
        # As many as if there were none yet: of what has come since, some are had already.
        rows += found(limit, question, kinds, but=but, **options)
    return list(dict.fromkeys(rows))[:limit]


def seem_many(question, kind, column):
    """Whether CAP + SLACK things of one kind should hold what is asked, by what the newest blocks hold."""
    looked, blocks, _ = newest_blocks()
    if not looked:
        return False
    enough = ceil((CAP + SLACK) * len(looked) / len(blocks))
    return len(found(enough, question, [kind], column=column, blocks=looked)) == enough


def newest_blocks():
    """(those that are asked first, all, the last entry)"""
    blocks, entry = kept("where the search index lies", engine().extent)
    return blocks[-2:] if len(blocks) > 2 else (), blocks, entry


def found(limit, question, kinds, given=(), **options):
    """`given`, the parameters of `what`."""
    sql, parameters = engine().found(question, kinds, limit=limit, **options)
    return asked(sql, [*given, *parameters])


def asked(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def holding(kind, keys, question, column="text", start=0):
    """Those of `keys`, a sequence, from `start` on, that a plain scan finds to hold what is asked, in their order:
    lazily, for who takes the first few.
    """
    scan, phrases = scanned(question, column)
    sql = f"SELECT thing_id FROM {Entry._meta.db_table} WHERE kind = %s AND {scan} AND "
    count = AT_ONCE
    while part := list(keys[start : start + count]):
        among, given = engine().among("thing_id", part)
        holders = {key for (key,) in asked(sql + among, [kind, *phrases, *given])}
        yield from (key for key in part if key in holders)
        start, count = start + count, min(2 * count, MOST_AT_ONCE)


def scanned(question, column):
    """SQL, and its parameters: whether `column` holds all that is wanted, and the text nothing that is not."""
    place = engine().PLACE
    wanted = [f"{place}({column}, %s) > 0"] * len(question.wanted)
    unwanted = [f"{place}(text, %s) = 0"] * len(question.unwanted)
    return " AND ".join(wanted + unwanted), [*question.wanted, *question.unwanted]
