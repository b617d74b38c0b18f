"""The one form in which texts and questions are compared: simplified, half-width, lower case, single spaces.

Each character is folded by itself, so what stands in a text also stands in it folded, wherever it is cut.
The exceptions are a letter with its accent behind it, which is joined first, and the separators of thousands,
which go: `16,000` is 16000.
"""

import re
import sys
import unicodedata
from pathlib import Path

import numpy as np

TRADITIONAL = Path(__file__).parent / "data" / "traditional.txt"
# Controls, invisible marks, lone surrogates, private and unassigned characters: nobody asks for them.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Taking it away only makes a run of digits longer, so that folding again changes nothing.
THOUSANDS = re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


class Folds(dict):
    """Code point → what it folds to, worked out when first met. By code point: `lengths` of those, and `single`, the
    code point of one that is a single character; 0 where it is not, or not known yet.
    """

    def __init__(self):
        self.lengths = np.zeros(sys.maxunicode + 1, np.uint8)
        self.single = np.zeros(sys.maxunicode + 1, np.uint32)
        pairs = TRADITIONAL.read_text("utf-8").splitlines()
        self.simplified = {ord(traditional): simplified for traditional, simplified in pairs}

    def __missing__(self, code):
        fold = self._fold(chr(code))
        self.lengths[code] = len(fold)  # before another thread finds the fold
        self[code] = fold
        if len(fold) == 1:
            self.single[code] = ord(fold)
        return fold

    def all(self, text):
        """`text`, each character folded: as `text.translate` says, which takes several times as long."""
        codes = code_points(text)
        found = self.single[codes]
        others = iter(codes[found == 0].tolist())
        return re.sub("\0", lambda match: self[next(others)], found.tobytes().decode("utf-32-le"))

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
    return THOUSANDS.sub("", " ".join(FOLDS.all(joined(text)).split()))


def places_in(text):
    """An array: for each character of `folded(text)` the place in `joined(text)` it comes from."""
    text = joined(text)
    fold = FOLDS.all(text)
    places = np.repeat(np.arange(len(text)), FOLDS.lengths[code_points(text)])
    spaces = code_points(fold) == ord(" ")
    places = places[~(spaces & np.concatenate([[True], spaces[:-1]]))]
    spaced = " ".join(fold.split())
    separators = [match.start() for match in THOUSANDS.finditer(spaced)]
    return np.delete(places[: len(spaced)], separators)


def code_points(text):
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
