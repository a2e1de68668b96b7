"""Text hygiene: what is folded, what is refused and what must pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Invalid
from registry.text import clean_line, clean_paragraphs


def code(text: str, maximum: int = 20) -> str:
    with pytest.raises(Invalid) as caught:
        clean_line(text, maximum=maximum, field="name")
    assert caught.value.field == "name"
    return caught.value.code


def test_white_space_becomes_single_spaces():
    assert clean_line("  贵阳\u3000万象 \t\n汇 ", maximum=20) == "贵阳 万象 汇"


def test_letters_are_composed():
    assert clean_line("Cafe\u0301", maximum=4) == "Caf\u00e9"


def test_rare_characters_and_their_variants_pass():
    assert clean_line("䶮𬭎葛\U000e0100", maximum=20) == "䶮𬭎葛\U000e0100"


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_direction_is_refused(character):
    assert code(f"绿{character}册") == "text-direction"


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u00ad", "\u2060"])
def test_invisible_is_refused(character):
    assert code(f"绿{character}册") == "text-invisible"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\x9b", "\ud800", "\uffff", "\U0001fffe"])
def test_control_is_refused(character):
    assert code(f"绿{character}册") == "text-control"


def test_private_use_is_refused():
    assert code("绿\ue000册") == "text-private"


def test_length_counts_characters_after_cleaning():
    assert clean_line(" 一二三 ", maximum=3) == "一二三"
    assert code("一二三四", maximum=3) == "text-too-long"


def test_two_megabytes_are_refused_before_work_is_done_on_them():
    with pytest.raises(Invalid) as caught:
        clean_line("长" * 2_000_000, maximum=120)
    assert caught.value.context == {"maximum": 120, "count": 2_000_000}


def test_paragraphs_keep_their_lines():
    assert clean_paragraphs(" 一\r\n二\r三\u2028四\n", maximum=20) == "一\n二\n三\n四"
    with pytest.raises(Invalid):
        clean_paragraphs("一\x0b二", maximum=20)


@given(st.text(max_size=40))
def test_what_passes_is_stable(text):
    try:
        cleaned = clean_line(text, maximum=100)
    except Invalid:
        return
    assert clean_line(cleaned, maximum=100) == cleaned
    assert "\n" not in cleaned
