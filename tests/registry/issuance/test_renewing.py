"""Terms of renewal: the shipped rows say that they are local, and nothing is renewed where nothing is said."""

from datetime import date

from registry.issuance.renewing import in_force


def test_the_shipped_terms_are_marked_as_local():
    found = in_force("green-mall", "520102", date(2026, 3, 2))
    assert (found.opens_months_before, found.on_recognition, found.status) == (6, "supersede", "local")


def test_where_nothing_is_said_nothing_is_renewed():
    assert in_force("no-such-scheme", "520102", date(2026, 3, 2)) is None
