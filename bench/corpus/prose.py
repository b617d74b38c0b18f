"""Chinese sentences by rule: words as unevenly common as in real news, names and figures that stand once.

Nobody's prose: words, and turns of phrase made of them, drawn by Zipf's law, each text with some words of its own that
it repeats, and between them companies, people, places, figures, part numbers and Latin names. So a phrase of 2 to 6
characters cut out of a text anywhere is in one text, in some or in nearly all, as in real ones.
"""

import csv
import tomllib
from collections import Counter
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random

DATA = Path(__file__).resolve().parents[2] / "parks/data"
WORDS_OF_THE_TRADE = Path(__file__).with_name("words.toml")
SOFTENED = 2.7  # Mandelbrot's: the first few words are less common than Zipf's law alone has them
WORDS = 30_000
# Turns of phrase that many texts have: so many, so much of a text; the first hundreds are about equally common.
TURNS, TURNED, TURNS_SOFTENED = 30_000, 0.5, 100
NAMED, OWN = 0.05, 0.12  # of all pieces: names and figures; words this text repeats


@cache
def parts(name):
    """The words, or where they are characters run together the characters, that words.toml has under `name`."""
    text = tomllib.loads(WORDS_OF_THE_TRADE.read_text("utf-8"))[name]
    return text.split() if " " in text else [one for one in text if one != "\n"]


@cache
def regions():
    """Rows of the gazetteer."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words():
    """The commonest first: real ones of the trade, then two or three characters of them and of place names together."""
    dice, made = Random(0), dict.fromkeys(parts("common"))
    characters = Counter("".join(parts("common")) + "".join(row["name"][:-1] for row in regions()))
    known, weights = list(characters), list(accumulate(many**0.8 for many in characters.values()))
    while len(made) < WORDS:
        made["".join(dice.choices(known, cum_weights=weights, k=dice.choice((2, 2, 2, 3))))] = None
    return list(made)


@cache
def pieces():
    """(what sentences are made of: words and turns of phrase, the cumulative weights of these)."""
    dice, known = Random(1), words()
    weights = list(accumulate(1 / (rank + SOFTENED) for rank in range(len(known))))
    turns = [
        "".join(dice.choices(known, cum_weights=weights, k=dice.choice((2, 2, 3)))) for _ in range(TURNS)
    ]
    share = weights[-1] * TURNED / (1 - TURNED) / sum(1 / (rank + TURNS_SOFTENED) for rank in range(TURNS))
    more = accumulate((share / (rank + TURNS_SOFTENED) for rank in range(TURNS)), initial=weights[-1])
    return known + turns, weights + list(more)[1:]


@cache
def mean_length():
    """Characters of a piece with its share of the punctuation."""
    known, weights = pieces()
    return sum(map(len, Random(2).choices(known, cum_weights=weights, k=10_000))) / 10_000 + 0.35


class Writer:
    """Of one text, with its own companies, people and words; `place` is where it plays."""

    def __init__(self, dice, place):
        self.dice, self.place = dice, place
        self.companies = [self.company() for _ in range(dice.randint(1, 3))]
        self.people = [self.person() for _ in range(dice.randint(1, 2))]
        rarest = len(words())
        self.own = [words()[int(rarest ** dice.uniform(0.6, 1)) - 1] for _ in range(dice.randint(4, 30))]

    def company(self):
        dice = self.dice
        return f"{self.place}{''.join(dice.sample(parts('brands'), 2))}{dice.choice(parts('trades'))}有限公司"

    def person(self):
        dice = self.dice
        return dice.choice(parts("surnames")) + "".join(
            dice.choices(parts("given"), k=dice.choice((1, 2, 2)))
        )

    def figure(self):
        dice = self.dice
        value = dice.choice((dice.randint(2, 99), dice.randint(100, 99_999), round(dice.uniform(0.1, 90), 1)))
        return f"{value:,}{dice.choice(parts('units'))}"

    def day(self):
        return f"{self.dice.randint(2019, 2026)}年{self.dice.randint(1, 12)}月{self.dice.randint(1, 28)}日"

    def part_number(self):
        letters = "".join(self.dice.choices("ABCDEFGHJKLMNPRSTVXZ", k=2))
        return f"{letters}{self.dice.choice(('', '', '-'))}{self.dice.randint(100, 99_999)}"

    def latin(self):
        return "".join(self.dice.choices(parts("syllables"), k=self.dice.randint(2, 4))).capitalize()

    def name(self):
        """Something that stands in few texts."""
        dice, kind = self.dice, self.dice.random()
        if kind < 0.45:
            return self.figure()
        if kind < 0.55:
            return dice.choice(self.companies)
        if kind < 0.65:
            return dice.choice(self.people)
        if kind < 0.75:
            return dice.choice(regions())["name"]
        if kind < 0.82:
            return dice.choice(parts("abbreviations"))
        if kind < 0.89:
            return self.day()
        return self.part_number() if kind < 0.95 else self.latin()

    def written(self, count):
        """`count` pieces."""
        dice = self.dice
        known, weights = pieces()
        text = dice.choices(known, cum_weights=weights, k=count)
        for place in dice.choices(range(count), k=round(OWN * count)):
            text[place] = dice.choice(self.own)
        for place in dice.choices(range(count), k=round(NAMED * count)):
            text[place] = self.name()
        return text

    def sentences(self, characters):
        """Sentences of about `characters` together."""
        text = self.written(max(round(characters / mean_length()), 6))
        lengths = self.dice.choices((2, 3, 3, 4, 5), k=len(text) // 2 + 1)
        starts = [start for start in accumulate(lengths, initial=0) if start < len(text)]
        clauses = ["".join(text[start:end]) for start, end in pairwise([*starts, len(text)])]
        several = self.dice.choices((1, 2, 2, 3), k=len(clauses))
        starts = [start for start in accumulate(several, initial=0) if start < len(clauses)]
        return ["，".join(clauses[start:end]) + "。" for start, end in pairwise([*starts, len(clauses)])]

    def heading(self):
        return "".join(self.written(2))
