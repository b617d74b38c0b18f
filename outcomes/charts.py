"""Where the marks of a column chart stand: across in per cent, for the SVG stretches, down in pixels."""

from typing import NamedTuple

HEIGHT = 160
LABELS = 6  # below the columns, so that none runs into the next


class Column(NamedTuple):
    label: str
    value: int
    x: str
    width: str
    y: str
    height: str
    middle: str
    is_named: bool


class Chart(NamedTuple):
    columns: list
    ticks: list  # (pixels from the top, number)
    height: int = HEIGHT


def steps_for(most):
    """Whole numbers from 0 to at least `most`, at most five steps of 1, 2 or 5 × 10ⁿ."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * 5 >= most:
                return [step * number for number in range(max(-(-most // step), 1) + 1)]
        size *= 10


def column_chart(values):
    """`values` as [(label, number)]; None of nothing but zeros."""
    most = max((number for _, number in values), default=0)
    if not most:
        return None
    ticks, each = steps_for(most), 100 / len(values)
    every = -(-len(values) // LABELS)
    columns = [
        Column(
            label, number, f"{each * (place + 0.12):.3f}", f"{each * 0.76:.3f}",
            f"{HEIGHT * (1 - number / ticks[-1]):.1f}", f"{HEIGHT * number / ticks[-1]:.1f}",
            f"{each * (place + 0.5):.3f}", place % every == 0,
        )
        for place, (label, number) in enumerate(values)
    ]  # fmt: skip
    return Chart(columns, [(f"{HEIGHT * (1 - one / ticks[-1]):.1f}", one) for one in ticks])
