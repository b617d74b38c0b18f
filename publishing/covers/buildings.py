"""Where people work: the halls of a park, a factory, a warehouse, a street of offices."""

from .brush import HEIGHT, WIDTH, across, box, boxes, line, number, points, rows, shape, standing
from .scenery import daylight, grove, hills, skyline


def park(dice, tones):
    """Halls and towers along a waterside, trees in front, the light broken on the water."""
    shore = dice.between(236, 256)
    yield from daylight(dice, tones, shore - 120)
    yield shape(skyline(dice, shore, 60, 140, 26, 52), tones.haze)
    yield shape(skyline(dice, shore, 30, 92, 36, 80), tones.far)
    x = dice.between(10, 50)
    while x < 560:
        width = min(dice.between(90, 180), 630 - x)
        yield from dice.pick((_toothed_hall, _vaulted_hall, _glass_hall))(dice, tones, x, shore, width)
        x += width + dice.between(14, 40)
    yield grove(dice, shore, tones.leaf, dice.whole(8, 14))
    yield shape(box(0, shore, WIDTH, HEIGHT - shore), tones.water)
    yield shape(box(0, shore, WIDTH, 6), tones.deep)
    yield from _ripples(dice, tones, shore + 18)


def _ripples(dice, tones, top):
    ripples = [
        across(dice.between(-60, 520), top + 8 * step + step * step / 4, dice.between(60, 260))
        for step in range(10)
    ]
    yield line("".join(ripples[::2]), tones.mid, 3, stroke_linecap="round", opacity=0.5)
    yield line("".join(ripples[1::2]), tones.paper, 3, stroke_linecap="round", opacity=0.7)


def _toothed_hall(dice, tones, x, floor, width):
    height = dice.between(38, 56)
    roof = _sawtooth(x, floor - height, width, dice.whole(3, 5), 20)
    yield shape(standing(roof, floor, x), tones.mid)
    yield rows(across(x + 8, floor - height / 2, width - 16), tones.lamp, 7, 12, 6)


def _vaulted_hall(dice, tones, x, floor, width):
    height = dice.between(34, 50)
    vault = f"M{number(x)} {number(floor)}v{number(-height)}q{number(width / 2)} -44 {number(width)} 0"
    yield shape(f"{vault}V{number(floor)}z", tones.deep)
    yield rows(across(x + 8, floor - height / 2, width - 16), tones.haze, height / 2, 3, 9)


def _glass_hall(dice, tones, x, floor, width):
    height, tower = dice.between(62, 118), width * 0.6
    yield shape(box(x + tower, floor - height * 0.4, width - tower, height * 0.4), tones.deep)
    yield shape(box(x, floor - height, tower, height), tones.mid)
    yield _windows(x, floor - height, tower, height - 8, tones.sky, dice.pick((5, 9, 16)))


def _windows(x, top, width, height, colour, pane):
    storeys = range(int((height - 10) / 15))
    panes = "".join(across(x + 7, top + 14 + 15 * storey, width - 14) for storey in storeys)
    return rows(panes, colour, 7, pane, 4)


def factory(dice, tones):
    """A hall under a saw-tooth roof, its stack or silos beside it, an older hall behind."""
    floor = dice.between(284, 300)
    yield from daylight(dice, tones, 150)
    yield shape(skyline(dice, floor, 40, 110, 40, 90), tones.haze)
    behind = dice.between(-40, 260)
    yield shape(
        standing(_sawtooth(behind, floor - 120, 420, dice.whole(5, 8), 30), floor, behind),
        tones.far,
    )
    yield grove(dice, floor, tones.leaf, dice.whole(8, 14))
    left, width = dice.between(50, 110), dice.between(400, 450)
    yield '<g transform="matrix(-1 0 0 1 640 0)">' if dice.chance(0.5) else "<g>"
    yield from dice.pick((_stacks, _silos))(dice, tones, left + width, floor)
    yield from _factory_hall(dice, tones, left, width, floor)
    yield "</g>"
    yield shape(box(0, floor, WIDTH, HEIGHT - floor), tones.deep)
    yield shape(box(0, floor, WIDTH, 7), tones.far)
    yield rows(
        f"M{number(dice.between(-40, 0))} {number(floor + 36)}H640", tones.paper, 3, 36, 26, opacity=0.7
    )


