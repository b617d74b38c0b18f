"""What two sequences have in common, in order. Fast for any length: where exactness would cost too much, the
whole passage counts as changed.
"""

from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq

CELLS = (
    64_000_000  # of the table an exact comparison fills: 8,000 × 8,000 words in a few hundredths of a second
)
PAIRS = 2_500  # lines tried against lines
ALIKE, TRIED = 0.4, 300


class Run(NamedTuple):
    """before[i:i_end] and after[j:j_end]: the same elements where `kept`."""

    kept: bool
    i: int
    i_end: int
    j: int
    j_end: int


def runs(before, after, size=None):
    """[(is kept, part of before, part of after)], which joined give `before` and `after` again.

    `size` measures an element; with it, what is kept but shorter than the changes on both sides counts as changed:
    a reader wants a new phrase, not the letters it happens to share with the old one.
    """
    found = list(_runs(before, after))
    if size:
        found = _without_islands(found, _sums(map(size, before)), _sums(map(size, after)))
    return [(run.kept, before[run.i : run.i_end], after[run.j : run.j_end]) for run in found]


def _runs(before, after):
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    i_end, j_end = len(before) - tail, len(after) - tail
    parts = [
        Run(True, 0, head, 0, head),
        *_middle(before[head:i_end], after[head:j_end], head),
        Run(True, i_end, len(before), j_end, len(after)),
    ]
    return [run for run in parts if run.i < run.i_end or run.j < run.j_end]


def _common(one, other):
    """How many elements both begin with."""
    shorter = min(len(one), len(other))
    return next((n for n in range(shorter) if one[n] != other[n]), shorter)


def _middle(before, after, start):
    i = j = start
    if before and after and len(before) * len(after) <= CELLS:
        numbers = {}
        first, second = ([numbers.setdefault(one, len(numbers)) for one in side] for side in (before, after))
        for step in LCSseq.opcodes(first, second):
            if step.tag == "equal":
                run = Run(
                    True,
                    *(start + at for at in (step.src_start, step.src_end, step.dest_start, step.dest_end)),
                )
                yield Run(False, i, run.i, j, run.j)
                yield run
                i, j = run.i_end, run.j_end
    yield Run(False, i, start + len(before), j, start + len(after))


def _sums(sizes):
    return [0, *accumulate(sizes)]


def _without_islands(found, before, after):
    def size(run):
        return max(before[run.i_end] - before[run.i], after[run.j_end] - after[run.j])

    kept = []
    for run in found:
        kept.append(run)
        while len(kept) > 2 and [one.kept for one in kept[-3:]] == [False, True, False]:
            left, middle, right = kept[-3:]
            if size(middle) > min(size(left), size(right)):
                break
            kept[-3:] = [Run(False, left.i, right.i_end, left.j, right.j_end)]
    return kept


def paired(before, after, text, kind):
    """[(line or None, line or None)] of two changed passages, in order: a line beside what became of it."""
    if not before or not after or len(before) * len(after) > PAIRS:
        return [*((line, None) for line in before), *((None, line) for line in after)]
    alike = [[_alikeness(one, other, text, kind) for other in after] for one in before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] and alike[i][j] + best[i + 1][j + 1])
    return list(_path(before, after, alike, best))


def _alikeness(one, other, text, kind):
    if kind(one) != kind(other):
        return 0.0
    found = Indel.normalized_similarity(text(one)[:TRIED], text(other)[:TRIED])
    return found if found >= ALIKE else 0.0


def _path(before, after, alike, best):
    i = j = 0
    while i < len(before) or j < len(after):
        if i == len(before):
            pair, i, j = (None, after[j]), i, j + 1
        elif j == len(after):
            pair, i, j = (before[i], None), i + 1, j
        elif alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pair, i, j = (before[i], after[j]), i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pair, i, j = (before[i], None), i + 1, j
        else:
            pair, i, j = (None, after[j]), i, j + 1
        yield pair
