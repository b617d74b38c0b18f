"""What the scenes draw with: a dice that always falls the same way, and short ways to say an SVG shape."""

from random import Random

WIDTH, HEIGHT = 640, 360


class Dice:
    """Repeatable choices from a seed. Only random() is used: the one method Python promises never to change."""

    def __init__(self, seed):
        self._throw = Random(seed).random

    def between(self, low, high):
        return low + (high - low) * self._throw()

    def whole(self, low, high):
        """A whole number from low to high, both included."""
        return low + int(self._throw() * (high - low + 1))

    def pick(self, options):
        return options[int(self._throw() * len(options))]

    def chance(self, share):
        return self._throw() < share


def number(value):
    return f"{round(value, 1):g}"


def points(pairs):
    """A path through the pairs, closed by whoever uses it."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in pairs)


def across(x, y, width):
    return f"M{number(x)} {number(y)}h{number(width)}"


def standing(outline, floor, left):
    """An outline drawn from left to right, closed down to the floor."""
    return f"{outline}V{number(floor)}H{number(left)}z"


def box(x, y, width, height):
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def boxes(rectangles):
    return "".join(box(*rectangle) for rectangle in rectangles)


def shape(d, fill, **attributes):
    return f'<path d="{d}" fill="{fill}"{_written(attributes)}/>'


def line(d, stroke, width=1, **attributes):
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"{_written(attributes)}/>'
    )


def rows(d, stroke, height, mark, gap, **attributes):
    """Each straight line of d as a row of marks: window panes, doors, furrows. Far shorter than drawing each."""
    return line(d, stroke, height, stroke_dasharray=f"{number(mark)} {number(gap)}", **attributes)


def dots(d, colour, size, step, **attributes):
    """Each line of d as a row of round dots: trees along a road."""
    return line(d, colour, size, stroke_linecap="round", stroke_dasharray=f"0 {number(step)}", **attributes)


def disc(x, y, radius, fill, **attributes):
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{_written(attributes)}/>'


def ground(fill):
    return shape(box(0, 0, WIDTH, HEIGHT), fill)


def _written(attributes):
    written = (
        f' {name.replace("_", "-")}="{number(value) if isinstance(value, float) else value}"'
        for name, value in attributes.items()
    )
    return "".join(written)
