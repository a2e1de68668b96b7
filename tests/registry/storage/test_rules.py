"""Names made harmless, and where content lies."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.storage.rules import MAXIMUM_NAME, clean_name, content_path


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("照明 证明.pdf", "照明 证明.pdf"),
        ("C:\\Users\\wang\\证明.pdf", "证明.pdf"),
        ("../../etc/passwd", "passwd"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\x1fc.pdf", "abc.pdf"),
        ("  two   spaces .pdf ", "two spaces .pdf"),
        ("...", "file"),
        ("", "file"),
        ("𬭎业广场.pdf", "𬭎业广场.pdf"),
        ("长" * 300 + ".pdf", "长" * (MAXIMUM_NAME - 4) + ".pdf"),
        ("长" * 300, "长" * MAXIMUM_NAME),
        ("长" * 100 + "." + "尾" * 100, "长" * 100 + "." + "尾" * (MAXIMUM_NAME - 101)),
    ],
)
def test_names(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_clean_name_is_short_flat_and_plain(text):
    name = clean_name(text)
    assert 0 < len(name) <= MAXIMUM_NAME
    assert "/" not in name
    assert "\\" not in name
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs"}


def test_content_lies_two_folders_deep():
    assert content_path("ab" * 32) == "sha256/ab/ab/" + "ab" * 32
