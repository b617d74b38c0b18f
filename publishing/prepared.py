"""Querysets whose SQL is made once in a process: for a short question Django takes longer to write it than the
database to answer.

    BY_NUMBER = Prepared(lambda now, pk: Article.objects.published(now).filter(pk=pk))
    [article] = BY_NUMBER(timezone.now(), 12)

`make` is called once for each kind of database, with marks in place of the values; everything that may differ from
question to question has to be among its arguments: moments, whole numbers and texts, each used as it is given, or nothing.
"""

import copy
from datetime import UTC, datetime

from django.db import connection

WHOLE_NUMBERS = range(-(2**63), 2**63)  # what a column holds; SQLite's driver refuses any other


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
    def __init__(self, make, values):
        marks = [mark(place, value) for place, value in enumerate(values)]
        self.rows = make(*marks)
        self.compiler = self.rows.query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        places = {as_parameter(one): place for place, one in enumerate(marks) if one is not None}
        self.parameters = [(places.get(one), one) for one in parameters]
        missing = set(places.values()) - {place for place, _ in self.parameters}
        if missing:
            raise ValueError(f"not used as given: arguments {sorted(missing)} of {make}")

    def asked(self, values):
        given = [as_parameter(one) for one in values]
        statement = self.sql, tuple(one if place is None else given[place] for place, one in self.parameters)
        compiler = copy.copy(self.compiler)
        compiler.connection, compiler.as_sql = connection, lambda *args, **options: statement
        rows = self.rows.all()
        rows.query.get_compiler = lambda *args, **options: compiler
        return rows


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
