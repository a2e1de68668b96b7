"""What entries are about, and which kinds there are."""

import pytest

from registry.transparency.rules import about, check_kind


def test_an_entry_is_about_its_subject_without_the_count():
    assert about("GM-520000-2026-0001/2") == "GM-520000-2026-0001"
    assert about("a/b/3") == "a/b"
    assert about("0198") == "0198"
    assert about("/1") == "/1"


def test_only_known_kinds():
    check_kind("certificate-issue")
    with pytest.raises(ValueError, match="no kind of entry"):
        check_kind("tea")
