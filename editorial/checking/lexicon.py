"""The 词库 as a machine that finds all its words in one pass. Built once an edition of the list, kept by the process."""

from dataclasses import dataclass

import ahocorasick
import rjieba

from editorial.models import Word

from .editions import once_an_edition


@dataclass(frozen=True)
class Hit:
    start: int
    end: int
    word: Word


class Lexicon:
    def __init__(self, words):
        self.machine = ahocorasick.Automaton()
        for word in words:
            self.machine.add_word(word.text, word)
        self.machine.make_automaton()

    def hits(self, text):
        """In order and apart: of two that overlap the longer, of two as long the first. Allowed phrases are gone."""
        if not len(self.machine):
            return []
        found = [Hit(end - len(word.text) + 1, end + 1, word) for end, word in self.machine.iter(text)]
        found.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        chosen = []
        for hit in found:
            if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
                chosen.append(hit)
        return sorted(
            (hit for hit in chosen if hit.word.kind != Word.Kind.ALLOWED), key=lambda hit: hit.start
        )


@once_an_edition("words")
def lexicon():
    """Of the words that are active now."""
    return Lexicon(Word.objects.filter(is_active=True))


def is_whole(text, start, end):
    """Whether `text[start:end]` is read by itself: no word of the dictionary reaches over its edge, as 装机容量 does
    over that of 按装 in 按装机容量.
    """
    at = 0
    for word in rjieba.cut(text, False):
        begin, at = at, at + len(word)
        reaches_in = begin < start < at or begin < end < at
        if reaches_in:
            return False
        if at >= end:
            return True
    return True
