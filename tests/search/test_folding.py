import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import FOLDS, Folds, folded, joined, places_in


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("ＩＳＯ９００１　認證", "iso9001 认证"),
        ("廠房與倉庫", "厂房与仓库"),
        ("3,200 ㎡", "3200 m2"),
        ("１６，０００ 与 1,234,567.50", "16000 与 1234567.50"),
        ("1,2,345 项，12,3456，3, 200，甲,000", "1,2345 项,12,3456,3, 200,甲,000"),
        (" 招商\n\t引资 ", "招商 引资"),
        ("招\u200b商\x00引\ud800资", "招商引资"),
        ("Cafe\u0301", "café"),
    ],
)
def test_folds(text, fold):
    assert folded(text) == fold


FIGURES = st.text("0123456789,，. ")


@given(st.text() | FIGURES, st.text() | FIGURES)
def test_folding_again_changes_nothing_and_a_part_folds_to_a_part(one, other):
    assert folded(folded(one)) == folded(one)
    assert folded(one) in folded(f"{one} {other}")


@given(st.text() | FIGURES)
def test_every_folded_character_knows_its_place(text):
    fold = folded(text)
    places = places_in(text).tolist()
    assert places == sorted(places)
    assert all(one in FOLDS[ord(joined(text)[place])] for one, place in zip(fold, places, strict=True))


def test_folds_all_characters_as_it_folds_each():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    folds = Folds()
    assert [folds.all(every) for _ in range(2)] == ["".join(folds[ord(one)] for one in every)] * 2
