"""How many rows each choice of a directory's form would leave, exactly, and how many the form finds.

The count beside a choice obeys every other stated need, but not another choice of the same field. Counted in memory
(parks/columns.py): whatever is stated, the database is asked for no row.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np

from .columns import public
from .models import District, Industry
from .remembering import remembered_places


class Option(NamedTuple):
    value: str
    label: str
    count: int


class Facets(NamedTuple):
    total: int
    options: dict  # a field's name → its [Option]; those that would find nothing are left out unless chosen


def facets_of(form):
    """`form` is a DirectoryFilter with its data."""
    stated = form.stated()
    return kept(form, "facets", stated, lambda: count_facets(form, stated))


def total_of(form):
    return len(narrowed(form, form.stated()))


def found_by(form, rows):
    """Found, for who shows no facets."""
    return Found(form, rows, total_of(form))


def kept(form, what, stated, answer):
    asked = [(name, getattr(value, "pk", value)) for name, value in sorted(stated.items())]
    return remembered_places(f"{type(form).__name__} {what} {asked}", answer)


def narrowed(form, stated):
    return form.narrowed(public(form.model), stated)


def count_facets(form, stated):
    everything = public(form.model)
    choices = {name: value for name, value in stated.items() if name in form.CHOICES}
    rows = form.narrowed(everything, {name: stated[name] for name in stated.keys() - choices})
    counts = {name: choice_counts(form, name, rows, without(name, choices)) for name in form.CHOICES}
    options = {name: choice_options(form, name, counts[name], stated) for name in counts}
    options["district"] = district_options(counts["district"], stated.get("district"))
    options["industry"] = industry_options(form, stated, everything)
    return Facets(len(form.narrowed(rows, choices)), options)


def without(name, stated):
    return {other: value for other, value in stated.items() if other != name}


def choice_counts(form, name, rows, choices):
    """{value: rows}, whichever value of `name` is chosen."""
    rows, column = form.narrowed(rows, choices), form.CHOICES[name]
    return rows.counts(column) if column else Counter({True: len(form.narrowed(rows, {name: True}))})


def choice_options(form, name, counts, stated):
    choices = getattr(form.fields[name], "choices", [(True, form.fields[name].label)])
    return [
        Option(value, label, counts[value])
        for value, label in choices
        if value and (counts[value] or value == stated.get(name))
    ]


def district_options(counts, chosen):
    """The tree of the districts that hold something, each with all below it, indented."""
    held = District.objects.filter(pk__in=counts).values_list("pk", "path")
    by_slug = Counter({chosen.slug: 0} if chosen else {})
    for number, path in held:
        for slug in path.rstrip("/").split("/"):
            by_slug[slug] += counts[number]
    slugs = by_slug.keys() | (chosen.slugs if chosen else set())
    rows = District.objects.filter(slug__in=slugs).only("slug", "name", "path", "position", "code", "parent")
    place = {one.slug: (one.position, one.code, one.pk) for one in rows}
    rows = sorted(rows, key=lambda one: [place[slug] for slug in one.slugs])
    return [indented(len(one.slugs) - 1, one.slug, one.name, by_slug[one.slug]) for one in rows]


def industry_options(form, stated, everything):
    """Those that some public row names; with those that are open to all, where that is the rule."""
    counts, offered = (
        kept(
            form,
            "industries",
            asked,
            lambda asked=asked: count_industries(form, form.narrowed(everything, asked)),
        )
        for asked in (without("industry", stated), {})
    )
    open_to_all = counts.get(None, 0) if form.open_to_all else 0
    chosen = {stated["industry"].pk} if "industry" in stated else set()
    rows = Industry.objects.filter(pk__in={*offered} - {None} | chosen).select_related("parent")
    rows = sorted(rows, key=lambda one: [one.parent.code, one.code] if one.parent else [one.code])
    counted = [(one, counts.get(one.pk, 0) + open_to_all) for one in rows]
    return [
        indented(1 if one.parent else 0, one.code, one.name, count)
        for one, count in counted
        if count or one.pk in chosen
    ]


def count_industries(form, rows):
    """{number: rows that name what choosing it asks for; None: rows that name none}."""
    places, named = rows.named()
    names_none = len(rows) - np.count_nonzero(np.bincount(places))
    if not len(named):
        return {None: names_none}
    admitted = np.array(sorted(industries_admitted(form.open_to_all)), np.int64)
    starts = np.searchsorted(admitted[:, 0], np.arange(max(named.max(), admitted[-1, 0]) + 2))
    first, times = starts[named], starts[named + 1] - starts[named]
    within = np.arange(times.sum()) - np.repeat(times.cumsum() - times, times)
    answers = admitted[np.repeat(first, times) + within, 1]
    # A row may name several that answer to the same one.
    pairs = np.sort(np.repeat(places, times) << 32 | answers)
    once = pairs[np.diff(pairs, prepend=-1) != 0]
    counts = np.bincount(once & (1 << 32) - 1)
    return {number: int(counts[number]) for number in np.flatnonzero(counts).tolist()} | {None: names_none}


def industries_admitted(downwards):
    """{(one a row names, one it then answers to)}: itself, its 门类, and `downwards` the 大类 of a 门类."""
    above = [(pk, parent) for pk, parent in Industry.objects.order_by().values_list("pk", "parent")]
    pairs = {(pk, pk) for pk, _ in above} | {(pk, parent) for pk, parent in above if parent}
    return pairs | {(parent, pk) for pk, parent in above if parent and downwards}


def indented(depth, value, label, count):
    return Option(value, "\u3000" * depth + label, count)


class Found:
    """What a form finds among `rows`, as a paginator asks for it: how many, and which from here to there.

    Which numbers stand on a page is remembered too: it is what costs a walk where no index fits the needs.
    """

    def __init__(self, form, rows, total):
        self.form, self.rows, self.total = form, rows, total

    def count(self):
        return self.total

    def __getitem__(self, span):
        form, stated = self.form, self.form.stated()
        what = f"{span.start}–{span.stop} by {form.order}"
        numbers = kept(form, what, stated, lambda: form.narrow(public(form.model))[span])
        found = self.rows.in_bulk(numbers)
        return [found[number] for number in numbers if number in found]
