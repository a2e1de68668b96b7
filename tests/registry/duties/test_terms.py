"""Terms of re-checks: the shipped rows say that they are local, and nobody is re-checked where nothing is said."""

from datetime import date

from registry.duties.terms import in_force


def test_the_shipped_terms_are_marked_as_local():
    found = in_force("green-mall", "520102", date(2026, 3, 2))
    assert (found.interval_months, found.within_working_days, found.status) == (12, 20, "local")


def test_where_nothing_is_said_nobody_is_rechecked():
    assert in_force("no-such-scheme", "520102", date(2026, 3, 2)) is None
