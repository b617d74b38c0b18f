import pytest
from django.core.exceptions import ValidationError

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
        ("400-162-2002", "+864001622002"),
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
