"""A fingerprint as people compare it."""

from datetime import UTC, datetime

from registry.trust.rules import Kind
from registry.trust.schemas import KeyView


def test_fingerprints_are_shown_in_pairs():
    view = KeyView(Kind.SEAL, "ab12", "", "", None, datetime.now(UTC), None)
    assert view.spaced == "AB:12"
