"""Days are Beijing's, instants are aware."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from registry import clock


def test_a_day_in_beijing_begins_while_it_is_still_yesterday_in_utc():
    with time_machine.travel(datetime(2026, 2, 28, 16, 0, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
        assert clock.now().utcoffset() == timedelta(0)
        assert clock.today() == date(2026, 3, 1)
    with time_machine.travel(datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 2, 28)


def test_start_of_a_day_is_in_that_day_and_the_instant_before_is_not():
    day = date(2026, 3, 1)
    start = clock.start_of(day)
    assert start == datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
    assert start.utcoffset() == timedelta(0)
    assert clock.day_of(start) == day
    assert clock.day_of(start - timedelta(microseconds=1)) == date(2026, 2, 28)
