"""Ten scenes drawn with flat shapes and air between them: near things dark, far things pale.

Drawn on 1600 × 1000, doubled, and reduced to what a gallery shows, which smooths the edges.
"""

from itertools import pairwise
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1000
SHOWN = 1120, 700  # as wide as the widest place for a picture; encoding costs by the pixel
SCALE = 2

DUSK = ((38, 52, 84), (196, 120, 104), (244, 194, 138))
MORNING = ((122, 168, 204), (206, 222, 226), (246, 230, 208))
NIGHT = ((14, 22, 44), (32, 48, 82), (74, 82, 116))
NOON = ((86, 146, 196), (170, 204, 224), (224, 234, 236))


class Canvas:
    def __init__(self, name):
        self.random = Random(name)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.pen = ImageDraw.Draw(self.image)

    def sky(self, colours, horizon=HEIGHT):
        """From the top colour over the middle one to the horizon's."""
        column = Image.new("RGB", (1, 3))
        column.putdata(colours)
        size = (WIDTH * SCALE, horizon * SCALE)
        self.image.paste(column.resize(size, Image.Resampling.BICUBIC), (0, 0))

    def box(self, left, top, right, bottom, colour):
        self.pen.rectangle([left * SCALE, top * SCALE, right * SCALE, bottom * SCALE], fill=colour)

    def shape(self, points, colour):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points, colour, width):
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=colour,
            width=round(width * SCALE),
            joint="curve",
        )

    def disc(self, x, y, radius, colour):
        self.pen.ellipse(
            [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE],
            fill=colour,
        )

    def glow(self, x, y, radius, colour, strength=150):
        """A soft light laid over what is there."""
        mask = Image.new("L", (WIDTH // 4, HEIGHT // 4))
        box = [(x - radius) / 4, (y - radius) / 4, (x + radius) / 4, (y + radius) / 4]
        ImageDraw.Draw(mask).ellipse(box, fill=strength)
        mask = mask.filter(ImageFilter.GaussianBlur(radius / 8)).resize(self.image.size)
        self.image.paste(colour, (0, 0, *self.image.size), mask)

    def windows(self, left, top, right, bottom, step, lit, dark, share):
        """Rows of windows, `share` of them lit."""
        width, height = step * 0.5, step * 0.55
        y = top + step * 0.4
        while y + height < bottom:
            x = left + step * 0.35
            while x + width < right - step * 0.2:
                self.box(x, y, x + width, y + height, lit if self.random.random() < share else dark)
                x += step
            y += step * 1.1


def mix(near, far, distance):
    return tuple(round(a + (b - a) * distance) for a, b in zip(near, far, strict=True))


def draw(name):
    canvas = Canvas(name)
    SCENES[name](canvas)
    return canvas.image.resize(SHOWN, Image.Resampling.LANCZOS)


def row_of_buildings(canvas, foot, heights, colour, widths=(60, 130), window=None):
    x = -20
    while x < WIDTH:
        width, height = canvas.random.randint(*widths), canvas.random.randint(*heights)
        canvas.box(x, foot - height, x + width, foot, colour)
        if window:
            lit, dark, share = window
            canvas.windows(x, foot - height + 8, x + width, foot - 20, 22, lit, dark, share)
        x += width + canvas.random.randint(0, 26)


def trees(canvas, foot, colour, count=16, size=(22, 46)):
    for _ in range(count):
        x, radius = canvas.random.randint(0, WIDTH), canvas.random.randint(*size)
        canvas.box(x - 3, foot - radius, x + 3, foot, mix(colour, (40, 30, 24), 0.5))
        canvas.disc(x, foot - radius * 1.4, radius, colour)
        canvas.disc(x + radius * 0.5, foot - radius * 1.1, radius * 0.7, mix(colour, (255, 255, 255), 0.06))


def skyline(canvas):
    canvas.sky(DUSK, 760)
    canvas.glow(1120, 700, 420, (255, 214, 160))
    canvas.disc(1120, 640, 46, (255, 232, 196))
    for distance, heights in ((0.7, (120, 300)), (0.42, (160, 420))):
        row_of_buildings(canvas, 760, heights, mix((34, 42, 68), (214, 150, 124), distance))
    row_of_buildings(canvas, 770, (110, 330), (30, 38, 62), (90, 170), ((250, 206, 134), (44, 54, 82), 0.38))
    canvas.box(0, 765, WIDTH, HEIGHT, (52, 58, 86))
    for _ in range(90):  # the river gives the light back
        x, y = canvas.random.randint(500, WIDTH), canvas.random.randint(780, 990)
        length = canvas.random.randint(20, 120)
        canvas.line(
            [(x, y), (x + length, y)], mix((52, 58, 86), (244, 194, 138), canvas.random.random() * 0.6), 2
        )
    canvas.shape([(0, 940), (700, 880), (WIDTH, 950), (WIDTH, HEIGHT), (0, HEIGHT)], (26, 30, 46))


def tower(canvas):
    canvas.sky(NIGHT, HEIGHT)
    canvas.glow(800, 980, 700, (96, 110, 150), 120)
    row_of_buildings(canvas, 900, (180, 420), (30, 40, 66), (100, 200), ((150, 150, 140), (36, 46, 74), 0.2))
    for left, right, top, share in ((300, 640, 170, 0.42), (700, 1090, 60, 0.55), (1150, 1400, 300, 0.35)):
        canvas.box(left, top, right, 900, (20, 30, 54))
        canvas.shape([(right, top), (right + 60, top + 40), (right + 60, 900), (right, 900)], (14, 21, 40))
        canvas.windows(left, top, right, 880, 30, (250, 216, 150), (34, 50, 84), share)
    canvas.box(0, 895, WIDTH, HEIGHT, (18, 24, 40))
    for x in range(60, WIDTH, 160):  # street lamps
        canvas.glow(x, 880, 60, (255, 220, 160), 130)
        canvas.line([(x, 880), (x, 960)], (70, 76, 96), 4)
    canvas.line([(0, 960), (WIDTH, 950)], (120, 104, 88), 3)


def brick(canvas):
    canvas.sky(MORNING, 700)
    canvas.box(0, 690, WIDTH, HEIGHT, (186, 178, 162))
    canvas.box(1220, 120, 1300, 740, (150, 92, 74))
    canvas.box(1210, 110, 1310, 140, (126, 74, 60))
    for left, shade in ((40, 0.0), (430, 0.12), (820, 0.22)):
        wall = mix((168, 98, 78), (220, 190, 170), shade)
        canvas.box(left, 430, left + 390, 790, wall)
        canvas.shape(
            [(left - 16, 434), (left + 195, 300), (left + 406, 434)],
            mix((96, 82, 80), (190, 180, 174), shade),
        )
        for x in range(left + 40, left + 360, 110):
            canvas.box(x, 500, x + 62, 700, (60, 78, 92))
            canvas.box(x + 28, 500, x + 34, 700, (196, 190, 180))
            canvas.box(x, 590, x + 62, 596, (196, 190, 180))
    trees(canvas, 800, (104, 136, 92), 11, (26, 54))
    canvas.shape([(560, HEIGHT), (700, 790), (820, 790), (1080, HEIGHT)], (206, 198, 182))
    canvas.shape([(0, 960), (420, 850), (420, HEIGHT), (0, HEIGHT)], (132, 154, 108))


def halls(canvas):
    canvas.sky(MORNING, 660)
    canvas.glow(300, 560, 300, (255, 240, 210), 160)
    for foot, height, far in ((640, 90, 0.55), (700, 130, 0.3), (800, 200, 0.0)):
        wall, roof = mix((206, 214, 218), (222, 228, 228), far), mix((78, 112, 146), (196, 210, 216), far)
        canvas.box(0, foot - height, WIDTH, foot, wall)
        teeth = 200 if far == 0 else 140
        for x in range(-60 if far else -20, WIDTH, teeth):
            top = foot - height - teeth * 0.36
            canvas.shape([(x, foot - height), (x, top), (x + teeth, foot - height)], roof)
            canvas.shape(
                [(x, foot - height), (x, top), (x + 14, top + 8), (x + 14, foot - height)],
                mix((228, 240, 244), roof, 0.2),
            )
    for x in range(60, WIDTH, 260):
        canvas.box(x, 690, x + 96, 800, (92, 118, 140))
        for y in range(700, 800, 14):
            canvas.line([(x, y), (x + 96, y)], (108, 134, 154), 2)
    canvas.box(0, 800, WIDTH, HEIGHT, (150, 156, 158))
    canvas.shape([(0, 880), (WIDTH, 850), (WIDTH, 866), (0, 900)], (222, 216, 190))
    trees(canvas, 830, (110, 142, 104), 9, (24, 40))


def interior(canvas):
    canvas.sky(((112, 126, 138), (168, 178, 184), (206, 210, 210)), HEIGHT)
    middle = (800, 470)
    canvas.shape([(0, HEIGHT), (620, 600), (980, 600), (WIDTH, HEIGHT)], (156, 164, 162))
    canvas.box(620, 330, 980, 600, (226, 232, 232))
    canvas.box(740, 430, 860, 600, (140, 160, 172))
    for step in range(8):  # frames, each nearer than the last
        t = (step / 7) ** 1.7
        left, right = 620 - 700 * t, 980 + 700 * t
        top, eaves, foot = 290 - 330 * t, 350 - 250 * t, 600 + 430 * t
        colour = mix((70, 98, 126), (176, 190, 198), 1 - t)
        width = 6 + 26 * t
        canvas.line(
            [(left, foot), (left, eaves), (middle[0], top), (right, eaves), (right, foot)], colour, width
        )
    canvas.box(330, 258, 1270, 292, (222, 164, 62))
    canvas.box(330, 284, 1270, 292, (178, 126, 44))
    canvas.box(930, 292, 1010, 326, (66, 76, 86))
    canvas.line([(970, 326), (970, 440)], (66, 76, 86), 4)
    canvas.line([(958, 440), (970, 462), (982, 444)], (66, 76, 86), 7)
    for side in (-1, 1):  # yellow lines on the floor
        canvas.line([(800 + side * 120, 602), (800 + side * 520, HEIGHT)], (224, 184, 74), 7)
    canvas.glow(800, 440, 240, (255, 255, 246), 110)


def solar(canvas):
    canvas.sky(NOON, 420)
    row_of_buildings(canvas, 420, (20, 70), (168, 190, 206), (80, 200))
    canvas.box(0, 418, WIDTH, HEIGHT, (176, 190, 160))
    for foot, top, inset in ((620, 440, 190), (980, 640, 40)):
        left_top, right_top = 200 + inset, WIDTH - 160 - inset
        canvas.shape(
            [(left_top, top), (right_top, top), (right_top + 180, foot), (left_top - 220, foot)],
            (206, 212, 214),
        )
        rows, columns = 5, 12
        for row in range(rows):
            y1, y2 = top + (foot - top) * (row + 0.15) / rows, top + (foot - top) * (row + 0.85) / rows
            for column in range(columns):
                panel(canvas, (left_top, right_top, top, foot), column, columns, y1, y2)
        canvas.box(left_top - 220, foot, right_top + 180, min(HEIGHT, foot + 40), (150, 160, 166))
    trees(canvas, 640, (120, 150, 104), 12, (14, 26))


def panel(canvas, roof, column, columns, y1, y2):
    left, right, top, foot = roof

    def edge(y, fraction):
        t = (y - top) / (foot - top)
        start, end = left - 220 * t, right + 180 * t
        return start + (end - start) * fraction

    a, b = (column + 0.08) / columns, (column + 0.92) / columns
    colour = mix((32, 62, 112), (70, 112, 162), column / columns)
    canvas.shape([(edge(y1, a), y1), (edge(y1, b), y1), (edge(y2, b), y2), (edge(y2, a), y2)], colour)
    middle = (y1 + y2) / 2
    canvas.line([(edge(middle, a), middle), (edge(middle, b), middle)], (120, 156, 194), 1.5)


def docks(canvas):
    canvas.sky(MORNING, 420)
    canvas.box(0, 300, WIDTH, 700, (216, 222, 222))
    canvas.box(0, 300, WIDTH, 330, (52, 100, 152))
    for x in range(0, WIDTH, 40):
        canvas.line([(x, 330), (x, 700)], (204, 210, 212), 2)
    for number, x in enumerate(range(60, WIDTH, 220), start=1):
        canvas.box(x, 470, x + 130, 690, (70, 84, 96))
        canvas.box(x + 8, 478, x + 122, 690, (178, 190, 194))
        for y in range(500, 690, 26):
            canvas.line([(x + 8, y), (x + 122, y)], (154, 168, 174), 2)
        canvas.box(x - 10, 690, x + 140, 716, (60, 62, 62))
        canvas.box(x + 46, 430, x + 84, 458, (232, 186, 74) if number % 2 else (120, 144, 160))
    canvas.box(0, 700, WIDTH, HEIGHT, (142, 146, 146))
    for left, colour in ((250, (196, 84, 62)), (910, (56, 108, 150))):
        canvas.box(left, 560, left + 190, 860, colour)
        canvas.box(left, 560, left + 190, 580, mix(colour, (255, 255, 255), 0.25))
        canvas.line([(left + 95, 590), (left + 95, 850)], mix(colour, (0, 0, 0), 0.25), 4)
        for x in (left + 20, left + 142):
            canvas.box(x, 860, x + 30, 900, (40, 42, 44))
    for x in range(30, WIDTH, 220):
        canvas.shape([(x, 716), (x + 10, 716), (x - 40, HEIGHT), (x - 60, HEIGHT)], (232, 224, 190))


def port(canvas):
    canvas.sky(DUSK, 640)
    canvas.glow(420, 600, 380, (255, 214, 160))
    canvas.box(0, 636, WIDTH, 760, (88, 92, 116))
    canvas.box(0, 760, WIDTH, HEIGHT, (58, 60, 78))
    for _ in range(60):
        x, y = canvas.random.randint(0, 1000), canvas.random.randint(645, 755)
        canvas.line(
            [(x, y), (x + canvas.random.randint(20, 110), y)],
            mix((88, 92, 116), (250, 204, 150), canvas.random.random() * 0.6),
            2,
        )
    for x, far in ((1180, 0.45), (760, 0.25), (300, 0.0)):
        crane(canvas, x, 760, 1 - far * 0.5, mix((40, 46, 70), (206, 140, 116), far))
    colours = [(180, 82, 62), (58, 104, 142), (206, 158, 78), (92, 128, 104), (126, 92, 110)]
    for row in range(5):
        for x in range(-40, WIDTH, 126):
            if canvas.random.random() < 0.86 - row * 0.16:
                y = 900 - row * 46
                colour = mix(canvas.random.choice(colours), (40, 40, 60), 0.28)
                canvas.box(x, y - 44, x + 122, y, colour)
                for rib in range(x + 8, x + 120, 12):
                    canvas.line([(rib, y - 40), (rib, y - 4)], mix(colour, (0, 0, 0), 0.16), 2)
    canvas.box(0, 900, WIDTH, HEIGHT, (46, 48, 64))


def crane(canvas, x, foot, size, colour):
    def at(dx, dy):
        return (x + dx * size, foot - dy * size)

    for dx in (0, 150):
        canvas.line([at(dx, 0), at(dx + 6, 380)], colour, 11 * size)
    for dy in (120, 250, 380):
        canvas.line([at(-6, dy), at(164, dy)], colour, 9 * size)
    canvas.line([at(0, 120), at(150, 250)], colour, 5 * size)
    canvas.line([at(-330, 384), at(260, 384)], colour, 14 * size)
    canvas.line([at(80, 384), at(80, 520)], colour, 10 * size)
    canvas.line([at(-320, 388), at(80, 516), at(256, 388)], colour, 4 * size)
    canvas.line([at(-170, 380), at(-170, 230)], colour, 3 * size)


def parcels(canvas):
    canvas.sky(DUSK, 400)
    canvas.glow(1000, 390, 300, (255, 220, 170))
    row_of_buildings(canvas, 404, (14, 60), (150, 112, 116), (60, 180))
    canvas.box(0, 400, WIDTH, HEIGHT, (118, 112, 88))
    fields = [(148, 138, 94), (126, 132, 90), (164, 146, 104), (110, 120, 86), (138, 122, 92)]
    rows = [400, 440, 505, 610, 770, 1010]
    for top, bottom in pairwise(rows):
        for column in range(-7, 8):
            colour = mix(canvas.random.choice(fields), (214, 160, 120), max(0, (700 - bottom) / 700))
            quad(canvas, column, top, bottom, colour)
    for y, width in zip(rows[1:-1], (5, 9, 15, 24), strict=True):
        canvas.line([(0, y), (WIDTH, y)], (196, 176, 152), width)
    canvas.shape([(792, 400), (808, 400), (1010, HEIGHT), (590, HEIGHT)], (88, 84, 88))
    for y, length in ((430, 8), (470, 14), (530, 22), (620, 34), (740, 50), (890, 70)):
        canvas.line([(800, y), (800, y + length)], (236, 214, 170), 2 + (y - 400) / 60)
    for y in (520, 640, 820):
        reach = (y - 400) * 0.42
        for side in (-1, 1):
            pole = 40 + (y - 400) * 0.3
            canvas.line(
                [(800 + side * reach, y), (800 + side * reach, y - pole)], (70, 66, 76), 3 + (y - 400) / 150
            )
            canvas.glow(800 + side * reach, y - pole, 26, (255, 226, 170), 150)


def quad(canvas, column, top, bottom, colour):
    def edge(y, number):
        return 800 + number * (30 + (y - 400) * 0.62)

    canvas.shape(
        [
            (edge(top, column) + 3, top),
            (edge(top, column + 1) - 3, top),
            (edge(bottom, column + 1) - 6, bottom),
            (edge(bottom, column) + 6, bottom),
        ],
        colour,
    )


def coast(canvas):
    canvas.sky(NOON, 520)
    canvas.glow(1250, 160, 260, (255, 252, 236), 170)
    canvas.box(0, 516, WIDTH, 720, (104, 150, 172))
    for y in range(530, 716, 16):
        for _ in range(9):
            x = canvas.random.randint(0, WIDTH)
            canvas.line([(x, y), (x + canvas.random.randint(40, 180), y)], (132, 174, 190), 2)
    for x, height in ((180, 250), (470, 320), (820, 390), (1210, 300), (1460, 230)):
        turbine(canvas, x, 560 + height // 10, height)
    canvas.shape(
        [(0, 700), (480, 664), (1000, 720), (WIDTH, 680), (WIDTH, HEIGHT), (0, HEIGHT)], (178, 172, 136)
    )
    canvas.shape([(0, 800), (620, 742), (WIDTH, 830), (WIDTH, HEIGHT), (0, HEIGHT)], (142, 154, 108))
    canvas.shape([(300, HEIGHT), (760, 760), (820, 760), (700, HEIGHT)], (206, 198, 172))
    for _ in range(140):  # reeds
        x, y = canvas.random.randint(0, WIDTH), canvas.random.randint(840, HEIGHT)
        canvas.line(
            [(x, y), (x + canvas.random.randint(-8, 8), y - canvas.random.randint(24, 60))], (112, 128, 84), 2
        )


def turbine(canvas, x, foot, height):

    canvas.shape(
        [(x - 5, foot), (x + 5, foot), (x + 3, foot - height), (x - 3, foot - height)], (240, 244, 244)
    )
    turn = canvas.random.randint(0, 119)
    for blade in range(3):
        angle = radians(turn + blade * 120)
        tip = (x + cos(angle) * height * 0.46, foot - height + sin(angle) * height * 0.46)
        canvas.line([(x, foot - height), tip], (246, 248, 248), 5)
    canvas.disc(x, foot - height, 7, (226, 232, 234))


SCENES = {
    scene.__name__: scene
    for scene in (skyline, tower, brick, halls, interior, solar, docks, port, parcels, coast)
}
