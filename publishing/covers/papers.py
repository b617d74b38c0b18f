"""Flat compositions: a printed sheet for a policy, tiles for a district."""

from .brush import box, boxes, disc, ground, line, number, shape


def policy(dice, tones):
    """A printed sheet on a desk of older sheets, its lines, and a seal that says nothing."""
    yield ground(tones.far)
    yield from _desk(dice, tones)
    left, top, width = dice.between(150, 220), dice.between(34, 54), 270
    lean = dice.between(-5, 5)
    for shift, tone in ((lean + dice.between(6, 11), tones.mid), (lean - dice.between(4, 9), tones.haze)):
        yield shape(box(left, top, width, 360), tone, transform=f"rotate({number(shift)} 320 200)")
    yield f'<g transform="rotate({number(lean)} 320 200)">'
    yield shape(box(left, top, width, 360), tones.paper)
    yield shape(box(left + 60, top + 30, width - 120, 12), tones.ink)
    yield shape(
        boxes(((left + 34, top + 62, width - 68, 2), (left + 34, top + 66, width - 68, 1))), tones.seal
    )
    text, y = [], top + 90
    while y < 350:
        for line_number in range(dice.whole(2, 4)):
            indent = 20 if line_number == 0 else 0
            text.append((left + 34 + indent, y, width - 68 - indent - (dice.between(0, 20)), 5))
            y += 15
        text[-1] = (*text[-1][:2], dice.between(60, 150), 5)
        y += 11
    yield shape(boxes(text), tones.far)
    yield from _seal(dice, tones, left + width - dice.between(86, 110), dice.between(200, 250))
    yield "</g>"


def _desk(dice, tones):
    step = dice.whole(14, 26)
    lines = "".join(f"M-40 {y}h720" for y in range(-60, 440, step))
    yield line(lines, tones.haze, 1, opacity=0.4, transform=f"rotate({dice.pick((-30, 30, 90, 0))} 320 180)")


def _seal(dice, tones, x, y):
    """A square seal cut with broken squares, one in the other: the look of a seal, and no character."""
    yield f'<g transform="translate({number(x)} {number(y)})">'
    yield shape(box(0, 0, 68, 68), tones.seal)
    for inset, gap in ((9, 18), (18, 14), (27, 10)):
        side = 68 - 2 * inset
        start = dice.whole(0, 4 * side)
        gaps = f"{2 * side - gap} {gap}" if dice.chance(0.5) else f"{4 * side - gap} {gap}"
        yield line(
            box(inset, inset, side, side), tones.paper, 4, stroke_dasharray=gaps, stroke_dashoffset=start
        )
    yield "</g>"


def district(dice, tones):
    """Tiles: roofs, water, fields and windows, laid as a district is."""
    yield ground(tones.haze)
    fills = (tones.sky, tones.far, tones.mid, tones.deep, tones.paper)
    tiles = {}
    for column in range(8):
        for row in range(4):
            tiles[column, row] = dice.pick(
                [
                    fill
                    for fill in fills
                    if fill not in (tiles.get((column - 1, row)), tiles.get((column, row - 1)))
                ]
            )
    for fill in fills:
        yield shape(
            boxes(
                (90 * column - 40, 90 * row, 90, 90) for (column, row), own in tiles.items() if own == fill
            ),
            fill,
        )
    over = {fill: [] for fill in fills}
    for (column, row), own in tiles.items():
        colour = dice.pick([fill for fill in fills if fill != own])
        over[colour].append(f"M{90 * column - 40} {90 * row}" + dice.pick(TILES))
    for fill, figures in over.items():
        yield shape("".join(figures), fill)
    yield disc(90 * dice.whole(1, 6) + 5, 90 * dice.whole(0, 3) + 45, 30, tones.lamp)


# Figures on a tile of 90, drawn from its top left corner.
TILES = (
    "v90a90 90 0 0 0 90 -90z",  # a quarter turn
    "h90v90z",  # a slope
    "m0 45l30 -25v25l30 -25v25l30 -25v70h-90z",  # a saw-tooth roof
    "m15 15h25v25h-25zm35 0h25v25h-25zm0 35h25v25h-25zm-35 0h25v25h-25z",  # windows
    "h90v15h-90zm0 30h90v15h-90zm0 30h90v15h-90z",  # furrows
    "m0 90a45 45 0 0 1 90 0z",  # a vault
    "m0 45q22.5 -30 45 0t45 0v45h-90z",  # water
    "m45 10l32 60h-64z",  # a tree
    "",
)