def _factory_hall(dice, tones, left, width, floor):
    eaves, teeth, rise = floor - dice.between(82, 100), dice.whole(4, 8), dice.between(34, 54)
    roof = _sawtooth(left, eaves, width, teeth, rise)
    yield shape(standing(roof, floor, left), tones.mid)
    pitch = width / teeth
    lights = "".join(
        points(
            (
                (left + pitch * (tooth + 0.1), eaves - 4),
                (left + pitch * (tooth + 0.1), eaves - rise * 0.72),
                (left + pitch * (tooth + 0.72), eaves - 4),
            )
        )
        + "z"
        for tooth in range(teeth)
    )
    yield shape(lights, tones.lamp)
    yield line(roof, tones.ink, 4, stroke_linejoin="round")
    yield shape(box(left, eaves, width, 8), tones.deep)
    pane = pitch / dice.whole(3, 4)
    windows = f"M{number(left + pane / 4)} {number(eaves + 26)}H{number(left + width - pane / 4)}"
    yield rows(windows, tones.sky, 16, pane / 2, pane / 2)
    yield rows(
        across(left, floor - 20, width),
        tones.deep,
        40,
        1.5,
        pitch / 6 - 1.5,
        opacity=0.5,
    )
    gate = left + pitch * (dice.whole(1, teeth - 1) - 0.3)
    yield shape(box(gate, floor - 44, 40, 44), tones.ink)
    yield rows(f"M{number(gate + 20)} {number(floor - 40)}v40", tones.far, 34, 3, 4)


def _stacks(dice, tones, x, floor):
    for offset in range(dice.whole(1, 2)):
        foot, height = x - 60 - 44 * offset, dice.between(200, 236)
        top = floor - height
        stack = ((foot, floor), (foot + 4, top), (foot + 18, top), (foot + 22, floor))
        yield shape(points(stack) + "z", tones.deep)
        yield rows(f"M{number(foot + 11)} {number(top + 8)}v48", tones.paper, 15, 8, 12)


def _silos(dice, tones, x, floor):
    height = dice.between(140, 190)
    for index in range(dice.whole(2, 3)):
        left = x - 30 + 38 * index
        silo = f"M{number(left)} {number(floor)}v{number(-height)}q18 -22 36 0V{number(floor)}z"
        yield shape(silo, tones.deep if index % 2 else tones.mid)
        yield rows(
            f"M{number(left + 18)} {number(floor - height + 10)}V{number(floor)}", tones.far, 36, 2, 26
        )


def warehouse(dice, tones):
    """Long sheds side on: shallow roofs, ribbed walls, a row of dock doors, lorries at some of them."""
    floor = dice.between(272, 288)
    yield from daylight(dice, tones, 130)
    crest = hills(dice, floor - 116, 16, 5)
    yield shape(standing(crest, HEIGHT, -40), tones.haze)
    behind = dice.between(-120, 200)
    yield shape(
        standing(_gables(behind, floor - 104, 520, dice.whole(2, 4), 24), floor, behind),
        tones.far,
    )
    yield '<g transform="matrix(-1 0 0 1 640 0)">' if dice.chance(0.5) else "<g>"
    yield from _shed(dice, tones, floor)
    yield "</g>"
    yield shape(box(0, floor, WIDTH, HEIGHT - floor), tones.far)
    yield shape(box(0, floor, WIDTH, 4), tones.ink)
    yield rows(f"M0 {number(floor + 22)}h640", tones.paper, 30, 2, dice.between(40, 60), opacity=0.4)
    if dice.chance(0.6):
        yield _lorry(dice, tones, dice.between(30, 440), HEIGHT - 14)


def _shed(dice, tones, floor):
    left, width, height = dice.between(50, 130), 620, dice.between(92, 120)
    eaves = floor - height
    roof = _gables(left, eaves, width, dice.whole(1, 3), dice.between(22, 40))
    yield shape(standing(roof, floor, left), tones.mid)
    yield rows(across(left, eaves + 30, width), tones.far, 52, 1.5, 7.5, opacity=0.4)
    yield line(roof, tones.paper, 5, stroke_linejoin="round")
    yield shape(box(left, eaves + dice.between(8, 24), width, 9), tones.deep)
    pitch = dice.whole(60, 92)
    canopy, stops = floor - 62, range(int(left) + 26, WIDTH, pitch)
    yield rows(across(left + 20, floor - 26, width), tones.deep, 52, 48, pitch - 48)
    yield rows(across(left + 26, floor - 28, width), tones.haze, 42, 36, pitch - 36)
    slats = "".join(across(left + 26, floor - 42 + 10 * slat, width) for slat in range(4))
    yield rows(slats, tones.far, 1.5, 36, pitch - 36)
    yield shape(box(left + 10, canopy, width, 7), tones.ink)
    for stop in stops:
        if dice.chance(0.36):
            yield _lorry_front(tones, stop - 2, floor, dice.pick((tones.paper, tones.lamp)))
    yield shape(box(left, floor - 7, width, 7), tones.ink)


