"""A table of the page, the same as a file, and the bars beside its rows."""

from typing import NamedTuple


class Linked(NamedTuple):
    """A cell that leads somewhere."""

    value: object
    address: str


class Cell(NamedTuple):
    label: str  # of its column, which a card on a phone names again
    words: str
    address: str
    is_number: bool


class Table(NamedTuple):
    slug: str
    title: str
    columns: list
    rows: list
    note: str = ""
    bars: int | None = None  # the column whose numbers are drawn as bars

    @property
    def values(self):
        """The rows without links: what a file holds."""
        return [[cell.value if isinstance(cell, Linked) else cell for cell in row] for row in self.rows]

    @property
    def heads(self):
        """[(label, whether the column holds numbers)]; the first one names the rows."""
        columns = list(zip(*self.values, strict=True))[1:] or [()] * (len(self.columns) - 1)
        return [(self.columns[0], False), *zip(self.columns[1:], map(holds_numbers, columns), strict=True)]

    @property
    def drawn(self):
        """[(cells, how long its bar is in per cent of the longest)]"""
        heads = self.heads
        numbers = [row[self.bars] for row in self.values] if self.bars is not None else [0] * len(self.rows)
        most = max(numbers, default=0)
        return [
            (
                [
                    Cell(label, *written(cell), is_number)
                    for cell, (label, is_number) in zip(row, heads, strict=True)
                ],
                f"{100 * number / most:.1f}" if most else "0",
            )
            for row, number in zip(self.rows, numbers, strict=True)
        ]


def holds_numbers(column):
    return any(isinstance(cell, int | float) or cell.endswith("%") for cell in column)


def written(cell):
    """(words, address)"""
    value, address = cell if isinstance(cell, Linked) else (cell, "")
    return (f"{value:,}" if isinstance(value, int | float) else value), address


def share(part, whole):
    return f"{part / whole:.0%}" if whole else ""


def in_days(length):
    """A `timedelta` as days with one decimal."""
    return round(length.total_seconds() / 86_400, 1)
