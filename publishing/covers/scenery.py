"""What more than one scene has in it: sky, hills, distant roofs, trees."""

from .brush import WIDTH, across, disc, ground, line, number


def daylight(dice, tones, lowest):
    yield ground(tones.sky)
    yield disc(dice.between(70, 570), dice.between(56, lowest), dice.between(24, 40), tones.lamp)
    yield clouds(dice, tones, lowest)


def clouds(dice, tones, lowest):
    strips = "".join(
        across(dice.between(-60, 560), dice.between(26, lowest), dice.between(60, 190))
        for _ in range(dice.whole(2, 4))
    )
    return line(strips, tones.paper, 7, stroke_linecap="round", opacity=0.6)


def hills(dice, level, rise, count):
    step = (WIDTH + 80) / count
    xs = [-40 + step * index for index in range(count + 1)]
    ys = [level + dice.between(-rise, rise) for _ in xs]
    curve = f"M-40 {number(ys[0])}"
    for index in range(count):
        middle = (xs[index] + xs[index + 1]) / 2, (ys[index] + ys[index + 1]) / 2
        curve += f"Q{number(xs[index])} {number(ys[index])} {number(middle[0])} {number(middle[1])}"
    return f"{curve}L{number(xs[-1])} {number(ys[-1])}"


def skyline(dice, floor, low, high, narrow, wide):
    """Roofs one beside the other across the picture, as one path."""
    x, path = -10, f"M-10 {number(floor)}"
    while x < WIDTH + 10:
        x += dice.between(narrow, wide)
        path += f"V{number(floor - dice.between(low, high))}H{number(x)}"
    return f"{path}V{number(floor)}z"


def grove(dice, floor, colour, count):
    """Trees on a line: a trunk and a crown each."""
    trunks, crowns = "", ""
    for _ in range(count):
        x, size = dice.between(6, WIDTH - 6), dice.between(9, 16)
        trunks += f"M{number(x)} {number(floor)}v{number(-2 * size)}"
        crowns += f"M{number(x)} {number(floor - 1.2 * size)}v{number(-size)}"
    return line(trunks, colour, 2.5) + line(crowns, colour, 21, stroke_linecap="round")
