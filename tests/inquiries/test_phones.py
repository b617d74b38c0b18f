import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from inquiries import phones

MOBILE, LANDLINE = "+8613800138000", "+862282100000"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", MOBILE),
        ("138 0013 8000", MOBILE),
        ("138-0013-8000", MOBILE),
        ("+8613800138000", MOBILE),
        ("0086 138 0013 8000", MOBILE),
        ("86-13800138000", MOBILE),
        ("１３８００１３８０００", MOBILE),
        (" 13800138000\n", MOBILE),
        ("022-82100000", LANDLINE),
        ("02282100000", LANDLINE),
        ("（022）8210 0000", LANDLINE),
        ("022－82100000", LANDLINE),
        ("+86 22 82100000", LANDLINE),
        ("022-82100000转801", f"{LANDLINE};ext=801"),
        ("022-82100000 转 801", f"{LANDLINE};ext=801"),
        ("022-82100000-801", f"{LANDLINE};ext=801"),
        ("０２２－８２１０００００－８０１", f"{LANDLINE};ext=801"),
        ("+86 22 82100000-801", f"{LANDLINE};ext=801"),
        ("022-82100000 ext 801", f"{LANDLINE};ext=801"),
        ("022-82100000分机801", f"{LANDLINE};ext=801"),
        ("0310-1234567-8", "+863101234567;ext=8"),
        ("(+86) 138 0013 8000", MOBILE),
        ("（＋８６）13800138000", MOBILE),
        ("138·0013·8000", MOBILE),
        ("手机：13800138000", MOBILE),
        ("Tel: 022-82100000", LANDLINE),
        ("+86 022-82100000", LANDLINE),
        ("022 8210 0000 - 801", f"{LANDLINE};ext=801"),
        ("022-82100000（转801）", f"{LANDLINE};ext=801"),
        ("022-82100000#801", f"{LANDLINE};ext=801"),
        ("400-162-2002", "+864001622002"),
        ("400 162 2002 转 3", "+864001622002;ext=3"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
        ("00852 2123 4567", "+85221234567"),
        ("+82-2-312-3456", "+8223123456"),
        ("+852 2123 4567", "+85221234567"),
        ("+1 650-253-0000", "+16502530000"),
    ],
)
def test_keeps_one_form_of_every_way_to_write_a_number(typed, kept):
    assert phones.normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "138",
        "110",
        "82100000",
        "12345678901",
        "1380013800O",
        "13800138000 13900139000",
        "13800138000' OR '1'='1",
        "022-82100000转",
        "022-82100000转12345678",
        "2123 4567",
        "+86",
        "-",
        "95588",
        "手机",
        "022-82100000/82100001",
        "13800138000、13900139000",
        "1" * 100_000,
    ],
)
def test_refuses_what_cannot_be_called_and_says_what_can(typed):
    with pytest.raises(ValidationError) as refusal:
        phones.normalise(typed)
    assert refusal.value.messages == [
        "请填写 11 位手机号、带区号的座机（如 022-82100000，分机写作 022-82100000转801），"
        "或以 + 开头的境外号码（如 +852 2123 4567）。"
    ]


@pytest.mark.parametrize(
    ("kept", "shown", "masked"),
    [
        (MOBILE, "138 0013 8000", "138****8000"),
        (LANDLINE, "022-82100000", "022-****0000"),
        (f"{LANDLINE};ext=801", "022-82100000 转 801", "022-****0000"),
        ("+864001622002", "400-162-2002", "400-****2002"),
        ("+85221234567", "+852 2123 4567", "+852 ****567"),
        ("", "", "****"),
        ("someone's old note", "someone's old note", "****"),
    ],
)
def test_shows_and_masks(kept, shown, masked):
    assert (phones.display(kept), phones.mask(kept)) == (shown, masked)


@pytest.mark.parametrize("kept", [MOBILE, LANDLINE, f"{LANDLINE};ext=801", "+864001622002", "+85221234567"])
def test_reads_back_what_it_shows(kept):
    assert phones.normalise(phones.display(kept)) == kept


def test_knows_a_number_again_however_it_is_written():
    assert phones.is_same(MOBILE, "１３８-0013-8000")
    assert phones.is_same(f"{LANDLINE};ext=801", "022 8210 0000")
    assert not phones.is_same(MOBILE, "13900139000")


def test_matches_nothing_with_a_number_that_was_erased():
    assert not phones.is_same("", "")
    assert not phones.is_same("", "13800138000")


FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
JOINTS = st.sampled_from(["", " ", "-", "－", "—", ".", "·", "　"])


@given(
    last=st.integers(0, 9999),
    before=st.sampled_from(["", "+86", "0086 ", "86-", "（+86）", "+86 "]),
    joints=st.tuples(JOINTS, JOINTS),
    wide=st.booleans(),
)
def test_a_mobile_number_is_one_however_it_is_written(last, before, joints, wide):
    typed = f"{before}138{joints[0]}0013{joints[1]}{last:04}"
    assert phones.normalise(typed.translate(FULL_WIDTH) if wide else typed) == f"+861380013{last:04}"


@given(
    area=st.sampled_from(["022", "010", "0755", "0898"]),
    joint=JOINTS,
    extension=st.sampled_from(["", "8", "801", "123456"]),
    by=st.sampled_from(["转", " 转 ", "-", "分机", " ext. ", "#"]),
)
def test_a_landline_number_is_one_however_it_is_written(area, joint, extension, by):
    typed = f"{area}{joint}62345678{by if extension else ''}{extension}"
    kept = f"+86{area[1:]}62345678" + (f";ext={extension}" if extension else "")
    assert phones.normalise(typed) == kept


@given(st.text(max_size=70) | st.from_regex(r"[+(]?[\d\-() .转x#]{3,40}", fullmatch=True))
@example("\ud800")
@example("+999999999999")
def test_whatever_is_typed_is_kept_in_one_form_or_refused(typed):
    try:
        kept = phones.normalise(typed)
    except ValidationError:
        return
    assert kept.startswith("+")
    assert phones.normalise(phones.display(kept)) == kept
    assert phones.is_same(kept, unicodedata.normalize("NFKC", typed))
    assert len(kept) <= 30  # the column
