from decimal import Decimal
from types import SimpleNamespace

import pytest

from parks.charts import Axis, drawn

AXES = {
    ("15.2", "22.8"): [14, 16, 18, 20, 22, 24],
    ("10", "50"): [10, 20, 30, 40, 50],
    ("38", "62"): [30, 40, 50, 60, 70],
    ("3", "3"): [3, "3.1"],
    ("0.7", "0.9"): ["0.7", "0.75", "0.8", "0.85", "0.9"],
    ("97", "1240"): [0, 500, 1000, 1500],
}


@pytest.mark.parametrize(("ends", "ticks"), AXES.items(), ids=[str(ends) for ends in AXES])
def test_an_axis_stands_on_round_numbers(ends, ticks):
    low, high = map(Decimal, ends)
    assert list(Axis.over(low, high).ticks) == [Decimal(tick) for tick in ticks]


def test_marks_stand_in_per_cent_of_the_width():
    axis = Axis.over(Decimal(10), Decimal(50))
    assert axis.marks() == [
        ("0.00", "10"),
        ("25.00", "20"),
        ("50.00", "30"),
        ("75.00", "40"),
        ("100.00", "50"),
    ]
    spread = SimpleNamespace(
        lowest=Decimal(10), lower=Decimal(12), median=Decimal(15), upper=Decimal(22), highest=Decimal(44)
    )
    assert drawn(spread, axis) == {
        "lowest": "0.00",
        "lower": "5.00",
        "median": "12.50",
        "upper": "30.00",
        "highest": "85.00",
        "width": "25.00",
        "anchor": "start",
    }
