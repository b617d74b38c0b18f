"""Rows of a table kept in memory (columns.py), asked as a queryset is: by the same conditions and expressions.

So that a rule is written once, in Django's terms, for the database and for memory. What cannot be answered from
memory raises NotKept. A comparison with what is not stated is false, as in SQL; with `~` before it Django asks for the
opposite of that, and so does this.
"""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from functools import reduce
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Case, F, FloatField, Q, QuerySet, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import CombinedExpression, NegatedExpression, OrderBy
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from .columns import EPOCH, NOTHING, is_stated, plain
from .models import public_now
from .naming import Names
from .twins import twin


class NotKept(LookupError):
    pass


class Column(NamedTuple):
    """One value for each of some rows."""

    values: Any
    kind: Any = None  # of a field (columns.Kind)

    @property
    def as_floats(self):
        if self.values.dtype == np.float64:
            return self.values
        return np.where(is_stated(self.values), self.values / 10**self.kind.places, np.nan)

    def said(self, numbers):
        """What `numbers` of it mean, where they are texts."""
        return self.kind.values(numbers.tolist()) if self.kind else numbers.tolist()


# A decimal may be compared with one that lies between two that can be kept.
COMPARED = {
    "gte": lambda column, bound: column >= (ceil(bound) if column.dtype != np.float64 else bound),
    "gt": lambda column, bound: column > (floor(bound) if column.dtype != np.float64 else bound),
    "lte": lambda column, bound: column <= (floor(bound) if column.dtype != np.float64 else bound),
    "lt": lambda column, bound: column < (ceil(bound) if column.dtype != np.float64 else bound),
}
COMBINED = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}


