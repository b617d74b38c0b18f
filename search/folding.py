"""The one form in which texts and questions are compared: simplified, half-width, lower case, single spaces.

Each character is folded by itself, so what stands in a text also stands in it folded, wherever it is cut.
The exceptions are a letter with its accent behind it, which is joined first, and the separators of thousands,
which go: `16,000` is 16000.
"""

import re
import unicodedata
from pathlib import Path

TRADITIONAL = Path(__file__).parent / "data" / "traditional.txt"
# Controls, invisible marks, lone surrogates, private and unassigned characters: nobody asks for them.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Taking it away only makes a run of digits longer, so that folding again changes nothing.
THOUSANDS = re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


class Folds(dict):
    """Code point → what it folds to, worked out when first met; `single`, the characters met that fold to one."""

    def __init__(self):
        self.single = set()
        pairs = TRADITIONAL.read_text("utf-8").splitlines()
        self.simplified = {ord(traditional): simplified for traditional, simplified in pairs}

    def __missing__(self, code):
        self[code] = fold = self._fold(chr(code))
        if len(fold) == 1:
            self.single.add(chr(code))
        return fold

    def _fold(self, character):
        if character.isspace():
            return " "
        plain = unicodedata.normalize("NFKC", character).translate(self.simplified).casefold()
        plain = unicodedata.normalize("NFKC", plain).translate(self.simplified)
        return "".join(
            " " if one.isspace() else one for one in plain if unicodedata.category(one) not in UNSEEN
        )


FOLDS = Folds()


def joined(text):
    """`text` with accents joined to their letters: what `places` counts in."""
    return unicodedata.normalize("NFC", text)


def folded(text):
    return THOUSANDS.sub("", " ".join(joined(text).translate(FOLDS).split()))


def places_in(text, fold):
    """For each character of `fold`, which is `folded(text)`, the place in `joined(text)` it comes from."""
    text = joined(text)
    if len(fold) == len(text) and FOLDS.single.issuperset(text):
        return range(len(fold))  # most texts: character for character
    characters, places = [], []
    for place, character in enumerate(text):
        for one in FOLDS[ord(character)]:
            if one != " " or (characters and characters[-1] != " "):
                characters.append(one)
                places.append(place)
    if characters and characters[-1] == " ":
        del characters[-1], places[-1]
    separators = {match.start() for match in THOUSANDS.finditer("".join(characters))}
    return [place for at, place in enumerate(places) if at not in separators]
