from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Aggregate, Case, FloatField, Value, When
from django.db.models.functions import Cast

from parks.siting.needs import SOFT

YES, NO, UNKNOWN = "yes", "no", "unknown"
WEIGHT = 3
UNKNOWN_FIT = 0.3  # what comes near has no less


class Verdict(NamedTuple):
    name: str
    label: str
    fits: str  # "yes", "no" or "unknown"
    hard: bool
    sentence: str


class Bound(NamedTuple):
    """One end of a measure that can be loosened."""

    part: str  # of Needs
    nearest: Aggregate  # the nearest value of the rows that miss this end
    spoken: Callable  # such a value as `part` would state it: just loose enough


class Condition:
    name = label = ""
    weight = WEIGHT

    def __init__(self, needs):
        self.needs = needs

    @property
    def is_stated(self):
        raise NotImplementedError

    @property
    def hard(self):
        """Nothing ranks that does not surely meet it."""
        return self.name not in SOFT or self.name in self.needs.must

    @property
    def asked(self):
        """`净高 ≥ 9 m`: itself in words."""
        raise NotImplementedError

    @property
    def holds(self):
        """Q: surely met."""
        raise NotImplementedError

    @property
    def suits(self):
        """Q: met as well as can be. A fit is 1 for it; where less `holds`, `is_settled` says so."""
        return self.holds

    is_settled = True  # whatever `holds` also `suits`

    # Q: nobody can tell; None where that cannot be.
    is_unknown = None

    @property
    def closeness(self):
        """SQL: how near it is missed, 0 … 1; asked of nothing else."""
        return constant(0)

    @property
    def fit(self):
        """SQL: 0 … 1."""
        unknown = [] if self.is_unknown is None else [When(self.is_unknown, then=constant(UNKNOWN_FIT))]
        missed = constant(0.5) * self.closeness
        return Case(When(self.suits, then=constant(1)), *unknown, default=missed, output_field=FloatField())

    @property
    def bounds(self):
        return []

    def state_of(self, listing):
        raise NotImplementedError

    def suit_of(self, listing):
        return self.state_of(listing)

    def closeness_of(self, listing):
        return 0.0

    def fit_of(self, listing):
        state = self.suit_of(listing)
        return 0.5 * self.closeness_of(listing) if state == NO else {YES: 1.0, UNKNOWN: UNKNOWN_FIT}[state]

    def sentence(self, listing, state):
        raise NotImplementedError

    def verdicts(self, listing):
        state = self.state_of(listing)
        return [Verdict(self.name, self.label, state, self.hard, self.sentence(listing, state))]


def yes_or_no(met):
    return YES if met else NO


def number(expression):
    """A decimal column as a float, which divides alike in both databases."""
    return Cast(expression, FloatField())


def constant(value):
    return Value(float(value), FloatField())
