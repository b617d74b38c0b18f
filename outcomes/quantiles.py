"""Medians by whoever can: PostgreSQL itself, or Python over what SQLite hands out."""

import json
from datetime import timedelta

from django.db.models import Aggregate, JSONField

SHARES = (0.5, 0.75)


class Quantiles(Aggregate):
    """[median, upper quartile] of a length of time, both as `timedelta`, interpolated; None where there is nothing."""

    name = "Quantiles"
    template = "PERCENTILE_CONT(ARRAY[0.5, 0.75]::float8[]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = JSONField()  # taken as it comes

    def as_sqlite(self, compiler, connection, **context):
        all_of_them = self.copy()
        all_of_them.template = "JSON_GROUP_ARRAY(%(expressions)s)"
        return all_of_them.as_sql(compiler, connection, **context)

    def get_db_converters(self, connection):
        return [read]


def read(value, expression, connection):
    if isinstance(value, str):
        lengths = sorted(timedelta(microseconds=one) for one in json.loads(value) if one is not None)
        return [at_share(lengths, share) for share in SHARES] if lengths else None
    return value


def at_share(ordered, share):
    """As PERCENTILE_CONT: between the two neighbours."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median_of(counts):
    """The median of {value: how often}; None of nothing."""
    total = sum(counts.values())
    if not total:
        return None
    wanted, seen, found = {(total - 1) // 2, total // 2}, 0, []
    for value in sorted(counts):
        found += [value for place in wanted if seen <= place < seen + counts[value]]
        seen += counts[value]
    return sum(found) / len(found)
