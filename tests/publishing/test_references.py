import pytest

from publishing.references import new_reference, written_out


@pytest.mark.parametrize(
    "typed",
    [
        "ZX-7K3M-9QXW-H2TC-V8NP",
        "zx7k3m9qxwh2tcv8np",
        " ZX 7K3M 9QXW H2TC V8NP。",
        "ＺＸ－７K3M—9QXW–H2TC·V8NP",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert written_out(typed) == "ZX-7K3M-9QXW-H2TC-V8NP"


def test_a_new_number_is_already_written_out():
    reference = new_reference("TG")
    assert written_out(reference) == reference
