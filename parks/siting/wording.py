"""What was asked, in words."""

from typing import NamedTuple

from .conditions import conditions


class Need(NamedTuple):
    name: str
    label: str
    words: str
    hard: bool

    @property
    def short(self):
        """`≥ 9 m`: for beside the label."""
        return self.words.removeprefix(f"{self.label} ")


def in_words(needs):
    """[Need] for each stated condition: `净高 ≥ 9 m`."""
    return [
        Need(condition.name, condition.label, condition.asked, condition.hard)
        for condition in conditions(needs)
        if condition.name != "fresh"
    ]