class Rows:
    """Those of `table` in the places `index` of what is `held` of it, in this order."""

    table = None
    related = {}  # foreign key → the class of Rows it leads to
    order = ()

    def __init__(self):
        self.held = self.table.now()
        self.index, self.added = slice(None), {}
        self.others = {}  # foreign key → (all rows it leads to, where those of each row of the table stand)

    @property
    def model(self):
        return self.table.model

    def __len__(self):
        return len(self.held.numbers) if isinstance(self.index, slice) else len(self.index)

    def count(self):
        return len(self)

    def at(self, chosen):
        """Those for which `chosen` is true, or where it leads."""
        return self.standing_at(self.places[chosen])

    @property
    def places(self):
        """Where they stand in the table."""
        return np.arange(len(self)) if isinstance(self.index, slice) else self.index

    # As querysets

    def filter(self, *conditions, **lookups):
        return reduce(lambda rows, one: rows.at(rows.holds(one)), [*conditions, *lookups.items()], self)

    def numbered(self, numbers):
        """Those of these primary keys, as `filter(pk__in=numbers)`, at a cost that does not grow with the table; of rows
        that stand in the table's order, as they do until `first` takes some.
        """
        places = np.unique(self.held.places(np.array(numbers, np.int64)))
        places = places[places >= 0]
        if not isinstance(self.index, slice):
            at = np.searchsorted(self.index, places)
            places = places[self.index.take(at, mode="clip") == places] if len(self.index) else places[:0]
        return self.standing_at(places)

    def standing_at(self, places):
        some = twin(self)
        some.index = places
        return some

    def exclude(self, *conditions, **lookups):
        return self.filter(~Q(*conditions, **lookups))

    def published(self):
        return self.filter(public_now())

    def next_change(self):
        """As of a queryset: when the clock shows or hides the next of them."""
        now = plain(timezone.now())
        moments = np.concatenate([self.column(name).values for name in ("published_at", "expires_at")])
        coming = moments[moments > now]
        return EPOCH + timedelta(microseconds=int(coming.min())) if len(coming) else None

    def annotate(self, **expressions):
        some = twin(self)
        some.added = self.added | expressions
        return some

    def order_by(self, *order):
        some = twin(self)
        some.order = order
        return some

    def __getitem__(self, span):
        """The primary keys of those from here to there."""
        return self.first(span.stop).numbers()[span]

    def first(self, count):
        """At most `count` of them, in order."""
        few = self.at(self.foremost(count))
        keys = [few.key(one) for one in few.order]
        return few.at(np.lexsort(keys[::-1])[:count]) if keys else few.at(slice(count))

    def foremost(self, count):
        """Where the first `count` of them are, in no order: each key is asked only of those that the ones before it
        leave equal, as most are where few keys decide.
        """
        if count <= 0:
            return np.arange(0)
        sure, equal = [], np.arange(len(self))
        for one in self.order:
            if len(equal) <= count:
                break
            key = self.at(equal).key(one)
            last = np.partition(key, count - 1)[count - 1]
            sure.append(equal[key < last])
            count -= len(sure[-1])
            equal = equal[key == last]
        return np.concatenate([*sure, equal])

    def numbers(self):
        """Their primary keys."""
        return self.held.numbers[self.index].tolist()

    # What holds of each

    def holds(self, condition):
        """True or false for each row."""
        if isinstance(condition, tuple):
            return self.compared(*condition)
        if isinstance(condition, NegatedExpression):
            return ~self.holds(condition.get_source_expressions()[0])
        if isinstance(condition, Names):
            return self.names(condition.things.values_list("pk", flat=True))
        if not isinstance(condition, Q):
            raise NotKept(condition)
        together = np.logical_or if condition.connector == Q.OR else np.logical_and
        parts = [self.holds(one) for one in condition.children] or [np.ones(len(self), bool)]
        held = reduce(together, parts)
        return ~held if condition.negated else held

    def compared(self, lookup, value):
        path, _, how = lookup.rpartition(LOOKUP_SEP)
        if how not in {*COMPARED, "in", "range", "isnull", "exact"}:
            path, how = lookup, "exact"
        name, _, rest = path.partition(LOOKUP_SEP)
        if name in self.related and rest not in ("", "pk", "id"):
            # Asked of the fewer rows; of a row that leads to none, nothing is stated.
            rows, places = self.related_by(name)
            of_none = (how == "isnull" or value is None) and (value is None or value)
            return np.append(rows.compared(f"{rest}__{how}", value), of_none)[places]
        column, kind = self.column(path)
        if how == "isnull" or value is None:
            return is_stated(column) != (value is None or value)
        if how == "in":
            return np.isin(column, self.among(path, kind, value))
        if how == "range":
            low, high = value
            return self.compared(f"{path}__gte", low) & self.compared(f"{path}__lte", high)
        value = kind.number(value) if kind else plain(value)
        return is_stated(column) & (COMPARED[how](column, value) if how in COMPARED else column == value)

    def among(self, path, kind, values):
        if hasattr(values, "resolve_expression") and not isinstance(values, QuerySet):
            values = self.model._base_manager.filter(**{f"{path}__in": values})
        if isinstance(values, QuerySet):
            values = values if values.query.values_select else values.values_list("pk", flat=True)
        if isinstance(values, np.ndarray):
            return values
        return np.array([kind.number(one) if kind else one for one in values], np.int64)

    def names(self, things):
        """Whether each names one of `things`, their primary keys."""
        naming = np.zeros(len(self.held.numbers), bool)
        naming[self.held.linked[np.isin(self.held.pairs[:, 1], list(things))]] = True
        return naming[self.index]

    def named(self):
        """Two arrays, of pairs: the place of a row among all of the table, and the number of what it names."""
        mine = np.zeros(len(self.held.numbers), bool)
        mine[self.index] = True
        chosen = mine[self.held.linked]
        return self.held.linked[chosen], self.held.pairs[chosen, 1]

    # What each says

    def column(self, path):
        name, _, rest = path.partition(LOOKUP_SEP)
        if name in self.added:
            return self.value(self.added[name])
        if rest:
            return self.of_related(name, rest)
        if name in ("pk", "id"):
            return Column(self.held.numbers[self.index])
        name = name.removesuffix("_id")
        if name not in self.held.columns:
            raise NotKept(path)
        return Column(self.held.columns[name][self.index], self.held.kinds[name])

    def of_related(self, name, path):
        if path in ("pk", "id"):
            return self.column(name)
        rows, places = self.related_by(name)
        column, kind = rows.column(path)
        nothing = np.nan if column.dtype == np.float64 else NOTHING
        column = np.append(column.astype(np.result_type(column, np.int64)), nothing)
        return Column(column[places], kind)

    def related_by(self, name):
        """(All rows that the foreign key `name` leads to, where that of each of these stands among them; -1 of none.)"""
        if name not in self.others:
            rows = self.related[name]()
            self.others[name] = rows, rows.held.places(self.held.columns[name])
        rows, places = self.others[name]
        return rows, places[self.index]

    def counted_by(self, name):
        """(The rows that the foreign key `name` leads to, how many of these lead to each.)"""
        rows, places = self.related_by(name)
        counts = np.bincount(places + 1, minlength=len(rows) + 1)[1:]
        return rows.at(counts > 0), counts[counts > 0]

    def value(self, expression):
        if isinstance(expression, str | F):
            return self.column(getattr(expression, "name", expression))
        if isinstance(expression, Value):
            value = plain(expression.value)
            return Column(np.full(len(self), NOTHING if value is None else value))
        if isinstance(expression, Cast) and isinstance(expression.output_field, FloatField):
            return Column(self.value(expression.get_source_expressions()[0]).as_floats)
        if isinstance(expression, CombinedExpression):
            left, right = (self.value(one).values for one in expression.get_source_expressions())
            with np.errstate(divide="ignore", invalid="ignore"):
                return Column(COMBINED[expression.connector](left, right))
        if isinstance(expression, Coalesce):
            return reduce(first_stated, map(self.value, expression.get_source_expressions()))
        if isinstance(expression, Case):
            return self.case(expression)
        raise NotKept(expression)

    def case(self, case):
        found = self.value(case.default)
        for when in reversed(case.cases):
            result, kind = self.value(when.result)
            values = np.where(self.holds(when.condition), result, or_nothing(found.values, result))
            found = Column(values, kind or found.kind)
        return found

    def key(self, order):
        """What sorts upwards as `order` asks."""
        if isinstance(order, str):
            order = OrderBy(F(order.removeprefix("-")), descending=order.startswith("-"))
        elif not isinstance(order, OrderBy):
            order = OrderBy(order)
        column = self.value(order.expression).values
        key = -column if order.descending else column
        if order.nulls_last:
            largest = np.inf if column.dtype == np.float64 else np.iinfo(column.dtype).max
            key = np.where(is_stated(column), key, largest)
        return key

    def counts(self, expression):
        """Counter of what each says."""
        column = self.value(expression)
        values, counts = tally(column.values)
        return Counter(dict(zip(column.said(values), counts.tolist(), strict=True)))

    def grouped(self, names, of):
        """{(what each of `names` says): the values `of` of those that say so, as they are kept}"""
        if not len(self):
            return {}
        columns = [self.column(name) for name in names]
        order = np.lexsort([column.values for column in columns])
        keys = np.stack([column.values[order].astype(np.int64) for column in columns])
        starts = np.flatnonzero(np.diff(keys, prepend=np.iinfo(np.int64).max, axis=1).any(axis=0))
        said = zip(
            *(column.said(key[starts]) for column, key in zip(columns, keys, strict=True)), strict=True
        )
        return dict(zip(said, np.split(self.value(of).values[order], starts[1:]), strict=True))

    def sums(self, name, of):
        """{what `name` says: the sum of the decimals `of`, a column that all state}"""
        column, kind = self.column(of)
        values, places = np.unique(self.column(name).values, return_inverse=True)
        totals = np.zeros(len(values), np.int64)
        np.add.at(totals, places, column)
        totals = [Decimal(total).scaleb(-kind.places) for total in totals.tolist()]
        return dict(zip(values.tolist(), totals, strict=True))


def tally(values):
    """(each of `values` once, how many there are of it): as np.unique, which sorts where small numbers need none."""
    if values.dtype.kind != "i" or not len(values) or values.min() < 0 or values.max() > len(values):
        return np.unique(values, return_counts=True)
    counts = np.bincount(values)
    found = np.flatnonzero(counts)
    return found, counts[found]


def first_stated(one, other):
    return Column(np.where(is_stated(one.values), one.values, other.values), one.kind)


def or_nothing(values, like):
    """`values`, or where they are nothing at all, the nothing of columns `like` this."""
    if like.dtype == np.float64 and values.dtype != np.float64:
        return np.where(values == NOTHING, np.nan, values.astype(np.float64))
    return values
