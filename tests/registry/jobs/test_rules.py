"""Patience grows, and errors are noted without what they may quote."""

from datetime import timedelta

from registry.errors import NotNow
from registry.jobs.rules import MAX_ATTEMPTS, delay_after, describe


def test_patience_grows_and_ends_within_ten_minutes():
    delays = [delay_after(attempt) for attempt in range(1, MAX_ATTEMPTS)]
    assert delays == sorted(set(delays))
    assert sum(delays, timedelta()) < timedelta(minutes=10)


def test_errors_of_others_may_quote_secrets():
    try:
        raise ValueError("password=hunter2")
    except ValueError as error:
        noted = describe(error)
    assert "hunter2" not in noted
    assert noted.startswith("ValueError at test_rules.py:")
    assert describe(ValueError("hunter2")) == "ValueError"
    assert describe(NotNow("late", "The round is closed.")) == "NotNow: [late] The round is closed."
