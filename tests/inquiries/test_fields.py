import unicodedata
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from inquiries.fields import AmountField, LineField, ParagraphsField


def refusal(field, value):
    with pytest.raises(ValidationError) as error:
        field.clean(value)
    return error.value.messages


def line(**options):
    return LineField(**{"label": "联系人", "max_length": 40} | options)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  王\t女士\r\n ", "王 女士"),
        ("买买提·艾力", "买买提·艾力"),
        ("\u3000张三\u3000", "张三"),
        ("张\u200b三\ufeff", "张三"),
        ("张三\u202e\u2066gpj.exe", "张三gpj.exe"),
        ("\t=1+2", "=1+2"),
        ("𠮷田", "𠮷田"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_tidies_a_line(typed, kept):
    assert line().clean(typed) == kept


@pytest.mark.parametrize("typed", ["", " \u3000 ", "\u200b\u200d\ufeff", "\u3164", "\u0301"])
def test_takes_what_nobody_can_see_for_empty(typed):
    assert refusal(line(), typed) == ["请填写联系人。"]


@pytest.mark.parametrize(
    "typed", ["张\0三", "a\x08b", "a\ufffeb", "a\ufdd0b", "a\ufffdb", chr(0xD800), "\x7f"]
)
def test_refuses_what_no_database_or_sheet_can_hold(typed):
    assert refusal(line(), typed) == ["其中有无法识别的字符，请删去后重新输入。"]


def test_counts_characters_after_tidying():
    assert line().clean(" " * 30 + "张" * 40) == "张" * 40
    assert refusal(line(), "张" * 41) == ["联系人最多 40 个字，现在是 41 个字。"]


def test_does_not_read_what_is_far_too_long():
    assert refusal(line(), "\0" * 100_000) == ["联系人最多 40 个字，现在是 100000 个字。"]


def test_keeps_paragraphs():
    field = ParagraphsField(label="正文", max_length=100)
    assert field.clean("第一段  \r\n\r\n\r\n\r\n第二段\r第三段\n") == "第一段\n\n第二段\n第三段"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_lets_through_only_what_can_be_stored(text):
    try:
        kept = line(required=False).clean(text)
    except ValidationError:
        return
    kept.encode()
    assert len(kept) <= 40
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in kept)
    assert line(required=False).clean(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3200", Decimal("3200")),
        ("3,200.5", Decimal("3200.5")),
        ("３，２００ ㎡", Decimal("3200")),
        ("3200平方米", Decimal("3200")),
        ("0", Decimal("0")),
        ("", None),
    ],
)
def test_reads_a_figure_as_people_write_it(typed, kept):
    assert AmountField(label="面积", units=["㎡", "平方米"], max_digits=12).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("三千", "请填写数字，如 3200。"),
        ("NaN", "请填写数字，如 3200。"),
        ("Infinity", "请填写数字，如 3200。"),
        ("1e400", "请填写数字，如 3200。"),
        ("9" * 10_000, "请填写数字，如 3200。"),
        ("-1", "请填写 0 或更大的数。"),
        ("12345678901", "数字太大，整数部分最多 10 位。"),
        ("1.234", "小数最多 2 位。"),
    ],
)
def test_refuses_a_figure_the_column_cannot_hold(typed, said):
    assert refusal(AmountField(label="面积", max_digits=12), typed) == [said]
