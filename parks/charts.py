"""Where the marks of a drawing stand, in per cent of its width: a page's SVG stretches, its text does not."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from .figures import figure


@dataclass(frozen=True)
class Axis:
    """From the first of `ticks`, all round numbers, to the last."""

    ticks: tuple

    @classmethod
    def over(cls, low, high, most=5):
        """The finest axis around `low` and `high`, both above 0, with at most `most` steps of 1, 2 or 5 × 10ⁿ."""
        unit = Decimal(1).scaleb(((high - low or high) / most).adjusted())
        for step in (unit * one for one in (1, 2, 5, 10, 20)):
            first = (low / step).to_integral_value(ROUND_FLOOR)
            last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
            if last - first <= most:
                break
        return cls(tuple(step * (first + number) for number in range(int(last - first) + 1)))

    def at(self, value):
        first, last = self.ticks[0], self.ticks[-1]
        return f"{(value - first) * 100 / (last - first):.2f}"

    def marks(self):
        """[(place, words)]"""
        return [(self.at(tick), figure(tick, 4)) for tick in self.ticks]


def drawn(spread, axis):
    """The places of a spread's marks; `anchor` keeps the median's words inside the drawing."""
    places = {
        name: axis.at(getattr(spread, name)) for name in ("lowest", "lower", "median", "upper", "highest")
    }
    width = Decimal(places["upper"]) - Decimal(places["lower"])
    middle = Decimal(places["median"])
    anchor = "start" if middle < 30 else "end" if middle > 70 else "middle"
    return places | {"width": f"{width:.2f}", "anchor": anchor}
