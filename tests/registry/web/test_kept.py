"""Forms that are carried through sign-in."""

import pytest

from registry.web.kept import Kept, from_text, is_local


def test_there_and_back():
    kept = Kept("/portal/sites?x=1", (("name", '绿"册'), ("tag", "a"), ("tag", "b")), lost_files=True)
    assert from_text(kept.to_text()) == kept


@pytest.mark.parametrize("text", ["", "x", "[]", '["//evil.example", [], false]', '["/x", [1], false]', "{}", "null"])
def test_what_is_not_ours_is_nothing(text):
    assert from_text(text) is None


@pytest.mark.parametrize(
    ("path", "local"),
    [
        ("/portal", True),
        ("//evil.example", False),
        ("/\\evil", False),
        ("https://x", False),
        ("/a\nb", False),
        ("", False),
        (None, False),
    ],
)
def test_local_addresses(path, local):
    assert is_local(path) is local
