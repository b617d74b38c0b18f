"""What is asked: words that must all stand in a thing, "phrases" with their spaces, and -words that must not.

招商 引资        both, anywhere in the same thing
"a b"  “招商 引资”   exactly this run of characters, spaces included
园区 -物流        the first and not the second
"""

import re
from dataclasses import dataclass

from .folding import folded

LONGEST = 60  # characters
PART = re.compile(r'(?P<minus>-?)(?:"(?P<straight>[^"]+)"|“(?P<curly>[^“”]+)”)(?= |$)|(?P<word>[^ ]+)')


@dataclass(frozen=True)
class Question:
    """Folded phrases, each at least one character long; `wanted` empty = nothing is asked."""

    wanted: tuple = ()
    unwanted: tuple = ()

    @classmethod
    def of(cls, text):
        """Reads any text. Only -words, or an unclosed quotation mark: then these signs are meant themselves."""
        text = folded(text[: LONGEST * 4])[:LONGEST].strip()
        parts = [read(match) for match in PART.finditer(text)]
        wanted = unique(phrase for phrase, minus in parts if phrase and not minus)
        unwanted = unique(phrase for phrase, minus in parts if phrase and minus)
        if not wanted:
            wanted, unwanted = unique(text.split()), ()
        return cls(without_contained(wanted), unwanted)

    def __bool__(self):
        return bool(self.wanted)

    @property
    def words(self):
        """As typed again: what the question means, in a form that reads the same."""
        return " ".join(self.wanted)


def read(match):
    """→ (phrase, whether it must not stand there)."""
    phrase = match["straight"] or match["curly"]
    if phrase is not None:
        return phrase.strip(), bool(match["minus"])
    word = match["word"]
    return (word[1:], True) if word.startswith("-") and len(word) > 1 else (word, False)


def unique(phrases):
    return tuple(dict.fromkeys(phrases))


def without_contained(phrases):
    """Who asks for 招商引资 asks for 招商 too."""
    return tuple(one for one in phrases if not any(one != other and one in other for other in phrases))
