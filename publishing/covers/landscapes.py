"""Open country: a horizon for an article, parcels from above for land."""

from .brush import HEIGHT, WIDTH, across, box, boxes, disc, dots, ground, line, number, shape, standing
from .scenery import clouds, hills


def article(dice, tones):
    """A horizon with the sun near it, and swell, ridges or a plain coming forward."""
    horizon = dice.between(120, 165)
    sun = dice.between(110, 530)
    yield ground(tones.sky)
    yield disc(sun, horizon - dice.between(-20, 34), dice.between(34, 58), tones.lamp)
    yield clouds(dice, tones, horizon - 50)
    yield from dice.pick((_swell, _ridges, _plain))(dice, tones, horizon, sun)


def _swell(dice, tones, horizon, sun):
    yield shape(box(0, horizon, WIDTH, HEIGHT - horizon), tones.haze)
    glitter = "".join(
        across(sun - reach, horizon + 9 + 9 * step, 2 * reach)
        for step, reach in enumerate(dice.between(10, 46) for _ in range(4))
    )
    yield line(glitter, tones.lamp, 2.5, stroke_linecap="round", opacity=0.8)
    level, length = horizon + dice.between(34, 46), dice.between(150, 210)
    for tone in (tones.far, tones.mid, tones.deep, tones.ink):
        start, height = -dice.between(0, length), length * dice.between(0.09, 0.15)
        halves = int((WIDTH - start) / length * 2 + 1)
        crest = (
            f"M{number(start)} {number(level)}q{number(length / 4)} {number(-height)} {number(length / 2)} 0"
        )
        crest += f"t{number(length / 2)} 0" * halves
        yield shape(standing(crest, HEIGHT, start), tone)
        yield line(crest, tones.paper, 1.2, opacity=0.3, transform=f"translate({number(length / 12)} 9)")
        level += dice.between(42, 52)
        length *= 1.3


