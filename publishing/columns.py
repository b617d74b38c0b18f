"""Some columns of a table kept in the memory of each process, as the table is now: what a directory, a map or a
siting asks of all rows is answered from them, however it was never asked before.

A change asks the database for its rows alone (`publishing.changes`); what may be any row's is read again whole.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from threading import RLock

import numpy as np
from django.core.cache import caches
from django.db import connection, models
from django.db.models.functions import Cast, Coalesce

from . import fragments
from .changes import Seen, changed_rows, edition

AT_ONCE = 20_000  # rows read at a time: Python's own numbers take ten times the room
NOTHING = np.iinfo(np.int64).min  # what is not stated
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_FLOAT = 1e300
COPY_HEAD, COPY_TAIL = 19, 2  # bytes
CLOSE = 8  # numbers to a row
NO_PAIRS = np.empty((0, 2), np.int64)


class Scaled(models.Func):
    """A decimal as a whole number of its last places."""

    template = "CAST(ROUND(%(expressions)s * %(scale)s) AS BIGINT)"
    output_field = models.BigIntegerField()


class Day(models.Func):
    """A date as Python numbers days."""

    output_field = models.BigIntegerField()
    template = "(%(expressions)s - DATE '0001-01-01' + 1)"

    def as_sqlite(self, compiler, connection):
        template = "CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)"
        return super().as_sql(compiler, connection, template=template)


class Moment(models.Func):
    """A moment in microseconds since 1970."""

    output_field = models.BigIntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) * 1000000 AS BIGINT)"

    def as_sqlite(self, compiler, connection):
        seconds, rest = "CAST(strftime('%%%%s', {0}) AS INTEGER)", "CAST(substr({0}, 21, 6) AS INTEGER)"
        template = f"{seconds} * 1000000 + {rest}".format("%(expressions)s")
        return super().as_sql(compiler, connection, template=template)


class Kind:
    """How the values of one field are kept: as whole numbers in the order of the values, a text of a choice and a
    yes or no as its place among the choices.
    """

    places = 0  # of a decimal

    def __init__(self, field):
        self.name = field.attname
        self.field = field = field.output_field if isinstance(field, models.GeneratedField) else field
        is_yes_or_no = isinstance(field, models.BooleanField)
        self.texts = [False, True] if is_yes_or_no else [value for value, _ in field.flatchoices] + [""]
        self.is_text = is_yes_or_no or isinstance(field, models.CharField)
        self.is_float = isinstance(field, models.FloatField)
        if isinstance(field, models.DecimalField):
            self.places = field.decimal_places

    def read(self):
        """SQL: the kept number."""
        column = models.F(self.name)
        if self.is_float:
            return Coalesce(column, models.Value(NO_FLOAT), output_field=models.FloatField())
        if self.is_text:
            known = [models.When(**{self.name: text}, then=place) for place, text in enumerate(self.texts)]
            return Cast(models.Case(*known, default=len(known)), models.BigIntegerField())
        if isinstance(self.field, models.DecimalField):
            column = Scaled(column, scale=10**self.places)
        elif isinstance(self.field, models.DateTimeField):
            column = Moment(column)
        elif isinstance(self.field, models.DateField):
            column = Day(column)
        return Coalesce(column, models.Value(NOTHING), output_field=models.BigIntegerField())

    def array(self, values):
        if self.is_float:
            values = np.array(values, np.float64)
            return np.where(values == NO_FLOAT, np.nan, values)
        return np.array(values, np.int8 if self.is_text else np.int64)

    def number(self, value):
        """`value` as it compares with what is kept: a whole number, or one between two."""
        if isinstance(value, models.Model):
            return value.pk
        if self.is_text:
            return self.texts.index(value) if value in self.texts else -1
        if isinstance(self.field, models.DecimalField):
            return Decimal(value) * 10**self.places
        return plain(value)

    def values(self, numbers):
        """What kept `numbers` mean, where they are texts."""
        return [self.texts[one] for one in numbers] if self.is_text else numbers


def plain(value):
    """A moment or a day as it is kept."""
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return value.toordinal() if isinstance(value, date) else value


def is_stated(column):
    return ~np.isnan(column) if column.dtype == np.float64 else column != NOTHING


@dataclass(frozen=True)
class Held:
    """A table at one moment. A row changes in its place; another number of rows makes another Held."""

    numbers: np.ndarray  # the primary keys, in order; of a Timeline in that of its moments
    columns: dict
    pairs: np.ndarray  # of a primary key and what that row names by the table's relation
    linked: np.ndarray  # where the rows of `pairs` stand
    kinds: dict = field(default_factory=dict)

    def places(self, numbers):
        """Where the rows of these primary keys stand; -1 of what is not there."""
        if not len(self.numbers):
            return np.full(len(numbers), -1)
        if self.standing is not None:
            return self.standing.take(numbers - (self.lowest - 1), mode="clip")
        found = np.searchsorted(self.numbers, numbers, sorter=self.by_number)
        found[found == len(self.numbers)] = 0
        found = self.by_number[found]
        return np.where(self.numbers[found] == numbers, found, -1)

    @cached_property
    def lowest(self):
        return self.numbers.min()

    @cached_property
    def by_number(self):
        """Where the rows stand, in order of their numbers."""
        return np.argsort(self.numbers)

    @cached_property
    def standing(self):
        """What `places` says of every number from before the first to behind the last: where they lie as close as
        numbers given one after another do, this is told from a table; else None.
        """
        span = self.numbers.max() - self.lowest + 1
        if span > CLOSE * len(self.numbers):
            return None
        places = np.full(span + 2, -1)
        places[self.numbers - (self.lowest - 1)] = np.arange(len(self.numbers))
        return places


@dataclass
class Remembered:
    edition: str
    seen: Seen
    held: Held


class Memory:
    def __init__(self):
        self.tables, self.locks = {}, {}

    def lock(self, model):
        """Of each table its own: who asks for one does not wait for another that is read."""
        return self.locks.setdefault(model, RLock())


memory = Memory()
_tables = []  # every Table there is


def read_all():
    """Every Table, so that nobody waits for it who asks first."""
    for table in _tables:
        table.now()


def forget():
    """As a process that has just been started: for tests and measurements."""
    memory.tables.clear()
    fragments.forget()
    caches["answers"].clear()


@dataclass(frozen=True)
class Table:
    """What is kept of `model`: the fields `names`, and whom each row names by the many-to-many field `relation`."""

    topic: str
    model: type
    names: tuple
    relation: str = ""

    def __post_init__(self):
        _tables.append(self)

    def now(self):
        """Held, exactly as the table is."""
        with memory.lock(self.model):
            known, now_in = memory.tables.get(self.model), edition(self.topic)
            if known is None or known.edition != now_in:
                # The changes before the rows: what changes meanwhile is read again next time.
                rows, seen = changed_rows(known and known.seen, self.topic, self.tables)
                held = self.load() if known is None or rows is None else self.renewed(known.held, rows)
                known = memory.tables[self.model] = Remembered(now_in, seen, held)
            return known.held

    @property
    def tables(self):
        """Its own, and those that say something of its rows."""
        models = [self.model]
        if self.relation:
            link = self.model._meta.get_field(self.relation)
            models += [link.remote_field.through, link.related_model]
        return [model._meta.label_lower for model in models]

    def load(self):
        kinds = {name: Kind(self.model._meta.get_field(name)) for name in self.names}
        read = self.copied if connection.vendor == "postgresql" else self.fetched
        numbers, *columns = read(kinds, self.model._base_manager.all())
        held = Held(numbers, dict(zip(kinds, columns, strict=True)), NO_PAIRS, NO_PAIRS[:, 0], kinds)
        return with_pairs(held, self.pairs())

    @staticmethod
    def sql(kinds, rows):
        """Of a queryset: the primary keys, in order, and a column for each of `kinds`."""
        asked = [kind.read() for kind in kinds.values()]
        return rows.order_by("pk").values_list("pk", *asked).query.sql_with_params()

    def fetched(self, kinds, rows):
        """[the primary keys, a column of each of `kinds`] of a queryset."""
        parts = [[np.array([], np.int64)], *([kind.array(())] for kind in kinds.values())]
        with connection.cursor() as cursor:  # as the driver gives them: the ORM looks at each value again
            cursor.execute(*self.sql(kinds, rows))
            while some := cursor.fetchmany(AT_ONCE):
                numbers, *columns = zip(*some, strict=True)
                parts[0].append(np.array(numbers, np.int64))
                for part, kind, column in zip(parts[1:], kinds.values(), columns, strict=True):
                    part.append(kind.array(column))
        return [np.concatenate(part) for part in parts]

    def copied(self, kinds, rows):
        """The same, without making an object of each value: a table of PostgreSQL's binary COPY, whose values are all
        of eight bytes, each behind its length, each row behind the number of its values.
        """
        file = BytesIO()
        with connection.cursor() as cursor:
            sql = cursor.mogrify(*self.sql(kinds, rows)).decode()
            cursor.copy_expert(f"COPY ({sql}) TO STDOUT (FORMAT BINARY)", file)
        layout = [("count", ">i2"), ("before pk", ">i4"), ("pk", ">i8")]
        for name, kind in kinds.items():
            layout += [(f"before {name}", ">i4"), (name, ">f8" if kind.is_float else ">i8")]
        table = np.frombuffer(file.getbuffer()[COPY_HEAD:-COPY_TAIL], np.dtype(layout))
        columns = [kind.array(table[name]) for name, kind in kinds.items()]
        return [table["pk"].astype(np.int64), *columns]

    def pairs(self, **narrowed):
        """[[row, what it names]]"""
        if not self.relation:
            return NO_PAIRS
        link = self.model._meta.get_field(self.relation)
        names = link.m2m_column_name(), link.m2m_reverse_name()
        rows = link.remote_field.through._base_manager.filter(**narrowed).order_by().values_list(*names)
        return np.array([*rows], np.int64).reshape(-1, 2)

    def renewed(self, held, rows):
        """`held` with these rows as the table has them now."""
        if not rows:
            return held
        numbers, *columns = self.fetched(held.kinds, self.model._base_manager.filter(pk__in=rows))
        gone = held.places(np.array(sorted(rows - {*numbers.tolist()}), np.int64))
        gone, is_new = gone[gone >= 0], held.places(numbers) < 0
        pairs, other = self.pairs(**{f"{self.model._meta.model_name}__in": rows}), self.others(held, rows)
        if len(gone) or is_new.any():
            held = moved(held, numbers, columns, is_new, gone)
        there = held.places(numbers)
        for kept, column in zip(held.columns.values(), columns, strict=True):
            kept[there] = column
        return with_pairs(held, np.concatenate([other, pairs]))

    @staticmethod
    def others(held, rows):
        """The pairs of all other rows."""
        return held.pairs[np.isin(held.pairs[:, 0], [*rows], invert=True)]


class Timeline(Table):
    """Rows in the order of their `published_at` (drafts first) and number, so that what is found stands in order.

    A change makes another Held: what was found in one stays true of it.
    """

    def load(self):
        return in_time(super().load())

    def renewed(self, held, rows):
        if not rows:
            return held
        numbers, *columns = self.fetched(held.kinds, self.model._base_manager.filter(pk__in=rows))
        known = taken(held, np.isin(held.numbers, [*rows]))
        now = in_time(replace(known, numbers=numbers, columns=dict(zip(held.columns, columns, strict=True))))
        if says_the_same(known, now):
            return held
        rest = taken(held, np.isin(held.numbers, [*rows], invert=True))
        moments = now.columns["published_at"]
        places = [place_in_time(rest, *one) for one in zip(moments, now.numbers, strict=True)]
        columns = {
            name: np.insert(column, places, now.columns[name]) for name, column in rest.columns.items()
        }
        return replace(rest, numbers=np.insert(rest.numbers, places, now.numbers), columns=columns)


def in_time(held):
    """`held`, in order of its numbers, as a Timeline."""
    return taken(held, np.argsort(held.columns["published_at"], kind="stable"))


def says_the_same(one, other):
    """Most changes of a row are of what is not kept of it."""
    columns = zip(one.columns.values(), other.columns.values(), strict=True)
    return all(np.array_equal(*pair) for pair in [(one.numbers, other.numbers), *columns])


def taken(held, chosen):
    columns = {name: column[chosen] for name, column in held.columns.items()}
    return replace(held, numbers=held.numbers[chosen], columns=columns)


def place_in_time(held, moment, number):
    """Where in a Timeline a row of this `published_at`, as it is kept, and number stands or would stand."""
    moments = held.columns["published_at"]
    first, last = moments.searchsorted(moment), moments.searchsorted(moment, "right")
    return first + held.numbers[first:last].searchsorted(number)


def moved(held, numbers, columns, is_new, gone):
    """With room for the new ones among `numbers`, without the rows in the places `gone`."""
    left = np.delete(held.numbers, gone)
    places = np.searchsorted(left, numbers[is_new])
    spread = {
        name: np.insert(np.delete(held.columns[name], gone), places, column[is_new])
        for name, column in zip(held.columns, columns, strict=True)
    }
    return replace(held, numbers=np.insert(left, places, numbers[is_new]), columns=spread)


def with_pairs(held, pairs):
    places = held.places(pairs[:, 0])
    return replace(held, pairs=pairs[places >= 0], linked=places[places >= 0])
