"""Querysets whose SQL is made once in a process: for a short question Django takes longer to write it than the
database to answer.

    BY_NUMBER = Prepared(lambda now, pk: Article.objects.published(now).filter(pk=pk))
    [article] = BY_NUMBER(timezone.now(), 12)

`make` is called once for each kind of database, with marks in place of the values; everything that may differ from
question to question has to be among its arguments: moments, whole numbers and texts, each used as it is given, or nothing.

PostgreSQL plans such a question longer than it answers it: each connection prepares it once (`PREPARE`), except behind
a pooler that gives every transaction another one, which Django is told of by DISABLE_SERVER_SIDE_CURSORS.
"""

import copy
import re
from datetime import UTC, datetime
from itertools import count
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

WHOLE_NUMBERS = range(-(2**63), 2**63)  # what a column holds; SQLite's driver refuses any other

OUTDATED = {"0A000", "26000"}  # SQLSTATE: a column is of another type now; the session was made to forget

_names = count(1)
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
        self.name = f"question_{next(_names)}"
        self.rows = make(*marks)
        self.compiler = self.rows.query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        places = {as_parameter(one): place for place, one in enumerate(marks) if one is not None}
        self.parameters = [(places.get(one), one) for one in parameters]
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
        missing = set(places.values()) - {place for place, _ in self.parameters}
        if missing:
            raise ValueError(f"not used as given: arguments {sorted(missing)} of {make}")

    def asked(self, values):
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[
            DEFAULT_DB_ALIAS
        ]  # itself: each look through `connection` takes nine calls
        compiler.get_converters = lambda columns: self.converters
        compiler.execute_sql = lambda *args, **options: self.executed(compiler, values, *args, **options)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *args, **options: compiler
        return rows

    def executed(self, compiler, values, *args, **options):
        """What the compiler's own `execute_sql` gives."""

        def execute(statement):
            compiler.as_sql = lambda *args, **options: statement
            return type(compiler).execute_sql(compiler, *args, **options)

        given, connection = [as_parameter(one) for one in values], compiler.connection
        if prepares(connection):
            try:
                return execute(self.on_server(connection, given))
            except DatabaseError as error:
                if connection.in_atomic_block or getattr(error.__cause__, "pgcode", "") not in OUTDATED:
                    raise
                forget(connection)
        return execute((self.sql, [one if place is None else given[place] for place, one in self.parameters]))

    def on_server(self, connection, given):
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        prepared = _prepared.setdefault(connection.connection, set())
        if self.name not in prepared:
            with connection.cursor() as cursor:
                cursor.execute(*self.preparing())
            prepared.add(self.name)
        values = [given[place] for place, _ in self.parameters if place is not None]
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(values))})", values

    def preparing(self):
        """What is the same in every question stands in the SQL, where the planner sees which index serves it."""
        fixed, numbers, places = [], count(1), iter(self.parameters)

        def marked(found):
            place, value = next(places)
            if place is not None:
                return f"${next(numbers)}"
            fixed.append(value)
            return "%s"

        sql = re.sub("(?<!%)%s", marked, self.sql)
        return f"PREPARE {self.name} AS {sql}", fixed


def prepares(connection):
    return connection.vendor == "postgresql" and not connection.settings_dict.get(
        "DISABLE_SERVER_SIDE_CURSORS"
    )


def forget(connection):
    """The next question of each kind is prepared again."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    _prepared.pop(connection.connection, None)


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
