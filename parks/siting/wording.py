"""What was asked, in words."""

from typing import NamedTuple

from parks.figures import figure
from parks.units import AreaUnit, from_sqm

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


def order_in_words(needs):
    """How `ranking.in_order` sorts what fits equally well: by the exact fit, of which a card shows the whole percent."""
    if needs.wanted_area is None:
        return "适合度按取整前的比较，相同的，最近核实的在前。"
    area = f"{figure(from_sqm(needs.wanted_area, needs.area_unit))} {AreaUnit(needs.area_unit).label}"
    middle = "" if needs.wanted_area in (needs.area_min, needs.area_max) else "（所填范围的中间）"
    return f"适合度按取整前的比较，相同的，可租（售）的面积更接近 {area}{middle}的在前，其次是最近核实的。"
