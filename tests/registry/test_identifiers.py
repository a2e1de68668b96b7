"""Keys grow with time; credit codes are folded, checked, and refused with the reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from registry.errors import Invalid
from registry.identifiers import new_id, normal_uscc

GOOD = "91520100MA6DK2Q37F"[:17] + uscc.calc_check_digit("91520100MA6DK2Q37F"[:17])


def test_new_ids_are_version_7_distinct_and_in_order():
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {identifier.version for identifier in made} == {7}
    assert made == sorted(made)


@pytest.mark.parametrize(
    "written",
    [GOOD, GOOD.lower(), f" {GOOD} ", f"{GOOD[:8]} {GOOD[8:]}", "".join(chr(ord(sign) + 0xFEE0) for sign in GOOD)],
)
def test_what_phones_do_to_a_code_is_undone(written):
    assert normal_uscc(written) == GOOD


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "uscc-length"),
        (GOOD[:-1], "uscc-length"),
        (f"{GOOD}1", "uscc-length"),
        (f"{GOOD[:-1]}{'0' if GOOD[-1] != '0' else '1'}", "uscc-check"),
        ("I" * 18, "uscc-format"),
        ("绿" * 18, "uscc-format"),
    ],
)
def test_refused_with_the_reason(written, code):
    with pytest.raises(Invalid) as caught:
        normal_uscc(written)
    assert caught.value.code == code
    assert caught.value.hint


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_any_single_mistyped_character_is_noticed(place, sign):
    mistyped = GOOD[:place] + sign + GOOD[place + 1 :]
    if mistyped == GOOD:
        return
    with pytest.raises(Invalid):
        normal_uscc(mistyped)


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_it(text):
    with suppress(Invalid):
        assert len(normal_uscc(text)) == 18
