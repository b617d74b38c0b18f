"""Querysets whose SQL is made once in a process: for a short question Django takes longer to write it than the
database to answer.

    BY_NUMBER = Prepared(lambda now, pk: Article.objects.published(now).filter(pk=pk))
    [article] = BY_NUMBER(timezone.now(), 12)

`make` is called once for each kind of database, with marks in place of the values; everything that may differ from
question to question has to be among its arguments: moments, whole numbers and texts, each used as it is given, or nothing.

PostgreSQL plans such a question longer than it answers it: each connection prepares it once (`PREPARE`), except behind
a pooler that gives every transaction another one, which Django is told of by DISABLE_SERVER_SIDE_CURSORS.
"""

import re
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from itertools import count
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from .twins import twin

WHOLE_NUMBERS = range(-(2**63), 2**63)  # what a column holds; SQLite's driver refuses any other

# SQLSTATE: a column is of another type now; the session was made to forget, or is another one.
OUTDATED = {"0A000", "26000", "42P05"}

_prepared = WeakKeyDictionary()  # connection of the driver → names of what it has prepared


class Prepared:
    def __init__(self, make):
        self.make, self.made = make, {}

    def __call__(self, *values):
        """A new queryset, whose rows are those of `make(*values)`; it can be read and prefetched, not refined."""
        if any(isinstance(one, int) and one not in WHOLE_NUMBERS for one in values):
            return self.make(*values)  # Django knows that nothing is found by it
        kinds = connection.vendor, *map(type, values)
        if kinds not in self.made:
            self.made[kinds] = Statement(self.make, values)
        return self.made[kinds].asked(values)


class Statement:
    """A question with its values left open."""

    def __init__(self, make, values):
        marks = [mark(place, value) for place, value in enumerate(values)]
        self.rows = make(*marks)
        # As good as a clone, for a queryset that can be neither refined nor cloned: all askers share its parts.
        self.rows.query.chain = lambda: twin(self.rows.query)
        self.compiler = self.rows.query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        places = {as_parameter(one): place for place, one in enumerate(marks) if one is not None}
        self.parameters = [(places.get(one), one) for one in parameters]
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
        missing = set(places.values()) - {place for place, _ in self.parameters}
        if missing:
            raise ValueError(f"not used as given: arguments {sorted(missing)} of {make}")

    def asked(self, values):
        compiler = twin(self.compiler)
        # The connection itself: each look through Django's proxy takes nine calls.
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.get_converters = lambda columns: self.converters
        compiler.execute_sql = lambda *args, **options: self.executed(compiler, values, *args, **options)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *args, **options: compiler
        rows.query.chain = rows.query.clone = refuse
        return rows

    def executed(self, compiler, values, *args, **options):
        """What the compiler's own `execute_sql` gives."""

        def execute(statement):
            compiler.as_sql = lambda *args, **options: statement
            return type(compiler).execute_sql(compiler, *args, **options)

        given = [as_parameter(one) for one in values]
        spelt = self.sql, [one if place is None else given[place] for place, one in self.parameters]
        if options.get("chunked_fetch"):  # a server's cursor takes no EXECUTE
            return execute(spelt)
        placed = [given[place] for place, _ in self.parameters if place is not None]
        return self.plan.asked(compiler.connection, placed, execute, spelt)

    @cached_property
    def plan(self):
        """What is the same in every question stands in the SQL, where the planner sees which index serves it."""
        fixed, numbers, places = [], count(1), iter(self.parameters)

        def marked(found):
            place, value = next(places)
            if place is not None:
                return f"${next(numbers)}"
            fixed.append(value)
            return "%s"

        return Plan(re.sub("(?<!%)%s", marked, self.sql), fixed)


class Plan:
    """A question that PostgreSQL plans once a connection: SQL with $1, $2 … where values go, %s for what is `fixed`."""

    def __init__(self, sql, fixed=()):
        self.sql, self.fixed = sql, fixed
        # All it says, so that no session can take it for another.
        self.digest = blake2b(repr((sql, [*fixed])).encode(), digest_size=12).hexdigest()
        self.times_outdated = 0

    def asked(self, database, values, execute, spelt):
        """What `execute((SQL, values))` gives of the plan; of the question `spelt` out where there can be none."""
        if prepares(database):
            try:
                return execute((self.named(database, len(values)), values))
            except DatabaseError as error:
                if getattr(error.__cause__, "pgcode", "") not in OUTDATED:
                    raise
                self.times_outdated += 1
                if database.in_atomic_block:
                    raise
        return execute(spelt)

    def named(self, database, count):
        database.close_if_health_check_failed()
        database.ensure_connection()
        prepared = _prepared.setdefault(database.connection, set())
        name = f"question_{self.digest}_{self.times_outdated}"
        if name not in prepared:
            # Of the driver itself: it is no question of the page that happens to be the first.
            with database.wrap_database_errors, database.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {name} AS {self.sql}", self.fixed)
            prepared.add(name)
        return f"EXECUTE {name} ({', '.join(['%s'] * count)})" if count else f"EXECUTE {name}"


def prepares(database):
    unshared = not database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    return database.vendor == "postgresql" and unshared


def refuse(*args, **options):
    raise TypeError("a prepared question can be read, not refined")


def padded(keys):
    """`keys` with the last one repeated until they are 1, 2, 4, 8 …: each number of arguments is a statement of its own,
    which every session of PostgreSQL keeps (0.2 MB).
    """
    keys = list(keys)
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


def mark(place, value):
    """A value like `value` that no question has; nothing for nothing, which has SQL of its own."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return datetime(9990, 1, 1, 0, 0, 0, place, tzinfo=UTC)
    return 2_147_000_000 + place if isinstance(value, int) else f"\ue000{place}\ue000"


def as_parameter(value):
    """As the ORM hands it to the driver."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
