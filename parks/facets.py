"""How many rows each choice of a directory's form would leave, exactly, and how many the form finds.

The count beside a choice obeys every other stated need, but not another choice of the same field. The database is
asked as often for a hundred options as for one: rows are counted in cells (one for each district, kind, deal … that
occur together) and the cells are added up here; industries, of which a row may name several, are counted apart. What
neither depends on is left out of its question, so that another kind or district costs no new walk over the table.
After a change only the block of rows it touched is counted again.
"""

from collections import Counter, defaultdict
from functools import cache
from itertools import chain
from typing import NamedTuple

from .models import District, Industry
from .remembering import places_by_block, remembered_places


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
    return Cells(form, form.stated()).total()


def kept(form, what, stated, answer):
    return remembered_places(question(form, what, stated), answer)


def question(form, what, stated):
    asked = [(name, getattr(value, "pk", value)) for name, value in sorted(stated.items())]
    return f"{type(form).__name__} {what} {asked}"


def by_block(form, what, stated, rows, part, beside):
    return places_by_block(form.model, question(form, what, stated), rows, part, beside=beside)


def narrowed(form, stated):
    return form.narrowed(form.model.objects.published(), stated).order_by()


def count_facets(form, stated):
    cells = Cells(form, stated)
    options = {name: choice_options(form, name, cells.counts(name), stated) for name in cells.names}
    options["district"] = district_options(cells.counts("district"), stated.get("district"))
    options["industry"] = industry_options(form, stated)
    return Facets(cells.total(), options)


class Cells:
    """The rows that meet what is stated beyond the choices, counted by their choices."""

    def __init__(self, form, stated):
        self.names = [*form.cells(), *filter(None, [form.decided_beside])]
        self.chosen = {name: accepted(stated[name]) for name in self.names if name in stated}
        others = {name: value for name, value in stated.items() if name not in self.names}
        self.rows = kept(form, "cells", others, lambda: count_cells(form, others))

    def total(self):
        return sum(count for *_, count in self.agreeing())

    def counts(self, name):
        """{value: rows}, whichever value of `name` is chosen."""
        counts, place = Counter(), self.names.index(name)
        for *cell, count in self.agreeing(but=name):
            counts[cell[place]] += count
        return counts

    def agreeing(self, but=None):
        wanted = [(self.names.index(name), values) for name, values in self.chosen.items() if name != but]
        return [row for row in self.rows if all(row[place] in values for place, values in wanted)]


def accepted(choice):
    """The cells' values that a choice takes in."""
    return set(District.objects.numbers_within(choice)) if isinstance(choice, District) else {choice}


def count_cells(form, stated):
    """[(*cell, rows)]"""
    by = {f"by_{name}": expression for name, expression in form.cells().items()}
    beside = cache(form.beside)

    def rows():
        return narrowed(form, stated).annotate(**by).values_list("pk", *by)

    def part(rows):
        if form.decided_beside is None:
            return Counter(row[1:] for row in rows)
        return Counter((*row[1:], row[0] in beside()) for row in rows)

    cells = by_block(form, "cells", stated, rows, part, beside)
    return [(*cell, count) for cell, count in cells.items()]


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


def industry_options(form, stated):
    """Those that some public row names; with those that are open to all, where that is the rule."""
    others = {name: value for name, value in stated.items() if name != "industry"}
    counts = count_industries(form, others)
    offered = count_industries(form, {}) if others else counts
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


def count_industries(form, stated):
    """{number: rows that name what choosing it asks for; None: rows that name none}."""
    own = {name: value for name, value in stated.items() if name != form.decided_beside}
    admits = cache(lambda: industries_admitted(form.open_to_all))  # asked for when the rows are
    beside = cache(form.beside if own != stated else frozenset)

    def rows():
        return narrowed(form, own).values_list("pk", "industries")

    def part(pairs):
        if own != stated:
            pairs = [pair for pair in pairs if pair[0] in beside()]
        answers = defaultdict(set)
        for row, industry in pairs:
            if industry:
                answers[row] |= admits().get(industry, set())
        counts = Counter(chain.from_iterable(answers.values()))
        counts[None] = sum(industry is None for _, industry in pairs)
        return counts

    return by_block(form, "industries", stated, rows, part, beside)


def industries_admitted(downwards):
    """{number a row names: those it then answers to}: itself, its 门类, and `downwards` the 大类 of a 门类."""
    pairs = list(Industry.objects.order_by().values_list("pk", "parent"))
    admitted = {pk: {pk, parent or pk} for pk, parent in pairs}
    for pk, parent in pairs if downwards else []:
        if parent:
            admitted[parent].add(pk)
    return admitted


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
        stated = self.form.stated()
        what = f"{span.start}–{span.stop} by {self.form.order}"
        numbers = kept(self.form, what, stated, lambda: list(self.numbers(stated)[span]))
        found = self.rows.in_bulk(numbers)
        return [found[number] for number in numbers if number in found]

    def numbers(self, stated):
        rows = self.form.narrowed(self.form.model.objects.published(), stated)
        return rows.sorted_by(self.form.order).values_list("pk", flat=True)