def _lorry_front(tones, x, floor, colour):
    """A lorry backed against its door, seen from the front."""
    return (
        shape(boxes(((x + 3, floor - 8, 9, 12), (x + 29, floor - 8, 9, 12))), tones.ink)
        + shape(box(x + 1, floor - 64, 39, 58), tones.sky)
        + shape(box(x, floor - 44, 41, 38), colour)
        + shape(boxes(((x + 5, floor - 39, 31, 14), (x, floor - 10, 41, 4))), tones.ink)
    )


def _lorry(dice, tones, x, floor):
    """A lorry passing in front, its load taller than its cab."""
    wheels = "".join(f"M{number(x + at)} {number(floor)}h0" for at in (22, 46, 106, 168))
    cab = f"M{number(x + 146)} {number(floor - 2)}v-46h22l14 22v24z"
    return (
        shape(box(x, floor - 72, 140, 64), dice.pick((tones.paper, tones.lamp, tones.sky)))
        + shape(cab, tones.deep)
        + shape(f"M{number(x + 153)} {number(floor - 42)}h13l9 15h-22z", tones.sky)
        + shape(box(x, floor - 8, 176, 6), tones.ink)
        + line(wheels, tones.ink, 20, stroke_linecap="round")
    )


def office(dice, tones):
    """A street of towers close by, each with its own rhythm of windows, a few of them lit."""
    floor = 322
    yield from daylight(dice, tones, 110)
    yield shape(skyline(dice, floor, 110, 220, 60, 110), tones.haze)
    x, before = dice.whole(-30, 10), None
    while x < 600:
        width = 8 * dice.whole(12, 19)
        tone = dice.pick([tone for tone in (tones.far, tones.mid, tones.deep) if tone != before])
        yield from _tower(dice, tones, tone, x, dice.whole(36, 170), width, floor)
        x, before = x + width + dice.pick((-8, 6, 20)), tone
    yield shape(box(0, floor, WIDTH, HEIGHT - floor), tones.ink)
    yield shape(box(0, floor, WIDTH, 6), tones.haze)
    yield grove(dice, floor, tones.leaf, dice.whole(6, 11))


def _tower(dice, tones, tone, x, top, width, floor):
    yield shape(box(x, top, width, floor - top), tone)
    if dice.chance(0.5):
        yield shape(box(x + width * 0.2, top - 12, width * 0.35, 12), tone)
    pane, gap, pitch = dice.pick(((8, 8, 22), (16, 8, 24), (4, 4, 20), (width, 0, 16), (24, 8, 26)))
    storeys = range(int((floor - top - 44) / pitch))
    glass = tones.sky if tone != tones.far else tones.deep
    panes = "".join(across(x + 12, top + 20 + pitch * storey, width - 24) for storey in storeys)
    yield rows(panes, glass, pitch / 2, pane, gap)
    if pane < 30:
        columns = (width - 24 - pane) // (pane + gap)
        lit = "".join(
            f"M{x + 12 + (pane + gap) * dice.whole(0, columns)} {top + 20 + pitch * storey}h{pane}"
            for storey in storeys
            if dice.chance(0.3)
        )
        yield line(lit, tones.lamp, pitch / 2)
    yield rows(across(x + 10, floor - 12, width - 20), tones.lamp, 24, 18, 5, opacity=0.8)


def _sawtooth(x, eaves, width, teeth, rise):
    pitch = width / teeth
    return f"M{number(x)} {number(eaves)}" + f"v{number(-rise)}l{number(pitch)} {number(rise)}" * teeth


def _gables(x, eaves, width, count, rise):
    half = width / count / 2
    return (
        f"M{number(x)} {number(eaves)}"
        + f"l{number(half)} {number(-rise)}l{number(half)} {number(rise)}" * count
    )