def _ridges(dice, tones, horizon, sun):
    level = horizon + 6
    for depth, tone in enumerate((tones.haze, tones.far, tones.mid, tones.deep, tones.ink)):
        crest = hills(dice, level, 16 + 7 * depth, 7 - depth // 2)
        yield shape(standing(crest, HEIGHT, -40), tone)
        yield line(crest, tones.paper, 1.2, opacity=0.2, transform="translate(0 8)")
        level += dice.between(36, 48)


def _plain(dice, tones, horizon, sun):
    """Fields lying one behind the other, windbreaks between them, a few turbines turning."""
    yield shape(standing(hills(dice, horizon + 8, 14, 6), HEIGHT, -40), tones.haze)
    level = horizon + 14
    places = [(slot + dice.between(0.15, 0.7)) * WIDTH / 5 for slot in range(5)]
    yield from (_turbine(dice, tones, x, level + 6) for x in places if dice.chance(0.6))
    for depth, tone in enumerate((tones.field, tones.far, tones.leaf, tones.mid, tones.deep)):
        edge = f"M-10 {number(level)}Q320 {number(level + dice.between(-14, 14))} 650 {number(level + dice.between(-8, 8))}"
        yield shape(standing(edge, HEIGHT, -10), tone)
        if dice.chance(0.6):
            yield dots(edge, tones.deep, 6 + 3 * depth, dice.between(8, 13) + 4 * depth)
        level += 18 + 15 * depth


def _turbine(dice, tones, x, foot):
    hub, blade = foot - dice.between(64, 104), dice.between(26, 36)
    blades = "".join(
        f"M0 0L0 {number(-blade)}" if not turn else f"M0 0L{number(turn * blade * 0.87)} {number(blade / 2)}"
        for turn in (0, 1, -1)
    )
    return line(f"M{number(x)} {number(foot)}V{number(hub)}", tones.paper, 3.5) + line(
        blades,
        tones.paper,
        3,
        stroke_linecap="round",
        transform=f"translate({number(x)} {number(hub)}) rotate({dice.whole(0, 119)})",
    )


def land(dice, tones):
    """Parcels from above: roads between them, furrows and roofs on some, water across, one parcel marked out."""
    yield _furrows(tones)
    yield ground(tones.paper)
    yield f'<g transform="rotate({number(dice.between(-24, 24))} 320 180)">'
    parcels, roads = [], []
    _divide(dice, -50, -118, 740, 596, 0, parcels, roads)
    marked = min(
        parcels,
        key=lambda parcel: abs(parcel[0] + parcel[2] / 2 - 320) + abs(parcel[1] + parcel[3] / 2 - 180),
    )
    parcels.remove(marked)
    for fill, group in _dealt(dice, parcels, (tones.sky, tones.haze, tones.haze, tones.far, tones.field)):
        yield shape(boxes(group), fill)
    uses = dict(_dealt(dice, parcels, ("across", "along", "built", "built", "idle", "idle")))
    for furrows in ("across", "along"):
        yield shape(boxes(uses[furrows]), f"url(#{furrows})", opacity=0.5)
    yield _roofs(dice, tones, uses["built"])
    yield line("".join(roads), tones.far, 1.2, stroke_dasharray="9 7")
    yield from _watercourse(dice, tones)
    yield from _marked_parcel(tones, *marked)
    yield "</g>"


def _dealt(dice, parcels, options):
    """Each option with the parcels that fall to it."""
    groups = {option: [] for option in options}
    for parcel in parcels:
        groups[dice.pick(options)].append(parcel)
    return groups.items()


def _divide(dice, x, y, width, height, depth, parcels, roads):
    """Split the longer side, wide roads first, until a parcel is the size of one."""
    if width * height < 13_000 or (width * height < 28_000 and dice.chance(0.35)):
        parcels.append((x, y, width, height))
        return
    road = 20 if depth < 2 else 12 if depth == 2 else 4
    share = dice.between(0.36, 0.64)
    if width > height:
        first = int((width - road) * share)
        _divide(dice, x, y, first, height, depth + 1, parcels, roads)
        _divide(dice, x + first + road, y, width - road - first, height, depth + 1, parcels, roads)
        centre = f"M{number(x + first + road / 2)} {number(y)}v{number(height)}"
    else:
        first = int((height - road) * share)
        _divide(dice, x, y, width, first, depth + 1, parcels, roads)
        _divide(dice, x, y + first + road, width, height - road - first, depth + 1, parcels, roads)
        centre = across(x, y + first + road / 2, width)
    if depth < 2:
        roads.append(centre)


def _furrows(tones):
    return "".join(
        f'<pattern id="{name}" width="9" height="9" patternUnits="userSpaceOnUse">{shape(furrow, tones.mid)}</pattern>'
        for name, furrow in (("across", "M0 0h9v2h-9z"), ("along", "M0 0h2v9h-2z"))
    )


def _roofs(dice, tones, parcels):
    roofs = [
        tuple(
            int(v)
            for v in (
                x + width * 0.2,
                y + height * 0.2,
                width * dice.between(0.3, 0.55),
                height * dice.between(0.3, 0.55),
            )
        )
        for x, y, width, height in parcels
    ]
    shadow = shape(
        boxes((x + 5, y + 5, width, height) for x, y, width, height in roofs), tones.ink, opacity=0.5
    )
    ridge = "".join(f"M{x} {y + height // 2}h{width}" for x, y, width, height in roofs)
    return shadow + shape(boxes(roofs), tones.paper) + line(ridge, tones.haze, 2)


def _watercourse(dice, tones):
    y = dice.between(-20, 380)
    y += 90 if y > 180 else -50  # never through the marked parcel
    course = f"M-60 {number(y)}q95 {number(dice.between(-40, 40))} 190 0t190 0 190 0 190 0"
    yield line(course, tones.paper, 42)
    yield line(course, tones.water, 30)


def _marked_parcel(tones, x, y, width, height):
    yield shape(box(x, y, width, height), tones.lamp)
    yield line(box(x + 7, y + 7, width - 14, height - 14), tones.seal, 2, stroke_dasharray="8 5")
    yield line(box(x, y, width, height), tones.ink, 3)
    for corner_x in (x, x + width):
        for corner_y in (y, y + height):
            yield disc(corner_x, corner_y, 5, tones.ink)
