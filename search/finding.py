"""A page of what is found, best or newest first, counted honestly, at a cost that does not grow with the site.

Best first: those whose names hold everything asked, then the others; among equals the newest.
"""

from django.utils.functional import cached_property

from .matching import CAP, SLACK, candidates, holding, matching, scanned


class Found:
    """Of `rows`, public and in their newest-first order, those that hold what `question` asks.

    A sequence of keys, for a paginator. `is_capped`: there are at least as many as `len` says.
    """

    def __init__(self, rows, question, order="best"):
        self.rows, self.question, self.order = rows, question, order
        self.candidates = candidates(question, rows.model.searched_kind)
        self.is_capped = len(self.candidates) == CAP + SLACK
        if self.is_capped and self._of(self.candidates).count() < CAP:
            self._ask_all()

    def _of(self, keys):
        return self.rows.order_by().filter(pk__in=keys)

    def _ask_all(self):
        """Of the first candidates few are among `rows`, which a filter narrows: all candidates are asked."""
        every = matching(self.rows.order_by(), self.question).values_list("pk", flat=True)
        self.candidates = list(every[: CAP + 1])
        self.is_capped = len(self.candidates) > CAP

    @cached_property
    def keys(self):
        """All, in order; where they are too many, the first of them: those found in names."""
        if self.is_capped:
            return self._in_names if self.order == "best" else []
        rows = self.rows.filter(pk__in=self.candidates)
        if self.order != "best":
            return list(rows.values_list("pk", flat=True))
        named = rows.annotate(is_named=scanned(rows, self.question, "title")).values_list("pk", "is_named")
        return [key for key, _ in sorted(named, key=lambda one: not one[1])]

    @cached_property
    def _in_names(self):
        named = candidates(self.question, self.rows.model.searched_kind, column="title")
        if len(named) == CAP + SLACK:
            rows = holding(self.rows, self.question, "title")[:CAP]
        else:
            rows = self.rows.filter(pk__in=named)
        return list(rows.values_list("pk", flat=True))

    @cached_property
    def count(self):
        return CAP if self.is_capped else len(self.keys)

    def __len__(self):
        return self.count

    def __getitem__(self, part):
        start, stop = part.start or 0, len(self) if part.stop is None else part.stop
        first = self.keys[start:stop]
        missing = stop - start - len(first)
        if not self.is_capped or missing <= 0:
            return first
        rest = holding(self.rows, self.question).exclude(pk__in=self.keys)
        start = max(0, start - len(self.keys))
        return first + list(rest.values_list("pk", flat=True)[start : start + missing])

    @property
    def count_shown(self):
        """ "37" or "1000+"."""
        return f"{self.count}+" if self.is_capped else str(self.count)
