"""What the search page finds on a Django site that keeps no index: `icontains`, underneath the same page.

Every searched column of every kind is scanned for every word, public things only; counted wholly, the newest first.
Tags and other ways of writing, which the index knows, it does not find.
"""

from functools import reduce
from operator import or_

from django.db.models import CharField, Q, TextField


class Scanned:
    """In place of search.finding.Found."""

    is_capped = False

    def __init__(self, rows, question, order="best"):
        self.question = question
        for phrase in question.wanted:
            rows = rows.filter(holding(rows.model, phrase))
        for phrase in question.unwanted:
            rows = rows.exclude(holding(rows.model, phrase))
        self.rows = rows
        self.count = rows.count()
        self.count_shown = str(self.count)

    def __len__(self):
        return self.count

    def __getitem__(self, part):
        return list(self.rows.values_list("pk", flat=True)[part])


def holding(model, phrase):
    texts = (one.name for one in model._meta.fields if isinstance(one, (CharField, TextField)))
    columns = model.searched_fields.intersection(texts)
    return reduce(or_, (Q(**{f"{name}__icontains": phrase}) for name in sorted(columns)))


def find(rows, question, order="best"):
    """In place of search.finding.find, of whose `rows` only the models are asked: nothing is narrowed here."""
    return {kind: Scanned(public(some.model), question) for kind, some in rows.items()}


def public(model):
    rows = model.objects
    return (
        rows.published().order_by("-published_at", "-pk")
        if hasattr(rows, "published")
        else rows.order_by("path")
    )
